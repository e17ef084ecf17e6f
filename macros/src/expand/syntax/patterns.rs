//! The variables that a pattern binds.

use syn::visit::{self, Visit};
use syn::{Ident, Pat, PatIdent, PatOr, Token};

/// The pattern that binds a value to this name.
pub(crate) fn variable(ident: Ident, mutable: bool) -> Pat {
    Pat::Ident(PatIdent {
        attrs: Vec::new(),
        by_ref: None,
        mutability: mutable.then(|| Token![mut](ident.span())),
        ident,
        subpat: None,
    })
}

/// The name, if the pattern is only a name, with or without `mut`.
pub(crate) fn name(pattern: &Pat) -> Option<&Ident> {
    match pattern {
        Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => Some(&name.ident),
        _ => None,
    }
}

/// The variables in a pattern. A constant in a pattern looks like a variable and is among them.
pub(crate) fn variables(pattern: &Pat) -> Vec<&Ident> {
    let mut variables = Variables(Vec::new());
    variables.visit_pat(pattern);
    variables.0
}

struct Variables<'a>(Vec<&'a Ident>);

impl<'a> Visit<'a> for Variables<'a> {
    fn visit_pat_ident(&mut self, pattern: &'a PatIdent) {
        self.0.push(&pattern.ident);
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_pat_or(&mut self, pattern: &'a PatOr) {
        // All alternatives bind the same variables.
        if let Some(first) = pattern.cases.first() {
            self.visit_pat(first);
        }
    }
}
