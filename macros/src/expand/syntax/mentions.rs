//! Places where tokens or types mention a name.

use proc_macro2::{Ident, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt};
use syn::visit::{self, Visit};
use syn::{Path, PreciseCapture, ReturnType};

use super::spans;

/// Where an expression uses a variable. An identifier after `.` or `::` is a field or a path segment, not the variable.
pub(crate) fn of_variable(expression: TokenStream, name: &Ident) -> Option<Span> {
    find(expression, name, |before| {
        before.ends_with("::") || (before.ends_with('.') && !before.ends_with(".."))
    })
}

/// Where types or bounds name a generic parameter.
pub(crate) fn of_generic(types: &dyn ToTokens, name: &Ident) -> Option<Span> {
    find(types.to_token_stream(), name, |_| false)
}

/// Where types or bounds name a generic parameter itself, not one of its associated types such as `F::Output`.
pub(crate) fn of_whole_generic(types: &dyn ToTokens, name: &Ident) -> Option<Span> {
    let mut found = None;
    replace_whole(types.to_token_stream(), name, &mut |mention| {
        found.get_or_insert(mention.span());
        TokenStream::new()
    });
    found
}

/// Replaces a generic parameter itself in tokens. Its associated types and every `use<..>` stay.
pub(crate) fn replace_whole(
    tokens: TokenStream,
    name: &Ident,
    with: &mut dyn FnMut(&Ident) -> TokenStream,
) -> TokenStream {
    let mut replaced = TokenStream::new();
    let mut is_capture = false;
    let mut colons = 0;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        // A single colon stands between a parameter or a predicate and its type or bound.
        let begins_path = |next: &TokenTree| matches!(next, TokenTree::Punct(next) if next.as_char() == ':' && next.spacing() == Spacing::Joint);
        match &token {
            TokenTree::Ident(word) if word == "use" => is_capture = true,
            TokenTree::Punct(punct) if punct.as_char() == '>' => is_capture = false,
            _ => {}
        }
        let is_whole = !is_capture && colons < 2 && !tokens.peek().is_some_and(begins_path);
        colons = match &token {
            TokenTree::Punct(punct) if punct.as_char() == ':' => colons + 1,
            _ => 0,
        };
        match token {
            TokenTree::Ident(ident) if ident == *name && is_whole => replaced.extend(with(&ident)),
            TokenTree::Group(group) => {
                let inside = replace_whole(group.stream(), name, with);
                replaced.append(spans::refilled(&group, inside));
            }
            token => replaced.append(token),
        }
    }
    replaced
}

/// Finds a name in tokens. `is_another` says whether the punctuation before the name makes it a different name.
fn find(tokens: TokenStream, name: &Ident, is_another: fn(&str) -> bool) -> Option<Span> {
    let mut before = String::new();
    for token in tokens {
        let found = match &token {
            TokenTree::Ident(ident) if ident == name && !is_another(&before) => Some(ident.span()),
            TokenTree::Group(group) => find(group.stream(), name, is_another),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
        match token {
            TokenTree::Punct(punct) => before.push(punct.as_char()),
            _ => before.clear(),
        }
    }
    None
}

/// Where a result names a generic parameter. A `use<..>` does not count, since it has to list every one.
pub(crate) fn in_result(result: &ReturnType, name: &Ident) -> Option<Span> {
    let mut mention = InResult { name, found: None };
    mention.visit_return_type(result);
    mention.found
}

struct InResult<'a> {
    name: &'a Ident,
    found: Option<Span>,
}

impl Visit<'_> for InResult<'_> {
    fn visit_path(&mut self, path: &Path) {
        if let Some(first) = path.segments.first() {
            if first.ident == *self.name {
                self.found.get_or_insert(first.ident.span());
            }
        }
        visit::visit_path(self, path);
    }

    fn visit_precise_capture(&mut self, _: &PreciseCapture) {}
}

/// Whether tokens contain this word, at any depth.
pub(crate) fn contain(tokens: TokenStream, word: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == word,
        TokenTree::Group(group) => contain(group.stream(), word),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
