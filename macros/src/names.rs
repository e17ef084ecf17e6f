//! Which names are free for generated generic parameters? Those have no hygiene in Rust, unlike variables.

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;

/// The identifiers that an item uses.
pub(crate) struct Names(HashSet<String>);

impl Names {
    pub(crate) fn used_in(item: TokenStream) -> Self {
        let mut used = HashSet::new();
        collect(item, &mut used);
        Self(used)
    }

    /// A name that the item does not use: for `first_task` and `Form`, it is `__FirstTaskForm`.
    pub(crate) fn generic(&self, argument: &Ident, role: &str) -> Ident {
        let mut name = String::from("__");
        for word in argument.unraw().to_string().split('_') {
            let mut letters = word.chars();
            name.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            name.extend(letters);
        }
        name.push_str(role);
        while self.0.contains(&name) {
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
                used.insert(ident.to_string());
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
