//! Where does a type mention a task, and can the task there be coerced?

use syn::{Error, Result, Type};

use crate::components::components;

/// The names that make a parameter a task.
const TASKS: [&str; 3] = ["Task", "LocalTask", "JoinHandle"];

/// Whether a task is named anywhere in the type.
///
/// Nothing is changed: the walk over a type is written once, for `anonymous` too.
pub(crate) fn mentions_task(ty: &mut Type) -> bool {
    let named = match ty {
        Type::Path(ty) => ty
            .path
            .segments
            .iter()
            .any(|segment| TASKS.iter().any(|task| segment.ident == task)),
        _ => false,
    };
    named || components(ty).into_iter().any(mentions_task)
}

/// Refuses a type in which something is between the outside and the task that a coercion can't pass.
pub(crate) fn check_coercible(ty: &mut Type) -> Result<()> {
    match ty {
        Type::Reference(_) | Type::Ptr(_) => Err(Error::new_spanned(
            ty,
            "a task is coerced by value, not behind a reference: declare the parameter as `Task<T>`, \
             or leave it as it is with `#[awaitable(skip)]`",
        )),
        Type::ImplTrait(_) | Type::TraitObject(_) | Type::FnPtr(_) => Err(Error::new_spanned(
            ty,
            "a task inside an `impl`, `dyn` or `fn` type can't be coerced: declare the task or the \
             collection itself, such as `Vec<Task<T>>`, or leave the parameter as it is with \
             `#[awaitable(skip)]`",
        )),
        Type::Group(group) => check_coercible(&mut group.elem),
        Type::Paren(paren) => check_coercible(&mut paren.elem),
        ty => components(ty)
            .into_iter()
            .filter_map(|component| mentions_task(component).then(|| check_coercible(component)))
            .collect(),
    }
}
