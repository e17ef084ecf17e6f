//! Where do tokens mention a name?

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;

/// Where an expression uses a variable, which no field, method or part of a path is.
pub(crate) fn of_variable(expression: TokenStream, name: &Ident) -> Option<Span> {
    find(expression, name, &['.', ':'])
}

/// Where types or bounds name a generic parameter.
pub(crate) fn of_generic(types: &dyn ToTokens, name: &Ident) -> Option<Span> {
    find(types.to_token_stream(), name, &[])
}

/// Behind some characters, the name is another one's.
fn find(tokens: TokenStream, name: &Ident, not_behind: &[char]) -> Option<Span> {
    let mut is_anothers = false;
    for token in tokens {
        let found = match &token {
            TokenTree::Ident(ident) if ident == name && !is_anothers => Some(ident.span()),
            TokenTree::Group(group) => find(group.stream(), name, not_behind),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
        is_anothers = match token {
            TokenTree::Punct(punct) => not_behind.contains(&punct.as_char()),
            _ => false,
        };
    }
    None
}
