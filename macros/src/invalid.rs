//! Which mistakes does rustc explain itself, provided that the signature is there only once?

use quote::ToTokens;
use syn::{
    FnArg, GenericArgument, GenericParam, Generics, Ident, ItemImpl, PatType, ReturnType,
    Signature, Type,
};

use crate::attributes;
use crate::lifetimes::{self, Elided};
use crate::mention;
use crate::pattern;
use crate::shape;
use crate::source;
use crate::task_type;
use crate::walk::{Part, Then, Walk};

/// Whether rustc will refuse this signature, so that its body had better stay where it is. `enclosing` are the generic
/// parameters of the `impl` or `trait` around it, where they are known.
pub(crate) fn is_invalid(signature: &mut Signature, enclosing: Option<&Generics>) -> bool {
    lifetimes::elided_in_result(signature) == Elided::Missing
        || has_unsized(signature)
        || enclosing.is_some_and(|enclosing| lifetimes::uses_undeclared(signature, enclosing))
}

/// Whether a parameter has no size, or the result.
fn has_unsized(signature: &Signature) -> bool {
    for input in signature.inputs.pairs() {
        match input.value() {
            FnArg::Typed(PatType { ty, .. }) if is_unsized(ty) => return true,
            _ => {}
        }
    }
    matches!(&signature.output, ReturnType::Type(_, ty) if is_unsized(ty))
}

fn is_unsized(ty: &Type) -> bool {
    match ty {
        Type::TraitObject(_) | Type::Slice(_) => true,
        ty => source::as_name(ty).is_some_and(|name| name == "str"),
    }
}

/// Whether a task gives what has no size, or an array is that long, which rustc says once only of a function that stays
/// as it is.
pub(crate) fn must_stay_unchanged(signature: &mut Signature) -> bool {
    let Signature {
        generics, inputs, ..
    } = signature;
    let mut found = false;
    let mut find = |part: Part<'_>| {
        found |= match part {
            Part::Type(Type::Array(array)) => shape::is_invalid_length(&array.len, generics),
            Part::Arguments(name, arguments) if task_type::is_task_name(name) => {
                let first = arguments.args.first();
                matches!(first, Some(GenericArgument::Type(ty)) if is_unsized(ty))
            }
            _ => false,
        };
        Then::Inside
    };
    for input in inputs.pairs_mut() {
        if let FnArg::Typed(parameter) = input.into_value() {
            Walk(&mut find).ty(&mut parameter.ty);
        }
    }
    found
}

/// Whether the `impl` has a generic parameter that is named nowhere in its header. Nothing that refers to the type or the
/// trait would tell which one is meant.
pub(crate) fn has_unconstrained(header: &ItemImpl) -> bool {
    let generics = &header.generics;
    if generics.params.is_empty() {
        return false;
    }
    let mut constraints = header.self_ty.to_token_stream();
    if let Some((implemented, _)) = &header.trait_ {
        implemented.to_tokens(&mut constraints);
    }
    generics.where_clause.to_tokens(&mut constraints);
    let mut names = Vec::new();
    for parameter in &generics.params {
        match parameter {
            GenericParam::Lifetime(_) => {} // is found for each call anew
            GenericParam::Type(ty) => {
                ty.bounds.to_tokens(&mut constraints);
                names.push(&ty.ident);
            }
            GenericParam::Const(constant) => names.push(&constant.ident),
        }
    }
    let is_named = |name: &&Ident| mention::of_generic(&constraints, name).is_some();
    !names.iter().all(is_named)
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
