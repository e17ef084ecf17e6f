//! Types that mention a task, and whether the task there can be coerced.

use syn::visit::{self, Visit};
use syn::{
    GenericArgument, Ident, Result, Type, TypeImplTrait, TypeParamBound, TypePath, TypeTuple,
};

use crate::expand::syntax::spans;
use crate::expand::syntax::types::{generic_arguments, ungrouped};

/// The names of types that are tasks.
const TASKS: [&str; 5] = [
    "Task",
    "LocalTask",
    "SharedTask",
    "JoinHandle",
    "AbortOnDropHandle",
];

/// The collections whose tasks the runtime crate can coerce. For some, callers pass the same kind of collection; the
/// number is the index of the generic argument with the tasks.
const COLLECTIONS: [(&str, Option<usize>); 4] = [
    ("Vec", None),
    ("Option", Some(0)),
    ("HashMap", Some(1)),
    ("BTreeMap", Some(1)),
];

/// The entry of [`COLLECTIONS`] with this name.
pub(crate) fn collection(name: &Ident) -> Option<(&'static str, Option<usize>)> {
    COLLECTIONS.into_iter().find(|(known, _)| name == known)
}

/// Whether types of this name are taken for tasks.
pub(crate) fn is_name_of_task(name: &Ident) -> bool {
    TASKS.iter().any(|task| name == task)
}

/// Whether a type mentions a task, at any depth.
pub(crate) fn mentions_task(ty: &Type) -> bool {
    !tasks_in(ty).is_empty()
}

/// The tasks that a type mentions, except those in the output of a task.
pub(crate) fn tasks_in(ty: &Type) -> Vec<&TypePath> {
    let mut tasks = Tasks(Vec::new());
    tasks.visit_type(ty);
    tasks.0
}

struct Tasks<'a>(Vec<&'a TypePath>);

impl<'a> Visit<'a> for Tasks<'a> {
    fn visit_type_path(&mut self, ty: &'a TypePath) {
        if is_task(ty) {
            self.0.push(ty);
        } else {
            visit::visit_type_path(self, ty);
        }
    }
}

/// Whether a type is taken for a task: it has the name of one and a single argument, which is a type.
///
/// It is not one if its path goes through `thread`, as `std::thread::JoinHandle<T>` does, or if it is an associated
/// type, such as `Self::Task<T>`.
fn is_task(ty: &TypePath) -> bool {
    let segments = &ty.path.segments;
    let is_associated =
        ty.qself.is_some() || (segments.len() > 1 && starts_with_capital(&segments[0].ident));
    let Some(last) = segments.last() else {
        return false;
    };
    let mut arguments = generic_arguments(&last.arguments);
    let has_one_type = matches!(
        (arguments.next(), arguments.next()),
        (Some(GenericArgument::Type(_)), None)
    );
    is_name_of_task(&last.ident)
        && has_one_type
        && !is_associated
        && !segments.iter().any(|segment| segment.ident == "thread")
}

fn starts_with_capital(name: &Ident) -> bool {
    name.to_string().starts_with(char::is_uppercase)
}

/// Refuses a task where it can't be coerced. With `marked`, the parameter has `#[awaitable]`, and types that are not
/// known here are trusted.
pub(crate) fn check_coercible(ty: &Type, marked: bool) -> Result<()> {
    let ty = ungrouped(ty);
    let is_task = matches!(ty, Type::Path(path) if is_task(path));
    if is_task || !mentions_task(ty) {
        return Ok(());
    }
    match ty {
        Type::Reference(_) | Type::Ptr(_) => Err(spans::error(
            ty,
            "a task is coerced by value, not behind a reference: declare the parameter as \
             `Task<T>`, or leave it as it is with `#[awaitable(skip)]`",
        )),
        Type::ImplTrait(ty) if is_awaitable(ty) => Err(spans::error(
            ty,
            "this parameter accepts every form already: declare it as `Task<T>`, or leave it as it is with \
             `#[awaitable(skip)]`; if the attribute on the whole `impl` or `trait` has rewritten it, write the \
             method's own attribute as `#[accepts_awaitable(..)]`, not under another name and not inside a \
             `#[cfg_attr]`",
        )),
        Type::ImplTrait(_) | Type::TraitObject(_) | Type::FnPtr(_) => Err(spans::error(
            ty,
            "a task inside this `impl`, `dyn` or `fn` type can't be coerced: declare a task, a collection such as \
             `Vec<Task<T>>`, or an `impl Fn() -> Task<T>`, or leave the parameter as it is with `#[awaitable(skip)]`",
        )),
        Type::Array(array) => check_coercible(&array.elem, marked),
        Type::Tuple(tuple) => check_tuple(tuple, marked),
        Type::Path(path) => check_path(path, marked),
        _ => Ok(()),
    }
}

/// Whether a type is that of a parameter which an earlier expansion has coerced.
fn is_awaitable(ty: &TypeImplTrait) -> bool {
    ty.bounds.iter().any(|bound| match bound {
        TypeParamBound::Trait(bound) => {
            let last = bound.path.segments.last();
            last.is_some_and(|last| last.ident == "Awaitable")
        }
        _ => false,
    })
}

fn check_tuple(tuple: &TypeTuple, marked: bool) -> Result<()> {
    for ty in &tuple.elems {
        if !marked && !mentions_task(ty) {
            return Err(spans::error(
                ty,
                "in a tuple of tasks, this part can't be coerced: declare it as a parameter of its own, or leave the \
                 tuple as it is with `#[awaitable(skip)]`",
            ));
        }
    }
    tuple
        .elems
        .iter()
        .try_for_each(|ty| check_coercible(ty, marked))
}

fn check_path(ty: &TypePath, marked: bool) -> Result<()> {
    let Some(last) = ty.path.segments.last() else {
        return Ok(());
    };
    if !marked && collection(&last.ident).is_none() {
        let name = &last.ident;
        let message = format!(
            "a task inside `{name}` can't be coerced: declare a task, a `Vec`, an `Option`, an array, a tuple or a \
             map of tasks; leave the parameter as it is with `#[awaitable(skip)]`; or mark it with `#[awaitable]` if \
             you implement `Awaitable` for it"
        );
        return Err(spans::error(ty, &message));
    }
    for argument in generic_arguments(&last.arguments) {
        if let GenericArgument::Type(ty) = argument {
            check_coercible(ty, marked)?;
        }
    }
    Ok(())
}
