//! Which mistakes does rustc explain itself, provided that the signature is there only once?

use syn::{FnArg, Generics, Ident, ReturnType, Signature, Type};

use crate::attributes;
use crate::lifetimes::{self, Elided};
use crate::pattern;
use crate::shape;
use crate::walk::{Part, Then, Walk};

/// Whether rustc will refuse this signature, so that its body had better stay where it is. `enclosing` are the generic
/// parameters of the `impl` or `trait` around it, where they are known.
pub(crate) fn is_invalid(signature: &mut Signature, enclosing: Option<&Generics>) -> bool {
    lifetimes::elided_in_result(signature) == Elided::Missing
        || is_result_unsized(signature)
        || enclosing.is_some_and(|enclosing| lifetimes::uses_undeclared(signature, enclosing))
}

fn is_result_unsized(signature: &Signature) -> bool {
    match &signature.output {
        ReturnType::Type(_, ty) => matches!(**ty, Type::TraitObject(_) | Type::Slice(_)),
        ReturnType::Default => false,
    }
}

/// Whether an array is that long that rustc only says so of the function as it is.
pub(crate) fn has_invalid_length(signature: &mut Signature) -> bool {
    let Signature {
        generics, inputs, ..
    } = signature;
    if generics.const_params().next().is_none() {
        return false;
    }
    let mut found = false;
    let mut find = |part: Part<'_>| {
        if let Part::Type(Type::Array(array)) = part {
            found |= shape::is_invalid_length(&array.len, generics);
        }
        Then::Inside
    };
    for input in inputs.pairs_mut() {
        if let FnArg::Typed(parameter) = input.into_value() {
            Walk(&mut find).ty(&mut parameter.ty);
        }
    }
    found
}

/// The variables of parameters that have the same name. If more than hygiene is in common, they are a mistake, which a
/// body that stays would not show.
pub(crate) fn named_alike(signature: &Signature) -> Vec<Ident> {
    let mut names: Vec<&Ident> = Vec::new();
    for input in &signature.inputs {
        match input {
            // One that is there on a condition may be the other's alternative.
            FnArg::Typed(parameter) if !parameter.attrs.iter().any(attributes::is_condition) => {
                names.extend(pattern::variables(&parameter.pat));
            }
            _ => {}
        }
    }
    let mut alike = Vec::new();
    for name in &names {
        let is_alike = names.iter().filter(|other| other == &name).count() > 1;
        if is_alike && !is_constant(name) {
            alike.push(Ident::clone(name));
        }
    }
    alike
}

fn is_constant(name: &Ident) -> bool {
    name.to_string().starts_with(char::is_uppercase)
}
