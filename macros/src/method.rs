//! Could this function be a method? An attribute on a function does not see what stands around it.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::{GenericParam, Generics, Signature};

use crate::code::Code;
use crate::lifetimes;

/// Whether the function uses what only an enclosing `impl` or `trait` declares: `self` or `Self`, a lifetime, or a
/// generic parameter. The latter is known by its name of one letter alone, so this errs on the side of the method.
pub(crate) fn may_be_method(signature: &Signature, item: &TokenStream, code: &Code) -> bool {
    if signature.receiver().is_some() {
        return true;
    }
    if code.may_mention_lifetime() && lifetimes::uses_undeclared(signature, &Generics::default()) {
        return true;
    }
    if !code.may_mention_generic(&letters(&signature.generics)) {
        return false;
    }
    let mut head: Vec<_> = item.clone().into_iter().collect();
    let body = head.pop().map(TokenStream::from).unwrap_or_default();
    let mut declared = vec![signature.ident.to_string()];
    for parameter in &signature.generics.params {
        if let Some(name) = generic_name(parameter) {
            declared.push(name.to_string());
        }
    }
    if uses_undeclared(head.into_iter().collect(), &declared, &[]) {
        return true;
    }
    // What the body declares is not known in front of it.
    collect_declared(body.clone(), &mut declared);
    uses_undeclared(body, &declared, &CLOSED)
}

/// The generic parameters that are known by one letter.
fn letters(generics: &Generics) -> Vec<u8> {
    let mut letters = Vec::new();
    for name in generics.params.iter().filter_map(generic_name) {
        if let [letter] = name.to_string().as_bytes() {
            letters.push(*letter);
        }
    }
    letters
}

fn generic_name(parameter: &GenericParam) -> Option<&Ident> {
    match parameter {
        GenericParam::Lifetime(_) => None,
        GenericParam::Type(ty) => Some(&ty.ident),
        GenericParam::Const(constant) => Some(&constant.ident),
    }
}

/// Behind these words, an item gets its name.
const DECLARING: [&str; 8] = [
    "const", "enum", "fn", "static", "struct", "trait", "type", "union",
];

/// Collects the names of the items in a body.
fn collect_declared(tokens: TokenStream, declared: &mut Vec<String>) {
    let mut is_name = false;
    for token in tokens {
        let mut is_name_next = false;
        match token {
            TokenTree::Group(group) => collect_declared(group.stream(), declared),
            TokenTree::Ident(word) => {
                let word = word.to_string();
                is_name_next = DECLARING.contains(&word.as_str());
                if is_name && !is_name_next {
                    declared.push(word);
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        is_name = is_name_next;
    }
}

/// In a body, these begin an item in which nothing is known of the generic parameters around it.
const CLOSED: [&str; 6] = ["enum", "fn", "impl", "struct", "trait", "union"];

/// Outside of items that begin with one of the words in `closed`.
fn uses_undeclared(tokens: TokenStream, declared: &[String], closed: &[&str]) -> bool {
    let mut colons = 0;
    let mut tokens = tokens.into_iter().peekable();
    let mut is_closed = false;
    while let Some(token) = tokens.next() {
        let is_in_path = colons == 2;
        colons = match &token {
            TokenTree::Punct(punct) if punct.as_char() == ':' => colons + 1,
            _ => 0,
        };
        let uses = match token {
            TokenTree::Group(group) => {
                let uses = !is_closed && uses_undeclared(group.stream(), declared, closed);
                is_closed &= group.delimiter() != Delimiter::Brace;
                uses
            }
            TokenTree::Ident(name) if !is_in_path && !is_closed => {
                let name = name.to_string();
                // `fn(u8)` is a type, and `union` may be a variable.
                let is_named = matches!(tokens.peek(), Some(TokenTree::Ident(_)));
                is_closed = closed.contains(&name.as_str()) && (is_named || name == "impl");
                name == "Self" || (is_one_capital(&name) && !declared.contains(&name))
            }
            TokenTree::Punct(punct) => {
                is_closed &= punct.as_char() != ';';
                false
            }
            _ => false,
        };
        if uses {
            return true;
        }
    }
    false
}

/// Whether a name is taken for that of a generic parameter.
pub(crate) fn is_one_capital(name: &str) -> bool {
    matches!(name.as_bytes(), [letter] if letter.is_ascii_uppercase())
}
