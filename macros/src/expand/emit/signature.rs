//! The signatures of generated functions. Each one is made from the author's, which stays as it is.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt, quote};
use syn::{
    Attribute, FnArg, GenericParam, ReturnType, Signature, Token, Type, TypeParam, parse_quote,
};

use super::widening;
use crate::expand::plan::model::{FunctionPlan, InputPlan, Source, Strategy};
use crate::expand::syntax::{attributes, mentions, patterns, spans};

/// The author's signature, without the attributes of this crate.
pub(crate) fn own(plan: &FunctionPlan<'_>) -> Signature {
    let mut signature = plan.function.signature.clone();
    for (input, plan) in signature.inputs.iter_mut().zip(&plan.inputs) {
        let all = plan.attributes.iter().chain(&plan.lint_levels);
        *attributes_of(input) = all.cloned().collect();
    }
    signature
}

/// The signature of the function with the body: the author's under another name.
pub(crate) fn body(plan: &FunctionPlan<'_>, name: &Ident) -> Signature {
    let mut signature = plan.function.signature.clone();
    signature.ident = name.clone();
    for (input, plan) in signature.inputs.iter_mut().zip(&plan.inputs) {
        let all = plan.conditions.iter().chain(&plan.lint_levels);
        let attributes = attributes_of(input);
        *attributes = all.cloned().collect();
        if plan.is_used_by_on {
            attributes.push(attributes::allow(quote!(unused_mut, unused_variables)));
        }
    }
    signature
}

/// The signature that callers see. In place of each task, it takes everything that becomes the task.
pub(crate) fn callers(plan: &FunctionPlan<'_>) -> Signature {
    let mut signature = own(plan);
    for (input, plan_of_input) in signature.inputs.iter_mut().zip(&plan.inputs) {
        bind(input, plan_of_input, plan);
    }
    let new = widening::widen(&mut signature, plan);
    signature.output = capturing(&signature.output, &new);
    add_generics(&mut signature, new);
    signature
}

fn attributes_of(input: &mut FnArg) -> &mut Vec<Attribute> {
    match input {
        FnArg::Receiver(receiver) => &mut receiver.attrs,
        FnArg::Typed(input) => &mut input.attrs,
    }
}

/// Replaces the author's pattern by a variable, if generated code uses the argument.
fn bind(input: &mut FnArg, plan: &InputPlan<'_>, function: &FunctionPlan<'_>) {
    let is_handed_on = match function.strategy {
        Strategy::Unchanged | Strategy::Declaration | Strategy::BodyStays => false,
        Strategy::Inside { .. } | Strategy::Beside { .. } | Strategy::Extend { .. } => true,
    };
    if !is_handed_on && plan.coercion.is_none() {
        return;
    }
    // Lint levels apply to the variables of the author's pattern. Other attributes of a trait's method may belong to a
    // macro on the trait.
    attributes_of(input).clone_from(match function.strategy {
        Strategy::Extend { .. } => &plan.conditions,
        _ => &plan.attributes,
    });
    match input {
        // The author's name stays, with its `mut`, which `on` may need.
        _ if plan.is_used_by_on && plan.coercion.is_none() => {
            attributes_of(input).push(attributes::allow(quote!(unused_mut)));
        }
        FnArg::Receiver(receiver) => receiver.mutability = None,
        FnArg::Typed(_) if matches!(function.strategy, Strategy::Declaration) => {}
        FnArg::Typed(input) => {
            let is_mutable = is_called_mutably(plan);
            *input.pat = patterns::variable(plan.argument.clone(), is_mutable);
        }
    }
}

/// Whether the input is an `FnMut`, which has to be mutable to be called.
fn is_called_mutably(input: &InputPlan<'_>) -> bool {
    let is_mutable = |source: &Source| {
        matches!(
            source,
            Source::Factory {
                is_mutable: true,
                ..
            }
        )
    };
    input.drawn().is_some_and(|drawn| is_mutable(&drawn.source))
}

/// Appends the new generic parameters. Their bounds would be easier to read in the `where` clause, but Rust allows no
/// conditions there.
fn add_generics(signature: &mut Signature, new: Vec<TypeParam>) {
    // At the empty place after the name, where rustc points when it proposes a first parameter.
    let behind_name = spans::behind(signature.ident.span());
    let generics = &mut signature.generics;
    if generics.lt_token.is_none() {
        generics.lt_token = Some(Token![<](behind_name));
        generics.gt_token = Some(Token![>](behind_name));
    }
    for mut generic in new {
        let name = &generic.ident;
        if generic.attrs.is_empty() && !generic.bounds.is_empty() {
            let bounds = std::mem::take(&mut generic.bounds);
            let predicate = parse_quote!(#name: #bounds);
            let clause = generics.make_where_clause();
            clause.predicates.push(predicate);
        }
        generics.params.push(GenericParam::Type(generic));
    }
}

/// The result, with the new generic parameters in its `use<..>`, which must list every generic parameter.
fn capturing(result: &ReturnType, new: &[TypeParam]) -> ReturnType {
    let ReturnType::Type(arrow, ty) = result else {
        return ReturnType::Default;
    };
    let tokens = ty.to_token_stream();
    if !mentions::contain(tokens.clone(), "use") {
        return result.clone();
    }
    let names: Vec<&Ident> = new.iter().map(|generic| &generic.ident).collect();
    let tokens = with_captures(tokens, &names);
    ReturnType::Type(*arrow, Box::new(Type::Verbatim(tokens)))
}

/// The tokens with these names at the end of every `use<..>`.
fn with_captures(tokens: TokenStream, names: &[&Ident]) -> TokenStream {
    let mut all = TokenStream::new();
    let mut is_capturing = false;
    let mut is_after_name = false;
    for token in tokens {
        match &token {
            TokenTree::Ident(word) if word == "use" => is_capturing = true,
            TokenTree::Punct(punct) if is_capturing && punct.as_char() == '>' => {
                let comma = is_after_name.then(|| quote!(,));
                all.extend(quote!(#comma #(#names),*));
                is_capturing = false;
            }
            TokenTree::Group(group) => {
                let inside = with_captures(group.stream(), names);
                all.append(spans::refilled(group, inside));
                continue;
            }
            _ => {}
        }
        is_after_name = matches!(token, TokenTree::Ident(_));
        all.append(token);
    }
    all
}

/// The first and the last span of the declared result.
pub(crate) fn ends_of_result(signature: &Signature) -> [Span; 2] {
    match &signature.output {
        ReturnType::Type(_, ty) => spans::ends(ty),
        ReturnType::Default => [Span::mixed_site().located_at(signature.ident.span()); 2],
    }
}
