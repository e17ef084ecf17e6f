//! The end of a function's documentation: the doc comments of its parameters, since Rust allows none there, and what
//! callers pass for each.

use quote::ToTokens;
use syn::{Attribute, Expr, ExprLit, FnArg, Lit, Meta, MetaNameValue, parse_quote};

use super::model::{FunctionPlan, InputPlan};
use super::{accepted, inputs};

/// The doc comments of the parameters.
pub(crate) fn for_author(plan: &FunctionPlan<'_>) -> Vec<Attribute> {
    of_parameters(plan, |_| None)
}

/// The doc comments of the parameters, and what callers pass. If the author has not documented the function, we don't
/// either, so that the lint `missing_docs` finds it.
pub(crate) fn for_callers(plan: &FunctionPlan<'_>) -> Vec<Attribute> {
    // A `#[doc = include_str!(..)]` is documentation, too. A `#[doc(hidden)]` is not.
    let is_documentation =
        |own: &Attribute| own.path().is_ident("doc") && own.meta.require_name_value().is_ok();
    let is_documented = plan.function.attributes.iter().any(is_documentation);
    if is_documented && plan.options.no_docs.is_none() {
        of_parameters(plan, accepted::for_input)
    } else {
        for_author(plan)
    }
}

/// A paragraph for each parameter, or a section with all of them if there are other sections or doc comments.
fn of_parameters(
    plan: &FunctionPlan<'_>,
    accepted: fn(&InputPlan<'_>) -> Option<String>,
) -> Vec<Attribute> {
    let mut texts = plan.function.attributes.iter().filter_map(text);
    let is_heading = |line: &str| line.trim_start().starts_with('#');
    let mut is_section = texts.any(|text| text.lines().any(is_heading));
    let mut entries = Vec::new();
    for input in &plan.inputs {
        let name = match input.author {
            FnArg::Receiver(receiver) => receiver.self_token.to_token_stream(),
            FnArg::Typed(_) => input.argument.to_token_stream(),
        };
        let comments = inputs::attributes_of(input.author).iter().filter_map(text);
        let comments: Vec<String> = comments.collect();
        is_section |= !comments.is_empty();
        entries.extend(match (accepted(input), comments.join("\n ").trim()) {
            (None, "") => None,
            (None, comment) => Some(format!("`{name}`: {comment}")),
            (Some(accepted), "") => Some(format!("`{name}`: {accepted}")),
            (Some(accepted), comment) => Some(format!("`{name}` ({accepted}): {comment}")),
        });
    }
    let text = match &entries[..] {
        [] => String::new(),
        entries if is_section => format!("\n# Parameters\n\n- {}", entries.join("\n- ")),
        entries => format!("\n{}", entries.join("\n\n")),
    };
    let lines = text.lines().map(|line| match line {
        "" => String::new(),
        line => format!(" {line}"),
    });
    lines.map(|line| parse_quote!(#[doc = #line])).collect()
}

/// The text of a doc comment.
pub(crate) fn text(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(MetaNameValue {
            path,
            value:
                Expr::Lit(ExprLit {
                    lit: Lit::Str(text),
                    ..
                }),
            ..
        }) if path.is_ident("doc") => Some(text.value()),
        _ => None,
    }
}
