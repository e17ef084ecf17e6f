//! Which lints are not to look at the function with the body, for callers see another one?

use proc_macro2::TokenStream;
use quote::quote;
use syn::{
    Attribute, FnArg, GenericArgument, PathArguments, ReturnType, Signature, Type, Visibility,
};

use crate::attributes;
use crate::function::Function;
use crate::task_type;

/// All that generated code allows, or has no reason for, by the names that an author's `#[expect]` may have for it.
pub(crate) const ALLOWED: [&str; 25] = [
    "box_collection",
    "boxed_local",
    "fn_params_excessive_bools",
    "future_not_send",
    "large_types_passed_by_value",
    "linkedlist",
    "manual_async_fn",
    "missing_const_for_fn",
    "needless_pass_by_value",
    "non_upper_case_globals",
    "option_option",
    "private_interfaces",
    "rc_buffer",
    "rc_mutex",
    "redundant_allocation",
    "ref_option",
    "single_use_lifetimes",
    "too_many_arguments",
    "trivially_copy_pass_by_ref",
    "type_complexity",
    "unnecessary_box_returns",
    "unnecessary_wraps",
    "unused_self",
    "unused_unit",
    "vec_box",
];

/// Clippy is not to propose what would be seen by callers: that a task be taken by reference, or later than at the
/// call, or `const`, which nothing is that takes one. Nor is anything to be said twice that is said of the function
/// that callers see.
pub(crate) fn allow(function: &mut Function, attributes: &mut Vec<Attribute>) {
    let signature = &mut function.signature;
    let mut lints = vec![quote!(clippy::needless_pass_by_value)];
    if signature.asyncness.is_some() {
        lints.push(quote!(clippy::future_not_send));
    }
    if let ReturnType::Type(_, ty) = &mut signature.output {
        if matches!(**ty, Type::ImplTrait(_)) {
            lints.push(quote!(clippy::manual_async_fn));
        }
        if signature.asyncness.is_none() && task_type::mentions_task(ty) {
            lints.push(quote!(clippy::missing_const_for_fn));
        }
    }
    if matches!(function.visibility, Visibility::Public(_)) {
        allow_where_exported(signature, &mut lints);
    }
    if !is_plain(signature) {
        lints.push(about_signatures());
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

/// What clippy finds in a body, but asks only of one whose signature no other crate sees.
fn allow_where_exported(signature: &Signature, lints: &mut Vec<TokenStream>) {
    if signature.receiver().is_some() {
        lints.push(quote!(clippy::unused_self));
    }
    let mut inputs = signature.inputs.iter();
    if inputs.any(|input| matches!(input, FnArg::Typed(input) if is_one_of(&input.ty, &["Box"]))) {
        lints.push(quote!(clippy::boxed_local));
    }
    if let ReturnType::Type(_, ty) = &signature.output {
        if signature.asyncness.is_none() && is_one_of(ty, &["Option", "Result"]) {
            lints.push(quote!(clippy::unnecessary_wraps));
        }
    }
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

/// What clippy finds in a signature alone.
fn about_signatures() -> TokenStream {
    quote! {
        clippy::box_collection,
        clippy::fn_params_excessive_bools,
        clippy::large_types_passed_by_value,
        clippy::linkedlist,
        clippy::option_option,
        clippy::rc_buffer,
        clippy::rc_mutex,
        clippy::redundant_allocation,
        clippy::ref_option,
        clippy::too_many_arguments,
        clippy::trivially_copy_pass_by_ref,
        clippy::type_complexity,
        clippy::unnecessary_box_returns,
        clippy::unused_unit,
        clippy::vec_box
    }
}

/// Whether there is nothing in a signature that these could find: in most, and to list them takes time.
fn is_plain(signature: &Signature) -> bool {
    let is_plain_input = |input: &FnArg| match input {
        FnArg::Receiver(_) => true,
        FnArg::Typed(input) => is_plain_type(&input.ty),
    };
    let is_plain_result = match &signature.output {
        ReturnType::Default => true,
        ReturnType::Type(_, ty) => is_plain_type(ty) && !is_unit(ty),
    };
    signature.inputs.len() <= 3 && is_plain_result && signature.inputs.iter().all(is_plain_input)
}

/// Whether it is a name, a task, or what is generic over names alone.
fn is_plain_type(ty: &Type) -> bool {
    if is_one_of(ty, &task_type::TASKS) {
        return arguments(ty).into_iter().flatten().all(is_plain_type);
    }
    is_name(ty)
        || !is_one_of(ty, &["Arc", "Box", "LinkedList", "Rc"])
            && arguments(ty).is_some_and(|arguments| arguments.into_iter().all(is_name))
}

fn is_name(ty: &Type) -> bool {
    is_unit(ty) || arguments(ty).is_some_and(|arguments| arguments.is_empty())
}

fn is_unit(ty: &Type) -> bool {
    matches!(ty, Type::Tuple(tuple) if tuple.elems.is_empty())
}

/// The types among a path's generic arguments.
fn arguments(ty: &Type) -> Option<Vec<&Type>> {
    let Type::Path(path) = ty else {
        return None;
    };
    let mut types = Vec::new();
    if let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments {
        for argument in &arguments.args {
            if let GenericArgument::Type(ty) = argument {
                types.push(ty);
            }
        }
    }
    Some(types)
}
