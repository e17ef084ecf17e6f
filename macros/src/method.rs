//! Could this function be a method? An attribute on a function does not see what stands around it.

use std::collections::HashSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit_mut::{self, VisitMut};
use syn::{GenericParam, Lifetime, LifetimeParam, Signature};

/// Whether the function uses what only an enclosing `impl` or `trait` declares: `self` or `Self`, a lifetime, or a
/// generic parameter. The latter is known by its name of one letter alone, so this errs on the side of the method.
pub(crate) fn may_be_method(signature: &Signature, item: &TokenStream) -> bool {
    signature.receiver().is_some()
        || uses_foreign_lifetime(signature)
        || uses_foreign_generic(signature, item.clone())
}

fn uses_foreign_lifetime(signature: &Signature) -> bool {
    let mut lifetimes = Lifetimes::default();
    lifetimes.visit_signature_mut(&mut signature.clone());
    let Lifetimes { used, declared } = lifetimes;
    used.difference(&declared)
        .any(|name| name != "static" && name != "_")
}

#[derive(Default)]
struct Lifetimes {
    used: HashSet<String>,
    declared: HashSet<String>,
}

impl VisitMut for Lifetimes {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        self.used.insert(lifetime.ident.to_string());
    }

    fn visit_lifetime_param_mut(&mut self, parameter: &mut LifetimeParam) {
        self.declared.insert(parameter.lifetime.ident.to_string());
        visit_mut::visit_lifetime_param_mut(self, parameter);
    }
}

fn uses_foreign_generic(signature: &Signature, tokens: TokenStream) -> bool {
    let mut colons = 0;
    tokens.into_iter().any(|token| {
        let is_in_path = colons == 2;
        colons = match &token {
            TokenTree::Punct(punct) if punct.as_char() == ':' => colons + 1,
            _ => 0,
        };
        match token {
            TokenTree::Group(group) => uses_foreign_generic(signature, group.stream()),
            TokenTree::Ident(name) if !is_in_path => {
                let name = name.to_string();
                name == "Self" || (is_one_capital(&name) && !declares(signature, &name))
            }
            _ => false,
        }
    })
}

fn is_one_capital(name: &str) -> bool {
    name.len() == 1 && name.chars().all(|letter| letter.is_ascii_uppercase())
}

fn declares(signature: &Signature, name: &str) -> bool {
    signature
        .generics
        .params
        .iter()
        .any(|parameter| match parameter {
            GenericParam::Lifetime(_) => false,
            GenericParam::Type(ty) => ty.ident == name,
            GenericParam::Const(constant) => constant.ident == name,
        })
}
