//! A limit for the nesting of signatures. syn parses them by recursion, which takes more of the stack for each level than
//! rustc's parser, and a stack overflow would end the compiler without a message.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::{Error, Result};

/// A hundred generic arguments inside each other are within it. For those, syn needs half of the stack that rustc has.
const LIMIT: usize = 512;
/// What is added by a token that begins another level of types. Other tokens count as 1, since operators in an expression
/// are nested too, but take less of the stack.
const LEVEL: usize = 4;

/// Refuses an item with a signature that is nested too deeply, or such options. The bodies of an item's functions are
/// behind so many braces, and are not looked into.
pub(crate) fn check(tokens: TokenStream, braces: Option<usize>) -> Result<()> {
    place_too_deep(tokens, 0, braces).map_or(Ok(()), |place| {
        let message = "this is nested too deeply for `#[accepts_awaitable]`: give a part of the type a name, such as `type \
                       Inner = ..`";
        Err(Error::new(place, message))
    })
}

fn place_too_deep(tokens: TokenStream, before: usize, braces: Option<usize>) -> Option<Span> {
    let mut nesting = before;
    // Where each list in `<..>` begins that is still open.
    let mut lists = Vec::new();
    let mut previous = [' '; 2];
    for token in tokens {
        let mut kind = ' ';
        match &token {
            TokenTree::Group(group) => {
                let braces = match group.delimiter() {
                    Delimiter::None => braces,
                    Delimiter::Brace if lists.is_empty() => match braces {
                        Some(0) => {
                            nesting = before; // a body ends a function
                            continue;
                        }
                        braces => braces.map(|braces| braces - 1),
                    },
                    _ => None,
                };
                nesting += LEVEL;
                // syn does not parse what is in a macro's parentheses.
                if previous != ['a', '!'] {
                    let place = place_too_deep(group.stream(), nesting, braces);
                    if place.is_some() {
                        return place;
                    }
                }
            }
            TokenTree::Punct(punct) => {
                kind = punct.as_char();
                match kind {
                    ';' => {
                        lists.clear();
                        nesting = before;
                    }
                    // What follows is not inside of what precedes.
                    ',' | '#' => nesting = lists.last().copied().unwrap_or(before),
                    '<' => {
                        nesting += LEVEL;
                        lists.push(nesting);
                    }
                    '>' if previous[1] != '-' => nesting = lists.pop().unwrap_or(nesting),
                    '&' | '*' | '!' | '-' => nesting += LEVEL,
                    _ => nesting += 1,
                }
            }
            TokenTree::Ident(_) => {
                kind = 'a';
                nesting += 1;
            }
            TokenTree::Literal(_) => nesting += 1,
        }
        previous = [previous[1], kind];
        if nesting > LIMIT {
            return Some(token.span());
        }
    }
    None
}
