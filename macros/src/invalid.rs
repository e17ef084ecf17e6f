//! Which mistakes does rustc explain itself, provided that the signature is there only once?

use std::collections::HashSet;

use syn::visit_mut::{self, VisitMut};
use syn::{FnArg, Generics, PatIdent, PatOr, Signature};

use crate::attributes;

use crate::lifetimes::{self, Elided};

/// Whether rustc will refuse the lifetimes of this signature, so that its body had better stay where it is. `enclosing`
/// are the generic parameters of the `impl` or `trait` around it, where they are known.
pub(crate) fn is_invalid(signature: &Signature, enclosing: Option<&Generics>) -> bool {
    lifetimes::elided_in_result(signature) == Elided::Missing
        || enclosing.is_some_and(|enclosing| {
            let declared = lifetimes::declared(enclosing);
            !lifetimes::undeclared(signature).is_subset(&declared)
        })
}

/// Whether two parameters have the same name, which a body that stays would not show.
pub(crate) fn binds_twice(signature: &Signature) -> bool {
    let mut bindings = Bindings::default();
    for input in &mut signature.inputs.clone() {
        // One that is there on a condition may be the other's alternative.
        let mut attributes = match input {
            FnArg::Receiver(receiver) => receiver.attrs.iter(),
            FnArg::Typed(parameter) => parameter.attrs.iter(),
        };
        if !attributes.any(attributes::is_condition) {
            bindings.visit_fn_arg_mut(input);
        }
    }
    bindings.any_twice
}

#[derive(Default)]
struct Bindings {
    names: HashSet<String>,
    any_twice: bool,
}

impl VisitMut for Bindings {
    fn visit_pat_ident_mut(&mut self, binding: &mut PatIdent) {
        let name = binding.ident.to_string();
        // Otherwise it is a constant.
        if name.starts_with(|first: char| !first.is_uppercase()) {
            self.any_twice |= !self.names.insert(name);
        }
        visit_mut::visit_pat_ident_mut(self, binding);
    }

    /// All alternatives bind the same names.
    fn visit_pat_or_mut(&mut self, alternatives: &mut PatOr) {
        if let Some(first) = alternatives.cases.first_mut() {
            self.visit_pat_mut(first);
        }
    }
}
