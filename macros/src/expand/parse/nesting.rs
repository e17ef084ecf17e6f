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
    // The nesting in each list in `<..>` that is still open.
    let mut lists = Vec::new();
    let mut previous = [' '; 2];
    for token in tokens {
        let kind = kind(&token);
        match &token {
            TokenTree::Group(group) => {
                let is_block = kind == '{' && lists.is_empty();
                match braces.filter(|_| is_block || group.delimiter() == Delimiter::None) {
                    Some(0) if is_block => nesting = before, // a body
                    braces => {
                        nesting += LEVEL;
                        let braces = braces.map(|braces| braces - usize::from(is_block));
                        // syn does not parse the arguments of a macro.
                        let is_parsed = previous != ['a', '!'];
                        if is_parsed && nesting <= LIMIT {
                            let place = place_too_deep(group.stream(), nesting, braces);
                            if place.is_some() {
                                return place;
                            }
                        }
                    }
                }
            }
            // What follows is not inside of what precedes.
            _ if kind == ',' || kind == '#' => nesting = *lists.last().unwrap_or(&before),
            _ if kind == ';' => {
                lists.clear();
                nesting = before;
            }
            _ if kind == '<' => {
                nesting += LEVEL;
                lists.push(nesting);
            }
            _ if kind == '>' && previous[1] != '-' => nesting = lists.pop().unwrap_or(nesting),
            _ => nesting += if "&*!-".contains(kind) { LEVEL } else { 1 },
        }
        if nesting > LIMIT {
            return Some(token.span());
        }
        previous = [previous[1], kind];
    }
    None
}

/// The character of punctuation, `{` for braces, and `a` for a word.
fn kind(token: &TokenTree) -> char {
    match token {
        TokenTree::Punct(punct) => punct.as_char(),
        TokenTree::Ident(_) => 'a',
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => '{',
        TokenTree::Group(_) | TokenTree::Literal(_) => ' ',
    }
}
