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

/// Whether what rustc has to say is only said well, or only once, of the function as it is; `stays` is whether its body does.
pub(crate) fn must_not_change(signature: &mut Signature, stays: bool) -> bool {
    has_invalid_length(signature) || (stays && binds_twice(signature))
}

fn has_invalid_length(signature: &mut Signature) -> bool {
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

/// Whether two parameters have the same name, which a body that stays would not show.
fn binds_twice(signature: &Signature) -> bool {
    let mut names = Vec::new();
    for input in &signature.inputs {
        // One that is there on a condition may be the other's alternative.
        let FnArg::Typed(parameter) = input else {
            continue;
        };
        if parameter.attrs.iter().any(attributes::is_condition) {
            continue;
        }
        for name in pattern::variables(&parameter.pat) {
            if names.contains(&name) && !is_constant(name) {
                return true;
            }
            names.push(name);
        }
    }
    false
}

fn is_constant(name: &Ident) -> bool {
    name.to_string().starts_with(char::is_uppercase)
}
