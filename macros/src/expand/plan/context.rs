//! What the plans of all functions of an item share: the names in use, and the errors.

use syn::{Error, Generics};

use super::unused_names::UnusedNames;
use crate::expand::parse::{Item, ItemKind};

pub(crate) struct Context {
    pub(crate) names: UnusedNames,
    pub(crate) errors: Vec<Error>,
    /// The generic parameters of the `impl` or `trait` around the functions.
    pub(crate) generics: Generics,
    /// Why the last method that takes a task was left alone. This becomes the error if no method is rewritten.
    pub(crate) left_alone: Option<Error>,
}

impl Context {
    pub(crate) fn new(item: &Item) -> Self {
        let generics = match &item.kind {
            ItemKind::Impl(block) => block.header.generics.clone(),
            ItemKind::Trait(block) => block.header.generics.clone(),
            ItemKind::Function(_) | ItemKind::Other(_) => Generics::default(),
        };
        Self {
            names: UnusedNames::used_in(item.tokens.clone()),
            errors: Vec::new(),
            generics,
            left_alone: None,
        }
    }
}

/// What happens to a task that can't be coerced. A lifetime without a name, and a factory that lends, are errors in any
/// case.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Uncoercible {
    /// It is an error: the author put the attribute on this function.
    Refuse,
    /// It stays as it is: the attribute is on a whole `impl` or `trait`.
    LeaveAlone,
}
