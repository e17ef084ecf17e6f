//! Changes of single tokens, at any depth. A group is a token, and the tokens inside the group are changed too.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A change of an item.
pub struct Mutation {
    kind: u8,
    /// The index of the token that is changed.
    at: usize,
    /// The index of the token that replaces it.
    from: usize,
}

impl Mutation {
    /// The change that five bytes encode.
    pub fn of(bytes: &[u8]) -> Self {
        let index = |bytes: &[u8]| usize::from(u16::from_le_bytes([bytes[0], bytes[1]]));
        Self {
            kind: bytes[0],
            at: index(&bytes[1..3]),
            from: index(&bytes[3..5]),
        }
    }

    /// Applies the change to an item. Some changes take a token from the other item.
    pub fn apply(&self, item: TokenStream, other: &TokenStream) -> TokenStream {
        let own = all(&item);
        let Some(at) = self.at.checked_rem(own.len()) else {
            return item;
        };
        let taken =
            |tokens: &[TokenTree]| tokens.get(self.from.checked_rem(tokens.len())?).cloned();
        let foreign = || taken(&all(other));
        let in_group = |delimiter, token: TokenTree| Group::new(delimiter, token.into()).into();
        let with = |token: TokenTree| -> Vec<TokenTree> {
            match self.kind % 9 {
                0 => vec![],
                1 => vec![token.clone(), token],
                2 => taken(&own).into_iter().collect(),
                3 => foreign().into_iter().collect(),
                4 => taken(&own).into_iter().chain([token]).collect(),
                5 => foreign().into_iter().chain([token]).collect(),
                6 => match token {
                    // A macro's fragment is never a single punctuation mark, so an invisible group never holds only
                    // one.
                    TokenTree::Punct(_) => vec![token],
                    token => vec![in_group(Delimiter::None, token)],
                },
                7 => vec![in_group(Delimiter::Parenthesis, token)],
                _ => match token {
                    TokenTree::Group(group) => group.stream().into_iter().collect(),
                    token => vec![token],
                },
            }
        };
        edit(item, at, &mut 0, &with)
    }
}

/// All tokens. A group comes before the tokens in it.
fn all(tokens: &TokenStream) -> Vec<TokenTree> {
    let mut list = Vec::new();
    for token in tokens.clone() {
        let inside = match &token {
            TokenTree::Group(group) => all(&group.stream()),
            _ => Vec::new(),
        };
        list.push(token);
        list.extend(inside);
    }
    list
}

/// Replaces the token at this index. `index` is the index of the first of these tokens.
fn edit(
    tokens: TokenStream,
    at: usize,
    index: &mut usize,
    with: &dyn Fn(TokenTree) -> Vec<TokenTree>,
) -> TokenStream {
    let mut edited = TokenStream::new();
    for token in tokens {
        let is_here = *index == at;
        *index += 1;
        match token {
            token if is_here => edited.extend(with(token)),
            TokenTree::Group(group) => {
                let inside = edit(group.stream(), at, index, with);
                edited.extend([TokenTree::from(Group::new(group.delimiter(), inside))]);
            }
            token => edited.extend([token]),
        }
    }
    edited
}
