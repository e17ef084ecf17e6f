//! Names for generated generic parameters and functions. Rust has no hygiene for these, so each name must be unused.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;

#[derive(Default)]
pub(crate) struct UnusedNames {
    /// The identifiers with a leading underscore that an item uses, and the functions that were generated for it.
    used: BTreeSet<String>,
    /// What begins the names of the generic parameters that were generated for the current function.
    prefixes: BTreeSet<String>,
}

impl UnusedNames {
    /// The names in an item. Braces are looked into to this depth only: a name in a body does not clash.
    pub(crate) fn used_in(tokens: TokenStream, braces: usize) -> Self {
        let mut names = Self::default();
        collect(tokens, braces, &mut names.used);
        names
    }

    /// Begins with another function, whose generic parameters do not clash with those of the functions before.
    pub(crate) fn begin_function(&mut self) {
        self.prefixes.clear();
    }

    /// An unused beginning for the names of types. For `first_task`, it is `__FirstTask`.
    pub(crate) fn prefix(&mut self, argument: &Ident) -> String {
        let mut prefix = format!("__{}", camel_case(argument));
        while begins_any(&self.used, &prefix) || begins_any(&self.prefixes, &prefix) {
            prefix.insert(0, '_');
        }
        self.prefixes.insert(prefix.clone());
        prefix
    }

    /// An unused name for the function with the body of another function. For `submit`, it is `__submit_body`.
    pub(crate) fn body_of(&mut self, function: &Ident) -> Ident {
        let mut name = self.unused(format!("__{}_body", function.unraw()));
        self.used.insert(name.to_string());
        name.set_span(name.span().located_at(function.span()));
        name
    }

    /// An unused name for the variable that holds what a parameter is coerced to. For the second, it is `__task1`.
    pub(crate) fn variable(&self, index: usize) -> Ident {
        self.unused(format!("__task{index}"))
    }

    fn unused(&self, mut name: String) -> Ident {
        while self.used.contains(&name) {
            name.push('_');
        }
        Ident::new(&name, Span::mixed_site())
    }
}

fn begins_any(names: &BTreeSet<String>, prefix: &String) -> bool {
    let first = names.range::<String, _>(prefix..).next();
    first.is_some_and(|name| name.starts_with(prefix))
}

fn camel_case(name: &Ident) -> String {
    let mut camel_case = String::new();
    let mut begins_word = true;
    for letter in name.unraw().to_string().chars() {
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

fn collect(tokens: TokenStream, braces: usize, used: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                if let Some(braces) = braces.checked_sub(1) {
                    collect(group.stream(), braces, used);
                }
            }
            TokenTree::Group(group) => collect(group.stream(), braces, used),
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                let name = name.strip_prefix("r#").unwrap_or(&name);
                if name.starts_with('_') {
                    used.insert(name.to_owned());
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
