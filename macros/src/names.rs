//! Which names are free for generated generic parameters? Those have no hygiene in Rust, unlike variables.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;

/// The identifiers like ours that an item uses, and those that it is about to.
pub(crate) struct Names(Vec<String>);

impl Names {
    /// The names in an item; those in braces only to this depth, for a body is a function of its own.
    pub(crate) fn used_in(tokens: TokenStream, braces: usize) -> Self {
        let mut used = Vec::new();
        collect(tokens, braces, &mut used);
        Self(used)
    }

    /// A name for a type that the item does not use: for `first_task` and `Form`, it is `__FirstTaskForm`.
    pub(crate) fn generic(&mut self, argument: &Ident, role: &str) -> Ident {
        self.unused(format!("__{}{role}", camel_case(argument)))
    }

    /// How names for types begin of which the item uses none: for `first_task`, it is `__FirstTask`.
    pub(crate) fn prefix(&mut self, argument: &Ident) -> String {
        let mut prefix = format!("__{}", camel_case(argument));
        while self.0.iter().any(|name| name.starts_with(&prefix)) {
            prefix.insert(0, '_');
        }
        self.0.push(prefix.clone());
        prefix
    }

    /// A name for the function that holds a function's body: for `submit`, it is `__submit_body`.
    pub(crate) fn body_of(&mut self, function: &Ident) -> Ident {
        self.function(function, "body")
    }

    /// A name for a function beside another one: for `submit` and `names`, it is `__submit_names`.
    pub(crate) fn function(&mut self, author: &Ident, role: &str) -> Ident {
        let mut name = self.unused(format!("__{}_{role}", author.unraw()));
        name.set_span(name.span().located_at(author.span()));
        name
    }

    /// A name for a trait that has this method alone: for `__submit_body`, it is `__SubmitBody`.
    pub(crate) fn trait_of(&mut self, method: &Ident) -> Ident {
        self.unused(format!("__{}", camel_case(method)))
    }

    /// A name for a lifetime that the item does not use: for `first_task`, it is `'_first_task`. Messages show it where
    /// the author has left it out.
    pub(crate) fn lifetime(&mut self, argument: &Ident, number: &str) -> Ident {
        self.unused(format!("_{}{number}", argument.unraw()))
    }

    fn unused(&mut self, mut name: String) -> Ident {
        while self.0.contains(&name) {
            name.push('_');
        }
        let ident = Ident::new(&name, Span::mixed_site());
        self.0.push(name);
        ident
    }
}

/// What tells a name from those like it: nothing for the first.
pub(crate) fn number(index: usize) -> String {
    match index {
        0 => String::new(),
        index => index.to_string(),
    }
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

fn collect(tokens: TokenStream, braces: usize, used: &mut Vec<String>) {
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
                    used.push(name.to_owned());
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
