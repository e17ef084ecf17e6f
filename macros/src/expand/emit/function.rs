//! The functions that replace an author's function.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Safety, Signature};

use super::{coercions, in_place, signature};
use crate::expand::parse::{Body, Function};
use crate::expand::plan::model::{CoercionKind, FunctionPlan, Strategy};
use crate::expand::syntax::spans;

/// All functions that replace the author's. For a trait's method, only the author's own.
pub(crate) fn tokens(plan: &FunctionPlan<'_>) -> TokenStream {
    match &plan.strategy {
        Strategy::Unchanged | Strategy::Extend { .. } => own(plan),
        Strategy::Declaration => callers(plan, &signature::callers(plan), &plan.function.body),
        Strategy::BodyStays => with_body_kept(plan),
        Strategy::Inside { body } => {
            let to = body.to_token_stream();
            let body = with_body(plan, body);
            handing_on(plan, &signature::callers(plan), &to, &body)
        }
        Strategy::Beside { body } => {
            let to = quote_spanned!(body.span()=> Self::#body);
            let callers = handing_on(plan, &signature::callers(plan), &to, &TokenStream::new());
            let body = with_body(plan, body);
            quote!(#callers #body)
        }
    }
}

/// The callers' method for a method of the author's trait.
pub(crate) fn extending(
    plan: &FunctionPlan<'_>,
    callers: &Ident,
    extended: &TokenStream,
    needs_sized: bool,
) -> TokenStream {
    let mut signature = signature::callers(plan);
    let own = std::mem::replace(&mut signature.ident, callers.clone());
    if needs_sized {
        let clause = signature.generics.make_where_clause();
        let sized = syn::parse_quote!(Self: ::core::marker::Sized);
        clause.predicates.push(sized);
    }
    let span = Span::mixed_site().located_at(own.span());
    let to = quote_spanned!(span=> <Self as #extended>::#own);
    handing_on(plan, &signature, &to, &TokenStream::new())
}

/// The author's function, without the attributes of this crate. The own method of a trait takes futures in boxes.
fn own(plan: &FunctionPlan<'_>) -> TokenStream {
    let mut signature = signature::own(plan);
    if let Strategy::Extend { .. } = plan.strategy {
        for (index, input) in plan.inputs.iter().enumerate() {
            if let Some(CoercionKind::InPlace(future)) = input.kind() {
                in_place::take_box(&mut signature, index, future);
            }
        }
    }
    let attributes = &plan.attributes.author;
    let Function {
        visibility, body, ..
    } = plan.function;
    quote!(#(#attributes)* #visibility #signature #body)
}

/// The function with its body below the statements that coerce.
fn with_body_kept(plan: &FunctionPlan<'_>) -> TokenStream {
    let signature = signature::callers(plan);
    let mut statements = coercions::statements(plan);
    if let Body::Block(block) = &plan.function.body {
        statements.extend(block.stream());
    }
    let body = plan.function.body.replaced_by(statements);
    callers(plan, &signature, &body)
}

/// The function with the body. It has the author's signature, and is private.
fn with_body(plan: &FunctionPlan<'_>, name: &Ident) -> TokenStream {
    let attributes = &plan.attributes.body;
    let signature = signature::body(plan, name);
    let Body::Block(body) = &plan.function.body else {
        return TokenStream::new();
    };
    quote!(#(#attributes)* #signature #body)
}

/// The function that callers see. It coerces its arguments and hands them on to the function with the body.
fn handing_on(
    plan: &FunctionPlan<'_>,
    signature: &Signature,
    to: &TokenStream,
    items: &TokenStream,
) -> TokenStream {
    let (statements, arguments) = coercions::arguments(plan);
    // An error about the type of the result is about this call, so it points at the author's result.
    let [start, end] = signature::ends_of_result(signature);
    let path = match &plan.generic_arguments[..] {
        [] => to.clone(),
        // rustc may be unable to infer the generic arguments from the arguments of the call.
        generic_arguments => quote!(#to::<#(#generic_arguments),*>),
    };
    let path = spans::stretch(path, start, end);
    let mut call = quote_spanned!(end=> #path(#(#arguments),*));
    let span = Span::mixed_site().located_at(end);
    if let Safety::Unsafe(_) = signature.safety {
        call = quote_spanned!(span=> unsafe { #call });
    }
    if signature.asyncness.is_some() {
        call = quote_spanned!(span=> #call.await);
    }
    let body = plan
        .function
        .body
        .replaced_by(quote!(#items #statements #call));
    callers(plan, signature, &body)
}

/// The function that callers see, with this signature and this body.
fn callers(plan: &FunctionPlan<'_>, signature: &Signature, body: &dyn ToTokens) -> TokenStream {
    let attributes = &plan.attributes.callers;
    let visibility = &plan.function.visibility;
    quote!(#(#attributes)* #visibility #signature #body)
}
