//! Which lifetimes does a signature use, name and leave out?

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt};
use syn::{FnArg, Generics, Ident, Lifetime, ReceiverKind, Signature, Type};

use crate::walk::{Part, Then, Walk};

/// Types that are known to hide no lifetime.
const WITHOUT_LIFETIME: [&str; 31] = [
    "Task",
    "LocalTask",
    "SharedTask",
    "JoinHandle",
    "Vec",
    "Option",
    "HashMap",
    "HashSet",
    "BTreeMap",
    "BTreeSet",
    "String",
    "Box",
    "Arc",
    "Rc",
    "bool",
    "char",
    "str",
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
    "usize",
    "i8",
    "i16",
    "i32",
    "i64",
    "i128",
    "isize",
    "f32",
    "f64",
];

/// Whether a signature uses a lifetime that neither it declares nor what is around it.
pub(crate) fn uses_undeclared(signature: &Signature, enclosing: &Generics) -> bool {
    let used = Used::by(signature);
    let is_declared = |name| {
        used.higher_ranked.contains(name)
            || declares(&signature.generics, name)
            || declares(enclosing, name)
    };
    used.names
        .iter()
        .any(|name| name != "static" && name != "_" && !is_declared(name))
}

/// The names of lifetimes in a signature, and which of them a `for<'a>` declares.
#[derive(Default)]
struct Used {
    names: Vec<Ident>,
    higher_ranked: Vec<Ident>,
}

impl Used {
    fn by(signature: &Signature) -> Self {
        let mut used = Self::default();
        used.collect(signature.to_token_stream());
        used
    }

    fn collect(&mut self, tokens: TokenStream) {
        let mut is_declared = false;
        let mut tokens = tokens.into_iter();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(word) if word == "for" => is_declared = true,
                TokenTree::Punct(punct) if punct.as_char() == '>' => is_declared = false,
                TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                    if let Some(TokenTree::Ident(name)) = tokens.next() {
                        if is_declared {
                            self.higher_ranked.push(name.clone());
                        }
                        self.names.push(name);
                    }
                }
                TokenTree::Group(group) => self.collect(group.stream()),
                _ => {}
            }
        }
    }
}

/// Whether it is the lifetime of a generic parameter.
fn declares(generics: &Generics, name: &Ident) -> bool {
    generics
        .lifetimes()
        .any(|parameter| parameter.lifetime.ident == *name)
}

/// Leaves the lifetimes of a `for<'a>` in the signature without a name, since there is none for them in a closure.
pub(crate) fn elide_higher_ranked(signature: &Signature, types: &mut [TokenStream]) {
    let used = Used::by(signature);
    if used.higher_ranked.is_empty() {
        return;
    }
    for ty in types {
        *ty = elide(ty.clone(), &used.higher_ranked);
    }
}

fn elide(tokens: TokenStream, lifetimes: &[Ident]) -> TokenStream {
    let mut elided = TokenStream::new();
    let mut is_lifetime = false;
    for mut token in tokens {
        match &mut token {
            TokenTree::Ident(name) if is_lifetime && lifetimes.contains(name) => {
                *name = Ident::new("_", name.span());
            }
            TokenTree::Group(group) => {
                let mut inside = Group::new(group.delimiter(), elide(group.stream(), lifetimes));
                inside.set_span(group.span());
                *group = inside;
            }
            _ => {}
        }
        is_lifetime = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\'');
        elided.append(token);
    }
    elided
}

/// Whose lifetime a result takes that does not name it.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Elided {
    /// None at all, or that of `self`.
    Other,
    /// The only one that all parameters have.
    TheOnlyOne,
    /// There is none, or there are several, so that rustc asks for a name.
    Missing,
}

pub(crate) fn elided_in_result(signature: &mut Signature) -> Elided {
    let mut result = Count::default();
    Walk(&mut |part| result.count(&part)).result(&mut signature.output);
    if result.elided == 0 {
        return Elided::Other;
    }
    let mut parameters = Count::default();
    for input in signature.inputs.pairs_mut() {
        match input.into_value() {
            FnArg::Receiver(receiver) => {
                if receiver_has_lifetime(&mut receiver.kind) {
                    return Elided::Other;
                }
            }
            FnArg::Typed(parameter) => {
                Walk(&mut |part| parameters.count(&part)).ty(&mut parameter.ty);
            }
        }
    }
    match parameters.elided + parameters.named {
        1 => Elided::TheOnlyOne,
        0 if parameters.may_hide => Elided::Other,
        _ => Elided::Missing,
    }
}

/// Whether a function is given what it may not keep for ever, as far as its signature shows.
pub(crate) fn borrows(signature: &mut Signature) -> bool {
    for input in signature.inputs.pairs_mut() {
        let borrows = match input.into_value() {
            FnArg::Receiver(receiver) => receiver_has_lifetime(&mut receiver.kind),
            FnArg::Typed(parameter) => has_lifetime(&mut parameter.ty),
        };
        if borrows {
            return true;
        }
    }
    signature.generics.lifetimes().next().is_some()
}

fn receiver_has_lifetime(receiver: &mut ReceiverKind) -> bool {
    match receiver {
        ReceiverKind::Value => false,
        ReceiverKind::Typed(_, ty) => has_lifetime(ty),
        _ => true,
    }
}

fn has_lifetime(ty: &mut Type) -> bool {
    let mut count = Count::default();
    Walk(&mut |part| count.count(&part)).ty(ty);
    count.elided + count.named > 0
}

/// Counts the lifetimes in types, but for those of a `for<'a>`.
#[derive(Default)]
struct Count {
    elided: usize,
    named: usize,
    higher_ranked: Vec<Ident>,
    /// Whether there are types that may have others.
    may_hide: bool,
}

impl Count {
    fn count(&mut self, part: &Part<'_>) -> Then {
        match part {
            // Those in `fn(&u8)` and `Fn(&u8)` are chosen at each call.
            Part::Type(Type::FnPtr(_)) | Part::Parenthesized => return Then::Past,
            Part::Type(Type::Path(ty)) => {
                let last = ty.path.segments.last();
                self.may_hide |= last.is_none_or(|last| {
                    let name = last.ident.to_string();
                    !WITHOUT_LIFETIME.contains(&name.as_str())
                });
            }
            Part::Type(Type::Reference(reference)) if reference.lifetime.is_none() => {
                self.elided += 1;
            }
            Part::Declared(lifetime) => self.higher_ranked.push(lifetime.ident.clone()),
            Part::Lifetime(lifetime) if self.higher_ranked.contains(&lifetime.ident) => {}
            Part::Lifetime(lifetime) if lifetime.ident == "_" => self.elided += 1,
            Part::Lifetime(lifetime) if lifetime.ident != "static" => self.named += 1,
            _ => {}
        }
        Then::Inside
    }
}

/// Puts a name where the result elides it.
pub(crate) fn name_in_result(signature: &mut Signature, name: &Lifetime) {
    let mut walk = |part: Part<'_>| name_elided(part, &mut || name.clone());
    Walk(&mut walk).result(&mut signature.output);
}

/// Gives a lifetime a name if it is elided. Those that are elided in `fn(&u8)` and `Fn(&u8)` are those of the call.
pub(crate) fn name_elided(part: Part<'_>, name: &mut dyn FnMut() -> Lifetime) -> Then {
    match part {
        Part::Type(Type::FnPtr(_)) | Part::Parenthesized => return Then::Past,
        Part::Type(Type::Reference(reference)) if reference.lifetime.is_none() => {
            reference.lifetime = Some(name());
        }
        Part::Lifetime(lifetime) if lifetime.ident == "_" => *lifetime = name(),
        _ => {}
    }
    Then::Inside
}
