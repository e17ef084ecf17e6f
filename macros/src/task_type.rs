//! Where does a type mention a task, and can the task there be coerced?

use syn::{
    GenericArgument, Ident, PathArguments, Result, Type, TypeImplTrait, TypeParamBound, TypePath,
    TypeTuple,
};

use crate::place;
use crate::walk::{Part, Then, Walk};

/// The names that make a parameter a task.
pub(crate) const TASKS: [&str; 4] = ["Task", "LocalTask", "SharedTask", "JoinHandle"];

/// What the runtime can go through to the tasks inside.
const COLLECTIONS: [&str; 4] = ["Vec", "Option", "HashMap", "BTreeMap"];

/// Whether a task is named anywhere in the type. Nothing is changed: the walk serves those who change something, too.
pub(crate) fn mentions_task(ty: &mut Type) -> bool {
    let mut found = false;
    Walk(&mut |part| {
        found |= matches!(part, Part::Type(Type::Path(ty)) if names_task(ty));
        Then::Inside
    })
    .ty(ty);
    found
}

fn names_task(ty: &TypePath) -> bool {
    let segments = &ty.path.segments;
    let is_task = segments.iter().any(|segment| is_task_name(&segment.ident));
    // `Self::Task` and `S::Task` are whatever an implementation says. What a module's name is in front of is a type.
    let is_projection = || segments.len() > 1 && begins_with_capital(&segments[0].ident);
    is_task && ty.qself.is_none() && !is_projection()
}

pub(crate) fn is_task_name(name: &Ident) -> bool {
    is_one_of(name, &TASKS)
}

fn begins_with_capital(name: &Ident) -> bool {
    name.to_string().starts_with(char::is_uppercase)
}

fn is_one_of(name: &Ident, names: &[&str]) -> bool {
    names.contains(&name.to_string().as_str())
}

/// Refuses a type that mentions a task and that nothing can become. With `marked`, the author says of the types that
/// are not known here that something can.
pub(crate) fn check_coercible(ty: &mut Type, marked: bool) -> Result<()> {
    let is_task = matches!(ty, Type::Path(path) if is_task(path));
    if is_task || !mentions_task(ty) {
        return Ok(());
    }
    match ty {
        Type::Reference(_) | Type::Ptr(_) => Err(place::error(
            ty,
            "a task is coerced by value, not behind a reference: declare the parameter as \
             `Task<T>`, or leave it as it is with `#[awaitable(skip)]`",
        )),
        Type::ImplTrait(ty) if is_awaitable(ty) => Err(place::error(
            ty,
            "every form is accepted already: declare the parameter as `Task<T>`, or leave it as it is with \
             `#[awaitable(skip)]`; if the attribute on the whole `impl` or `trait` has made it so, write the one on this \
             method as `#[accepts_awaitable(..)]`, under that name and on no condition",
        )),
        Type::ImplTrait(_) | Type::TraitObject(_) | Type::FnPtr(_) => Err(place::error(
            ty,
            "a task inside this `impl`, `dyn` or `fn` type can't be coerced: declare a task, a collection such as \
             `Vec<Task<T>>`, or an `impl Fn() -> Task<T>`, or leave the parameter as it is with `#[awaitable(skip)]`",
        )),
        Type::Group(group) => check_coercible(&mut group.elem, marked),
        Type::Paren(paren) => check_coercible(&mut paren.elem, marked),
        Type::Array(array) => check_coercible(&mut array.elem, marked),
        Type::Tuple(tuple) => check_tuple(tuple, marked),
        Type::Path(path) => check_path(path, marked),
        _ => Ok(()),
    }
}

/// Whether it is what a rewritten parameter has become.
fn is_awaitable(ty: &TypeImplTrait) -> bool {
    ty.bounds.iter().any(|bound| match bound {
        TypeParamBound::Trait(bound) => {
            let last = bound.path.segments.last();
            last.is_some_and(|last| last.ident == "Awaitable")
        }
        _ => false,
    })
}

fn is_task(ty: &TypePath) -> bool {
    let last = ty.path.segments.last();
    last.is_some_and(|last| is_task_name(&last.ident))
}

fn check_tuple(tuple: &mut TypeTuple, marked: bool) -> Result<()> {
    for ty in tuple.elems.pairs_mut() {
        let ty = ty.into_value();
        if !marked && !mentions_task(ty) {
            return Err(place::error(
                ty,
                "in a tuple of tasks, this part can't be coerced: declare it as a parameter of its own, or leave the \
                 tuple as it is with `#[awaitable(skip)]`",
            ));
        }
    }
    for ty in tuple.elems.pairs_mut() {
        check_coercible(ty.into_value(), marked)?;
    }
    Ok(())
}

fn check_path(ty: &mut TypePath, marked: bool) -> Result<()> {
    let Some(last) = ty.path.segments.last_mut() else {
        return Ok(());
    };
    if !marked && !is_one_of(&last.ident, &COLLECTIONS) {
        let name = &last.ident;
        let message = format!(
            "no task can be coerced inside `{name}`: declare a task, a `Vec`, an `Option`, an array, a tuple or a map of \
             tasks; or mark the parameter, with `#[awaitable(skip)]` to leave it as it is, with `#[awaitable]` if you \
             implement `Awaitable` for it"
        );
        return Err(place::error(ty, &message));
    }
    let PathArguments::AngleBracketed(arguments) = &mut last.arguments else {
        return Ok(());
    };
    for argument in arguments.args.pairs_mut() {
        if let GenericArgument::Type(ty) = argument.into_value() {
            check_coercible(ty, marked)?;
        }
    }
    Ok(())
}
