//! Which lints are not to look at the function with the body, for callers see another one?

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, FnArg, ReceiverKind, ReturnType, Signature, Type, Visibility};

use crate::attributes;
use crate::function::Function;
use crate::task_type;

/// Clippy is not to propose what would be seen by callers: that a task be taken by reference, or later than at the
/// call, or `const`, which nothing is that takes one. Nor is anything to be said twice that is said of the function
/// that callers see.
pub(crate) fn allow(function: &mut Function, attributes: &mut Vec<Attribute>) {
    let signature = &mut function.signature;
    let mut lints = Vec::new();
    if let ReturnType::Type(_, ty) = &signature.output {
        if matches!(**ty, Type::ImplTrait(_)) {
            lints.push(quote!(clippy::manual_async_fn));
        }
    }
    lints.push(quote!(clippy::needless_pass_by_value));
    if signature.asyncness.is_some() {
        lints.push(quote!(clippy::future_not_send));
    } else if let ReturnType::Type(_, ty) = &mut signature.output {
        if task_type::mentions_task(ty) {
            lints.push(quote!(clippy::missing_const_for_fn));
        }
    }
    if matches!(function.visibility, Visibility::Public(_)) {
        allow_where_exported(signature, &mut lints);
    }
    attributes.push(attributes::allow_for_clippy(&quote!(#(#lints),*)));
    let generics = &function.signature.generics;
    if generics.const_params().next().is_some() {
        attributes.push(attributes::allow(quote!(non_upper_case_globals)));
    }
    if generics.lifetimes().next().is_some() {
        attributes.push(attributes::allow(quote!(single_use_lifetimes)));
    }
}

/// What clippy proposes for a signature only where no other crate sees it; the one that others see is the same.
fn allow_where_exported(signature: &Signature, lints: &mut Vec<TokenStream>) {
    if signature.receiver().is_some() {
        lints.push(quote!(clippy::unused_self));
    }
    if signature.inputs.iter().any(is_shared_reference) {
        lints.push(quote!(clippy::trivially_copy_pass_by_ref));
    }
    if signature.asyncness.is_none() && returns(signature, &["Option", "Result"]) {
        lints.push(quote!(clippy::unnecessary_wraps));
    }
    let containers = ["Arc", "Box", "Rc", "Vec"];
    if returns(signature, &containers) || takes(signature, &containers) {
        lints.push(quote!(clippy::box_collection));
        lints.push(quote!(clippy::boxed_local));
        lints.push(quote!(clippy::redundant_allocation));
        lints.push(quote!(clippy::unnecessary_box_returns));
        lints.push(quote!(clippy::vec_box));
    }
}

fn is_shared_reference(input: &FnArg) -> bool {
    match input {
        FnArg::Receiver(receiver) => matches!(receiver.kind, ReceiverKind::Reference(_, _, None)),
        FnArg::Typed(parameter) => match &*parameter.ty {
            Type::Reference(reference) => reference.mutability.is_none(),
            _ => false,
        },
    }
}

fn returns(signature: &Signature, names: &[&str]) -> bool {
    match &signature.output {
        ReturnType::Type(_, ty) => is_one_of(ty, names),
        ReturnType::Default => false,
    }
}

fn takes(signature: &Signature, names: &[&str]) -> bool {
    signature.inputs.iter().any(|input| match input {
        FnArg::Receiver(_) => false,
        FnArg::Typed(parameter) => is_one_of(&parameter.ty, names),
    })
}

fn is_one_of(ty: &Type, names: &[&str]) -> bool {
    let Type::Path(ty) = ty else {
        return false;
    };
    ty.path.segments.last().is_some_and(|last| {
        let name = last.ident.to_string();
        names.contains(&name.as_str())
    })
}
