//! Names for generated generic parameters and functions. Rust has no hygiene for these, so each name must be unused.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;

#[derive(Default)]
pub(crate) struct UnusedNames {
    /// The identifiers that an item uses, also in bodies, and the functions that were generated for it.
    used: BTreeSet<String>,
    /// The names that were generated for the current function.
    of_function: BTreeSet<String>,
}

impl UnusedNames {
    /// The names in an item.
    pub(crate) fn used_in(tokens: TokenStream) -> Self {
        let mut names = Self::default();
        collect(tokens, &mut names.used);
        names
    }

    /// Begins with another function, whose generic parameters do not clash with those of the functions before.
    pub(crate) fn begin_function(&mut self) {
        self.of_function.clear();
    }

    /// An unused name for a generic parameter. For `first_task` and the role `Form`, it is `FirstTaskForm`.
    pub(crate) fn generic(&mut self, argument: &Ident, role: &str, span: Span) -> Ident {
        self.unused(&format!("{}{role}", camel_case(argument)), span)
    }

    /// An unused name for the implementors of a trait.
    pub(crate) fn implementor(&mut self) -> Ident {
        self.unused("Implementor", Span::mixed_site())
    }

    /// An unused name for the function with the body of another function. For `submit`, it is `__submit_body`.
    pub(crate) fn body_of(&mut self, function: &Ident) -> Ident {
        let span = Span::mixed_site().located_at(function.span());
        let body = self.unused(&format!("__{}_body", function.unraw()), span);
        self.used.insert(body.to_string());
        body
    }

    /// An unused name for the variable that holds what a parameter is coerced to. For the second, it is `__task1`.
    pub(crate) fn variable(&mut self, index: usize) -> Ident {
        self.unused(&format!("__task{index}"), Span::mixed_site())
    }

    /// This name, or the name with the first number that makes it unused.
    fn unused(&mut self, wanted: &str, span: Span) -> Ident {
        let mut name = wanted.to_owned();
        let mut number = 1;
        while self.used.contains(&name) || !self.of_function.insert(name.clone()) {
            number += 1;
            name = format!("{wanted}{number}");
        }
        Ident::new(&name, span)
    }
}

/// The name in the case of types. An underscore in front stays: what follows it need not be a letter.
fn camel_case(name: &Ident) -> String {
    let name = name.unraw().to_string();
    let mut camel_case = String::new();
    if name.starts_with('_') {
        camel_case.push('_');
    }
    let mut begins_word = true;
    for letter in name.chars() {
        if letter == '_' {
            begins_word = true;
        } else if begins_word {
            camel_case.extend(letter.to_uppercase());
            begins_word = false;
        } else {
            camel_case.push(letter);
        }
    }
    camel_case
}

fn collect(tokens: TokenStream, used: &mut BTreeSet<String>) {
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
