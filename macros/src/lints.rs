//! Which lints are not to look at the function with the body, for callers see another one?

use quote::quote;
use syn::{
    Attribute, FnArg, GenericArgument, PathArguments, ReturnType, Signature, Type, Visibility,
};

use crate::attributes;
use crate::function::Function;
use crate::task_type;

/// Whether generated code allows a lint of this name, or has no reason for it.
pub(crate) fn allows(lint: &str) -> bool {
    ABOUT_SIGNATURES.contains(&lint) || OTHERS.contains(&lint)
}

const OTHERS: [&str; 10] = [
    "boxed_local",
    "future_not_send",
    "manual_async_fn",
    "missing_const_for_fn",
    "needless_pass_by_value",
    "non_upper_case_globals",
    "private_interfaces",
    "single_use_lifetimes",
    "unnecessary_wraps",
    "unused_self",
];

/// Clippy is not to propose what would be seen by callers: that a task be taken by reference, or later than at the
/// call, or `const`, which nothing is that takes one. Nor is anything to be said twice that is said of the function
/// that callers see.
pub(crate) fn allow(function: &mut Function, attributes: &mut Vec<Attribute>) {
    let signature = &mut function.signature;
    let mut lints = vec!["needless_pass_by_value"];
    if signature.asyncness.is_some() {
        lints.push("future_not_send");
    }
    if let ReturnType::Type(_, ty) = &mut signature.output {
        if matches!(**ty, Type::ImplTrait(_)) {
            lints.push("manual_async_fn");
        }
        if signature.asyncness.is_none() && task_type::mentions_task(ty) {
            lints.push("missing_const_for_fn");
        }
    }
    if matches!(function.visibility, Visibility::Public(_)) {
        allow_where_exported(signature, &mut lints);
    }
    if !is_plain(signature) {
        lints.extend_from_slice(&ABOUT_SIGNATURES);
    }
    attributes.push(attributes::allow_for_clippy(&lints));
    let generics = &function.signature.generics;
    if generics.const_params().next().is_some() {
        attributes.push(attributes::allow(quote!(non_upper_case_globals)));
    }
    if generics.lifetimes().next().is_some() {
        attributes.push(attributes::allow(quote!(single_use_lifetimes)));
    }
}

/// What clippy finds in a body, but asks only of one whose signature no other crate sees.
fn allow_where_exported(signature: &Signature, lints: &mut Vec<&str>) {
    if signature.receiver().is_some() {
        lints.push("unused_self");
    }
    for input in &signature.inputs {
        if matches!(input, FnArg::Typed(input) if is_one_of(&input.ty, &["Box"])) {
            lints.push("boxed_local");
            break;
        }
    }
    if let ReturnType::Type(_, ty) = &signature.output {
        if signature.asyncness.is_none() && is_one_of(ty, &["Option", "Result"]) {
            lints.push("unnecessary_wraps");
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
const ABOUT_SIGNATURES: [&str; 15] = [
    "box_collection",
    "fn_params_excessive_bools",
    "large_types_passed_by_value",
    "linkedlist",
    "option_option",
    "rc_buffer",
    "rc_mutex",
    "redundant_allocation",
    "ref_option",
    "too_many_arguments",
    "trivially_copy_pass_by_ref",
    "type_complexity",
    "unnecessary_box_returns",
    "unused_unit",
    "vec_box",
];

/// Whether there is nothing in a signature that these could find: in most, and to list them takes time.
fn is_plain(signature: &Signature) -> bool {
    for input in &signature.inputs {
        if matches!(input, FnArg::Typed(input) if !is_plain_type(&input.ty)) {
            return false;
        }
    }
    let is_plain_result = match &signature.output {
        ReturnType::Default => true,
        ReturnType::Type(_, ty) => is_plain_type(ty) && !is_unit(ty),
    };
    is_plain_result && signature.inputs.len() <= 3
}

/// Whether it is a name, a task, or what is generic over names alone.
fn is_plain_type(ty: &Type) -> bool {
    let is_plain = if is_one_of(ty, &task_type::TASKS) {
        is_plain_type
    } else if is_one_of(ty, &["Arc", "Box", "LinkedList", "Rc"]) {
        return false;
    } else {
        is_name
    };
    all_arguments(ty, is_plain)
}

fn is_name(ty: &Type) -> bool {
    all_arguments(ty, |_| false)
}

fn is_unit(ty: &Type) -> bool {
    matches!(ty, Type::Tuple(tuple) if tuple.elems.is_empty())
}

/// Whether it is a path, or `()`, and its generic arguments are all like this.
fn all_arguments(ty: &Type, are: fn(&Type) -> bool) -> bool {
    let Type::Path(path) = ty else {
        return is_unit(ty);
    };
    let last = path.path.segments.last();
    let Some(PathArguments::AngleBracketed(arguments)) = last.map(|last| &last.arguments) else {
        return true;
    };
    for argument in &arguments.args {
        if matches!(argument, GenericArgument::Type(ty) if !are(ty)) {
            return false;
        }
    }
    true
}
