//! How are tasks drawn from a parameter that gives them one at a time, and why can't they be?

use proc_macro2::Span;
use quote::ToTokens;
use syn::{
    Error, FnArg, GenericParam, Generics, Ident, Result, ReturnType, Signature, Type,
    WherePredicate,
};

use crate::mention;
use crate::place;
use crate::source::{self, Source};
use crate::task_type;
use crate::walk::{Part, Then, Walk};

/// What else there is to know where tasks are drawn one at a time.
pub(crate) struct Drawn {
    pub(crate) source: Source,
    /// The new generic parameter for what a caller's factory gives.
    pub(crate) item: Ident,
    /// The author's generic parameter, whose bound gives the tasks.
    pub(crate) generic: Option<Ident>,
    /// Whether the author marked the parameter.
    pub(crate) marked: bool,
}

/// How tasks are drawn from a parameter of this type, if they are.
pub(crate) fn drawn(
    ty: &mut Type,
    generics: &mut Generics,
    item: impl FnOnce() -> Ident,
    marked: bool,
) -> Result<Option<Drawn>> {
    let mut all = source::all(ty, generics, marked).into_iter();
    let Some((source, mut given)) = all.next() else {
        return Ok(None);
    };
    let item = item();
    if let Some(given) = given.ty() {
        task_type::check_coercible(given, marked)?;
    }
    if let Some((_, mut again)) = all.next() {
        return Err(given_again(&again.ty()));
    }
    if !marked {
        check_bounds(ty, generics)?;
    }
    Ok(Some(Drawn {
        source,
        item,
        generic: source::as_name(ty).cloned(),
        marked,
    }))
}

fn given_again(again: &Option<&mut Type>) -> Error {
    let message = "another bound already says which tasks these are: leave them out of this one";
    place::error(again, message)
}

/// The body gets a closure, or a type of the runtime, in the place of what the caller passes.
fn check_bounds(ty: &mut Type, generics: &mut Generics) -> Result<()> {
    let Some(bound) = source::other_bound(ty, generics) else {
        return Ok(());
    };
    let shown = bound.to_token_stream();
    let message = format!(
        "what the body gets is not the caller's own, and may not be `{shown}`: remove the bound; or mark the parameter, \
         with `#[awaitable(skip)]` to leave it as it is, with `#[awaitable]` if the bound holds for all of its kind"
    );
    Err(place::error(bound, &message))
}

/// A caller's source and the body's are two types, so nothing else of the signature can be of that type. An error, but
/// only one for all parameters of the type.
pub(crate) fn is_only_use(
    generic: &Ident,
    index: usize,
    signature: &mut Signature,
) -> Result<bool> {
    let is_mentioned = |input: &FnArg| mention::of_generic(input, generic).is_some();
    if signature.inputs.iter().take(index).any(is_mentioned) {
        return Ok(false);
    }
    if let Some(mention) = in_result(&mut signature.output, generic) {
        let message = format!(
            "what the body gets as `{generic}` is not of the caller's type, so the result can't be either: return an \
             `impl Trait`, or leave the parameter as it is with `#[awaitable(skip)]`"
        );
        return Err(Error::new(mention, message));
    }
    if let Some(mention) = in_another_bound(&signature.generics, generic) {
        let message = format!(
            "what the body gets as `{generic}` is not of the caller's type, so no bound of another type can be about it: \
             remove it, or leave the parameter as it is with `#[awaitable(skip)]`"
        );
        return Err(Error::new(mention, message));
    }
    let others = signature.inputs.iter().skip(index + 1);
    for other in others {
        if let Some(mention) = mention::of_generic(other, generic) {
            return Err(Error::new(mention, another_parameter(other, generic)));
        }
    }
    Ok(true)
}

fn another_parameter(other: &FnArg, generic: &Ident) -> String {
    let is_the_same =
        matches!(other, FnArg::Typed(other) if source::as_name(&other.ty) == Some(generic));
    if is_the_same {
        format!(
            "two parameters of the type `{generic}` can't give tasks: declare each with a generic of its own, or leave \
             them as they are with `#[awaitable(skip)]`"
        )
    } else {
        format!(
            "what the body gets as `{generic}` is not of the caller's type, so no other parameter can be about it: declare \
             that with a type of its own, or leave them as they are with `#[awaitable(skip)]`"
        )
    }
}

/// Where a result mentions a generic parameter, but in a `use<..>`, which has to list all that there are.
fn in_result(result: &mut ReturnType, generic: &Ident) -> Option<Span> {
    let mut found = None;
    let mut find = |part: Part<'_>| {
        let names = match part {
            Part::Type(Type::Path(ty)) => ty.path.segments.first().map(|first| &first.ident),
            Part::Constant(constant) => {
                let mention = mention::of_generic(constant, generic);
                found = found.or(mention);
                None
            }
            _ => None,
        };
        if let Some(name) = names.filter(|name| *name == generic) {
            found = found.or(Some(name.span()));
        }
        Then::Inside
    };
    Walk(&mut find).result(result);
    found
}

/// Where a bound of another type mentions a generic parameter.
fn in_another_bound(generics: &Generics, name: &Ident) -> Option<Span> {
    for parameter in &generics.params {
        match parameter {
            GenericParam::Type(ty) if ty.ident != *name => {
                let found = mention::of_generic(&ty.bounds, name);
                if found.is_some() {
                    return found;
                }
            }
            _ => {}
        }
    }
    let clause = generics.where_clause.as_ref()?;
    clause
        .predicates
        .iter()
        .find_map(|predicate| match predicate {
            WherePredicate::Type(required)
                if source::as_name(&required.bounded_ty) == Some(name) =>
            {
                None
            }
            predicate => mention::of_generic(predicate, name),
        })
}
