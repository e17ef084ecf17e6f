//! Which names are free for generated generic parameters? Those have no hygiene in Rust, unlike variables.

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;

/// The identifiers that an item uses, and those that it is about to.
pub(crate) struct Names(HashSet<String>);

impl Names {
    pub(crate) fn used_in(item: TokenStream) -> Self {
        let mut used = HashSet::new();
        collect(item, &mut used);
        Self(used)
    }

    /// A name for a type that the item does not use: for `first_task` and `Form`, it is `__FirstTaskForm`.
    pub(crate) fn generic(&mut self, argument: &Ident, role: &str) -> Ident {
        let mut name = String::from("__");
        for word in argument.unraw().to_string().split('_') {
            let mut letters = word.chars();
            name.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            name.extend(letters);
        }
        self.unused(name + role)
    }

    /// A name for a lifetime that the item does not use: for `first_task` and `0`, it is `'__first_task0`.
    pub(crate) fn lifetime(&mut self, argument: &Ident, role: &str) -> Ident {
        self.unused(format!("__{}{role}", argument.unraw()))
    }

    fn unused(&mut self, mut name: String) -> Ident {
        while !self.0.insert(name.clone()) {
            name.push('_');
        }
        Ident::new(&name, Span::mixed_site())
    }
}

fn collect(tokens: TokenStream, used: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => collect(group.stream(), used),
            TokenTree::Ident(ident) => {
                used.insert(ident.unraw().to_string());
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
