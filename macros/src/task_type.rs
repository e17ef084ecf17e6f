//! Where does a type mention a task, and can the task there be coerced?

use syn::visit_mut::{self, VisitMut};
use syn::{Error, Result, Type, TypePath};

/// The names that make a parameter a task.
const TASKS: [&str; 3] = ["Task", "LocalTask", "JoinHandle"];

/// Whether a task is named anywhere in the type. Nothing is changed: the mutable visitor serves all who walk types here.
pub(crate) fn mentions_task(ty: &mut Type) -> bool {
    let mut mention = Mention { found: false };
    mention.visit_type_mut(ty);
    mention.found
}

struct Mention {
    found: bool,
}

impl VisitMut for Mention {
    fn visit_type_path_mut(&mut self, ty: &mut TypePath) {
        // `Self::Task` is whatever the implementation says.
        let is_projection = ty.qself.is_some() || ty.path.segments[0].ident == "Self";
        let is_task = ty
            .path
            .segments
            .iter()
            .any(|segment| TASKS.iter().any(|task| segment.ident == task));
        self.found |= is_task && !is_projection;
        visit_mut::visit_type_path_mut(self, ty);
    }
}

/// Refuses a type in which something is between the outside and the task that a coercion can't pass.
pub(crate) fn check_coercible(ty: &mut Type) -> Result<()> {
    let mut obstacle = Obstacle { error: None };
    obstacle.check(ty);
    obstacle.error.map_or(Ok(()), Err)
}

struct Obstacle {
    error: Option<Error>,
}

impl Obstacle {
    fn check(&mut self, ty: &mut Type) {
        let message = match ty {
            Type::Reference(_) | Type::Ptr(_) => {
                "a task is coerced by value, not behind a reference: declare the parameter as \
                 `Task<T>`, or leave it as it is with `#[awaitable(skip)]`"
            }
            Type::ImplTrait(_) | Type::TraitObject(_) | Type::FnPtr(_) => {
                "a task inside an `impl`, `dyn` or `fn` type can't be coerced: declare the task or \
                 the collection itself, such as `Vec<Task<T>>`, or leave the parameter as it is \
                 with `#[awaitable(skip)]`"
            }
            Type::Group(group) => return self.check(&mut group.elem),
            Type::Paren(paren) => return self.check(&mut paren.elem),
            _ => return visit_mut::visit_type_mut(self, ty),
        };
        self.error.get_or_insert(Error::new_spanned(ty, message));
    }
}

impl VisitMut for Obstacle {
    /// Comes by each part of the type; only what holds a task is in the way of one.
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if mentions_task(ty) {
            self.check(ty);
        }
    }
}
