//! Could this function be a method? An attribute on a function does not see what stands around it.

use proc_macro2::{TokenStream, TokenTree};
use syn::{GenericParam, Generics, Signature};

use crate::lifetimes;

/// Whether the function uses what only an enclosing `impl` or `trait` declares: `self` or `Self`, a lifetime, or a
/// generic parameter. The latter is known by its name of one letter alone, so this errs on the side of the method.
pub(crate) fn may_be_method(signature: &Signature, item: &TokenStream) -> bool {
    if signature.receiver().is_some() {
        return true;
    }
    // rustc writes the text in less time than a macro takes to walk through a body.
    let text = item.to_string();
    (text.contains('\'') && lifetimes::uses_undeclared(signature, &Generics::default()))
        || (may_mention_generic(&text) && uses_foreign_generic(signature, item.clone()))
}

/// Whether the text has a `Self` or a capital that stands alone.
fn may_mention_generic(text: &str) -> bool {
    let is_in_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let mut before = b' ';
    let mut text = text.as_bytes();
    while let [letter, rest @ ..] = text {
        #[expect(clippy::manual_is_ascii_check)] // it would be called for each byte of a body
        if matches!(letter, b'A'..=b'Z') {
            let begins = !is_in_word(before);
            let ends = !rest.first().is_some_and(|after| is_in_word(*after));
            if (begins && ends) || text.starts_with(b"Self") {
                return true;
            }
        }
        (before, text) = (*letter, rest);
    }
    false
}

fn uses_foreign_generic(signature: &Signature, tokens: TokenStream) -> bool {
    let mut colons = 0;
    tokens.into_iter().any(|token| {
        let is_in_path = colons == 2;
        colons = match &token {
            TokenTree::Punct(punct) if punct.as_char() == ':' => colons + 1,
            _ => 0,
        };
        match token {
            TokenTree::Group(group) => uses_foreign_generic(signature, group.stream()),
            TokenTree::Ident(name) if !is_in_path => {
                let name = name.to_string();
                name == "Self" || (is_one_capital(&name) && !declares(signature, &name))
            }
            _ => false,
        }
    })
}

fn is_one_capital(name: &str) -> bool {
    matches!(name.as_bytes(), [letter] if letter.is_ascii_uppercase())
}

fn declares(signature: &Signature, name: &str) -> bool {
    signature
        .generics
        .params
        .iter()
        .any(|parameter| match parameter {
            GenericParam::Lifetime(_) => false,
            GenericParam::Type(ty) => ty.ident == name,
            GenericParam::Const(constant) => constant.ident == name,
        })
}
