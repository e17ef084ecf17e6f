//! Could this function be a method? An attribute on a function does not see what stands around it.

use proc_macro2::{TokenStream, TokenTree};
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
    let body: TokenStream = head.pop().into_iter().collect();
    let mut declared = Vec::new();
    // What the body declares is not known in front of it.
    [head.into_iter().collect(), body].into_iter().any(|part| {
        collect_declared(TokenStream::clone(&part), &mut declared);
        uses_undeclared(part, &declared)
    })
}

/// The generic parameters that are known by one letter.
fn letters(generics: &Generics) -> Vec<u8> {
    let mut letters = Vec::new();
    for parameter in &generics.params {
        let name = match parameter {
            GenericParam::Lifetime(_) => continue,
            GenericParam::Type(ty) => &ty.ident,
            GenericParam::Const(constant) => &constant.ident,
        };
        if let [letter] = name.to_string().as_bytes() {
            letters.push(*letter);
        }
    }
    letters
}

/// Behind these words, a name is declared, and perhaps generic parameters.
const DECLARING: [&str; 8] = [
    "const", "enum", "fn", "static", "struct", "trait", "type", "union",
];

/// Collects what an item declares, its own generic parameters and all that is in its body.
fn collect_declared(tokens: TokenStream, declared: &mut Vec<String>) {
    let mut is_name = false; // the next word
    let mut opens_generics = false; // a `<` that comes now
    let mut angles = 0; // around a generic parameter
    let mut before = ' ';
    for token in tokens {
        let (mut is_name_next, mut opens_next, mut punct) = (false, false, ' ');
        match token {
            TokenTree::Group(group) => collect_declared(group.stream(), declared),
            TokenTree::Ident(word) => {
                let word = word.to_string();
                is_name_next = DECLARING.contains(&word.as_str());
                opens_next = is_name || word == "impl";
                if is_name && !is_name_next {
                    declared.push(word);
                }
            }
            TokenTree::Punct(token) => {
                punct = token.as_char();
                match punct {
                    '<' if opens_generics || angles > 0 => angles += 1,
                    '>' if angles > 0 && before != '-' => angles -= 1,
                    _ => {}
                }
                is_name_next = angles == 1 && matches!(punct, '<' | ',');
            }
            TokenTree::Literal(_) => {}
        }
        (is_name, opens_generics, before) = (is_name_next, opens_next, punct);
    }
}

fn uses_undeclared(tokens: TokenStream, declared: &[String]) -> bool {
    let mut colons = 0;
    tokens.into_iter().any(|token| {
        let is_in_path = colons == 2;
        colons = match &token {
            TokenTree::Punct(punct) if punct.as_char() == ':' => colons + 1,
            _ => 0,
        };
        match token {
            TokenTree::Group(group) => uses_undeclared(group.stream(), declared),
            TokenTree::Ident(name) if !is_in_path => {
                let name = name.to_string();
                name == "Self" || (is_one_capital(&name) && !declared.contains(&name))
            }
            _ => false,
        }
    })
}

/// Whether a name is taken for that of a generic parameter.
pub(crate) fn is_one_capital(name: &str) -> bool {
    matches!(name.as_bytes(), [letter] if letter.is_ascii_uppercase())
}
