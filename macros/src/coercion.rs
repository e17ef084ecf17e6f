//! What stands on top of the body?

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned;

use crate::options::Options;
use crate::parameter::TaskParameter;

/// The statements that turn each argument into what the author declared.
pub(crate) fn statements(parameters: &[TaskParameter], options: &Options) -> TokenStream {
    match &options.on {
        None => parameters
            .iter()
            .map(|parameter| statement(parameter, options))
            .collect(),
        Some(on) => inside(on, parameters, options),
    }
}

/// `let task: Task<T> = Awaitable::ensure(task);`
fn statement(parameter: &TaskParameter, options: &Options) -> TokenStream {
    let TaskParameter {
        argument,
        declared,
        pattern,
        ..
    } = parameter;
    let conditions: Vec<_> = parameter.conditions().collect();
    let levels = parameter.levels();
    let ensured = ensured(parameter, options);

    if parameter.is_named() {
        quote! {
            #(#conditions)* #(#levels)* let #pattern: #declared = #ensured;
        }
    } else {
        // In two steps, so that what the pattern leaves behind outlives the body, as in a parameter; `mut` is for
        // `ref mut`.
        quote! {
            #(#conditions)* #[allow(unused_mut)] let mut #argument: #declared = #ensured;
            #(#conditions)* #(#levels)* let #pattern = #argument;
        }
    }
}

/// The same inside a runtime. It is left before the body begins, with whatever the expression borrowed or locked: the
/// guard is not `Send`, and an `async fn` may be.
fn inside(on: &Expr, parameters: &[TaskParameter], options: &Options) -> TokenStream {
    let runtime = Ident::new("__runtime", Span::mixed_site());
    let guard = Ident::new("__guard", Span::mixed_site());
    let enter = quote_spanned!(on.span()=> #runtime.enter());

    let (mut declarations, mut assignments, mut bindings) = <(Vec<_>, Vec<_>, Vec<_>)>::default();
    for parameter in parameters {
        let TaskParameter {
            declared, pattern, ..
        } = parameter;
        let conditions: Vec<_> = parameter.conditions().collect();
        let levels = parameter.levels();
        let task = format_ident!("__task{}", parameter.index, span = Span::mixed_site());
        let ensured = ensured(parameter, options);
        declarations.push(quote!(#(#conditions)* #[allow(unused_mut)] let mut #task: #declared;));
        assignments.push(quote!(#(#conditions)* { #task = #ensured; }));
        bindings.push(quote!(#(#conditions)* #(#levels)* let #pattern = #task;));
    }
    quote! {
        #(#declarations)*
        {
            let #runtime = &(#on);
            let #guard = #enter;
            #(#assignments)*
        }
        #(#bindings)*
    }
}

/// `Awaitable::ensure(task)`, which stands where the parameter does: an `async fn` reports a missing runtime there.
fn ensured(parameter: &TaskParameter, options: &Options) -> TokenStream {
    let TaskParameter {
        argument, pattern, ..
    } = parameter;
    let span = pattern.span();
    let runtime = options.runtime_crate(span);
    quote_spanned!(span=> #runtime::Awaitable::ensure(#argument))
}
