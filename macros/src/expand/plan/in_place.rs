//! Futures that the body awaits in place: parameters with `#[awaitable]` that are declared as a future.

use syn::{
    GenericArgument, Generics, Ident, Lifetime, PathArguments, PathSegment, Result, Signature,
    Type, TypeParamBound,
};

use super::model::{Assertion, Coercion, CoercionKind, Conversion, Futures, InPlace};
use super::shape::Shapes;
use super::{anonymous, refusals, sources};
use crate::expand::parse::Options;
use crate::expand::parse::mark::Mark;
use crate::expand::syntax::types::{as_name, last_segment, ungrouped};
use crate::expand::syntax::{mentions, spans};

/// Well-known types that are no `Result`, beside those of numbers such as `u8`.
const NO_RESULTS: [&str; 8] = [
    "bool", "char", "isize", "usize", "Box", "Option", "String", "Vec",
];

/// A parameter that is declared as a future, or gives futures.
pub(crate) struct Declared<'a> {
    futures: Futures,
    bound: usize,
    generic: Option<&'a Ident>,
    /// The output, if it is named.
    output: Option<&'a Type>,
    /// The bounds of the boxed future, if futures are boxed.
    boxed: Option<Vec<TypeParamBound>>,
    mark: Mark,
}

/// Finds the futures that an input is or gives.
pub(crate) fn find<'a>(
    ty: &'a Type,
    signature: &'a Signature,
    index: usize,
    mark: Mark,
    options: &Options,
) -> Result<Option<Declared<'a>>> {
    let generics = &signature.generics;
    let (future, futures) = match (
        first_argument(ty, &["Vec"]),
        sources::find(ty, generics, true),
    ) {
        _ if bound(ty, signature).is_some() => (ty, Futures::One),
        (Some(item), _) => (item, Futures::Vec),
        (None, Ok(Some(giving))) => {
            let futures = Futures::Drawn {
                source: giving.source,
                bound: giving.bound,
                generic: giving.generic.cloned(),
            };
            (giving.given, futures)
        }
        (None, _) => (ty, Futures::One),
    };
    let found = bound(future, signature);
    let output = found.and_then(|(_, segment)| output(segment));
    if mark == Mark::Join && output.is_none() {
        return Err(refusals::join_without_future(ty));
    }
    let Some((bound, segment)) = found else {
        if contains_future(ty, signature) {
            return Err(refusals::future_inside(ty));
        }
        return Ok(None);
    };
    let generic = as_name(future);
    // The own method of a trait takes a box, whose type has to be known from the declaration.
    let is_known = generic.is_none()
        && output.is_some_and(|output| !matches!(ungrouped(output), Type::ImplTrait(_)))
        && !matches!(futures, Futures::Drawn { .. });
    match options.alias {
        Some(_) if !options.boxed => return Err(refusals::unboxed_in_trait(ty)),
        Some(_) if !is_known => return Err(refusals::unknown_box_in_trait(ty)),
        _ => {}
    }
    let output = output.filter(|output| mark == Mark::Join || !is_open(output, signature));
    if let Some(output) = output {
        check_output(output, segment, mark)?;
    }
    if let Some(generic) = generic {
        check_uses(generic, index, signature, &futures, output.is_none())?;
    }
    Ok(Some(Declared {
        futures,
        bound,
        generic,
        output,
        boxed: options.boxed.then(|| bounds_of_object(future, signature)),
        mark,
    }))
}

/// The bounds of a type that a trait object can have: `Send`, `Sync` and a lifetime.
fn bounds_of_object(ty: &Type, signature: &Signature) -> Vec<TypeParamBound> {
    let is_one = |bound: &TypeParamBound| {
        let last = last_segment(bound);
        matches!(bound, TypeParamBound::Lifetime(_))
            || last.is_some_and(|last| last.ident == "Send" || last.ident == "Sync")
    };
    let bounds = sources::bounds(ty, &signature.generics).into_iter();
    let mut kept: Vec<TypeParamBound> = bounds
        .map(|bound| bound.declared)
        .filter(|bound| is_one(bound))
        .cloned()
        .collect();
    if !kept
        .iter()
        .any(|bound| matches!(bound, TypeParamBound::Lifetime(_)))
    {
        let lifetime = Lifetime::new("'_", spans::ends(ty)[0]);
        kept.push(TypeParamBound::Lifetime(lifetime));
    }
    kept
}

/// The bound that makes a type a future, and its index among all bounds of the type.
fn bound<'a>(ty: &'a Type, signature: &'a Signature) -> Option<(usize, &'a PathSegment)> {
    let bounds = sources::bounds(ty, &signature.generics);
    // A predicate with a `for<'a>` stays as it is.
    let mut bounds = bounds
        .iter()
        .filter(|bound| !bound.is_higher_ranked())
        .enumerate();
    bounds.find_map(|(index, bound)| Some((index, segment(bound.declared)?)))
}

/// Whether a future is inside a type of the language or of the standard library.
fn contains_future(ty: &Type, signature: &Signature) -> bool {
    let contains = |inside: &Type| contains_future(inside, signature);
    match ungrouped(ty) {
        Type::Reference(reference) => contains(&reference.elem),
        Type::Array(array) => contains(&array.elem),
        Type::Tuple(tuple) => tuple.elems.iter().any(contains),
        Type::TraitObject(object) => object.bounds.iter().any(|bound| segment(bound).is_some()),
        ty => match first_argument(ty, &["Box", "Option", "Pin", "Vec"]) {
            Some(inside) => contains(inside),
            None => bound(ty, signature).is_some(),
        },
    }
}

/// The `T` of a type such as `Vec<T>`, if it has one of these names.
fn first_argument<'a>(ty: &'a Type, names: &[&str]) -> Option<&'a Type> {
    let Type::Path(path) = ungrouped(ty) else {
        return None;
    };
    let last = path.path.segments.last()?;
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) if names.iter().any(|name| last.ident == name) => {
            match arguments.args.first()? {
                GenericArgument::Type(item) => Some(item),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Refuses a future that is a generic parameter of the `impl` or `trait` around the method.
pub(crate) fn check_not_of_block(ty: &Type, generics: &Generics) -> Result<()> {
    let bounds = sources::bounds(ty, generics);
    let is_future = bounds.iter().any(|bound| segment(bound.declared).is_some());
    match as_name(ty) {
        Some(name) if is_future => Err(refusals::future_of_block(ty, name)),
        _ => Ok(()),
    }
}

/// The last segment of the bound `Future` or `IntoFuture`.
fn segment(bound: &TypeParamBound) -> Option<&PathSegment> {
    last_segment(bound).filter(|last| last.ident == "Future" || last.ident == "IntoFuture")
}

/// The `Output = ..` of a bound.
fn output(segment: &PathSegment) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::AssocType(item) if item.ident == "Output" => Some(&item.ty),
        _ => None,
    })
}

/// Whether an output is for the caller to choose: an `impl Trait`, or a generic parameter of the function.
fn is_open(output: &Type, signature: &Signature) -> bool {
    let mut generics = signature.generics.type_params();
    matches!(ungrouped(output), Type::ImplTrait(_))
        || as_name(output).is_some_and(|name| generics.any(|generic| generic.ident == *name))
}

/// Refuses an output that the future can't have.
fn check_output(output: &Type, segment: &PathSegment, mark: Mark) -> Result<()> {
    if segment.ident == "IntoFuture" {
        return Err(refusals::into_future_with_output(output));
    }
    // Of other types, the body asserts it; a method without a body has no place for that.
    match mark {
        Mark::Join if is_no_result(output) => Err(refusals::join_without_future(output)),
        _ if is_no_result(output) => Err(refusals::output_of_no_task(output)),
        _ => anonymous::check_no_impl_trait(output),
    }
}

/// Whether a type is neither a `Result` nor `()`, as far as it is written.
fn is_no_result(ty: &Type) -> bool {
    match ungrouped(ty) {
        Type::Tuple(tuple) => !tuple.elems.is_empty(),
        Type::Array(_) | Type::Reference(_) | Type::FnPtr(_) | Type::Ptr(_) => true,
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let name = last.ident.to_string();
            let bits = name.strip_prefix(['i', 'u', 'f']);
            let is_number = bits.is_some_and(|bits| bits.parse::<u8>().is_ok());
            is_number || NO_RESULTS.contains(&name.as_str())
        }),
        _ => false,
    }
}

/// Checks that no other input is about the generic parameters that are the type of the future and of what gives it. They
/// stand for two types: the caller's, and the one that the body gets. If the output is open, another input may be about
/// `F::Output`, which is the same for both.
fn check_uses(
    generic: &Ident,
    index: usize,
    signature: &Signature,
    futures: &Futures,
    is_open: bool,
) -> Result<()> {
    let mut inputs = signature.inputs.iter().enumerate();
    let in_inputs = inputs.find_map(|(other, input)| {
        let mention = if is_open {
            mentions::of_whole_generic(input, generic)
        } else {
            mentions::of_generic(input, generic)
        };
        mention.filter(|_| other != index)
    });
    if let Some(mention) = in_inputs {
        return Err(refusals::source_used_again(mention, generic));
    }
    match futures {
        Futures::Drawn {
            generic: Some(source),
            ..
        } => sources::check_only_use(source, index, signature),
        Futures::One | Futures::Vec | Futures::Drawn { .. } => Ok(()),
    }
}

impl Declared<'_> {
    /// Its coercion; `shapes` names the new generic parameter, if one is needed.
    pub(crate) fn into_coercion(self, shapes: impl FnOnce() -> Shapes) -> Coercion {
        let mut assertions = Vec::new();
        let conversion = match self.output.cloned() {
            None => Conversion::IntoFuture,
            Some(output) => {
                let form = shapes().form(&output);
                if self.mark == Mark::Join {
                    assertions.push(Assertion::Joined(output.clone()));
                    Conversion::Join { output, form }
                } else {
                    assertions.push(Assertion::Output(output.clone()));
                    Conversion::InPlace { output, form }
                }
            }
        };
        let kind = CoercionKind::InPlace(InPlace {
            futures: self.futures,
            bound: self.bound,
            generic: self.generic.cloned(),
            conversion,
            boxed: self.boxed,
        });
        Coercion {
            kind,
            is_local: false,
            assertions,
        }
    }
}
