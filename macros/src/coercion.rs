//! How does an awaitable become the task?

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use crate::options::Options;
use crate::parameter::TaskParameter;
use crate::source::Source;

/// A parameter for which callers pass something else than the author declared.
pub(crate) struct Coerced {
    pub(crate) parameter: TaskParameter,
    /// The task, or the collection of tasks, that the author declared; for a source, what it gives.
    pub(crate) declared: TokenStream,
}

/// The statements on top of a body that turn each argument into what the author declared.
pub(crate) fn statements(all: &[Coerced], options: &Options) -> TokenStream {
    match &options.on {
        None => {
            let mut statements = TokenStream::new();
            for coerced in all {
                statements.extend(statement(coerced, options));
            }
            statements
        }
        Some(on) => {
            let mut statements = inside(on, all, options);
            for Coerced { parameter, .. } in all {
                let TaskParameter {
                    pattern,
                    conditions,
                    levels,
                    ..
                } = parameter;
                let task = task(parameter);
                statements.extend(quote!(#conditions #levels let #pattern = #task;));
            }
            statements
        }
    }
}

/// What each coerced argument is handed on as, and the statements that this needs.
pub(crate) fn arguments(all: &[Coerced], options: &Options) -> (TokenStream, Vec<TokenStream>) {
    let mut arguments = Vec::new();
    for coerced in all {
        arguments.push(match &options.on {
            None => ensured(coerced, options),
            Some(_) => task(&coerced.parameter).into_token_stream(),
        });
    }
    let statements = match &options.on {
        None => TokenStream::new(),
        Some(on) => inside(on, all, options),
    };
    (statements, arguments)
}

/// `let task = Awaitable::ensure(task);`
fn statement(coerced: &Coerced, options: &Options) -> TokenStream {
    let TaskParameter {
        argument,
        pattern,
        conditions,
        levels,
        ..
    } = &coerced.parameter;
    let ty = annotation(coerced);
    let ensured = ensured(coerced, options);

    if coerced.parameter.name.is_some() {
        quote! {
            #conditions #levels let #pattern #ty = #ensured;
        }
    } else {
        // In two steps, so that what the pattern leaves behind outlives the body, as in a parameter; `mut` is for
        // `ref mut`.
        quote! {
            #conditions #[allow(unused_mut)] let mut #argument #ty = #ensured;
            #conditions #levels let #pattern = #argument;
        }
    }
}

/// The same inside a runtime. It is left before the body begins, with whatever the expression borrowed or locked: the
/// guard is not `Send`, and an `async fn` may be.
fn inside(on: &TokenStream, all: &[Coerced], options: &Options) -> TokenStream {
    let guard = Ident::new("__guard", Span::mixed_site());
    let enter = quote_spanned!(on.span()=> (#on).enter());

    let (mut declarations, mut assignments) = (TokenStream::new(), TokenStream::new());
    for coerced in all {
        let conditions = &coerced.parameter.conditions;
        let task = task(&coerced.parameter);
        let ty = annotation(coerced);
        let ensured = ensured(coerced, options);
        declarations.extend(quote!(#conditions #[allow(unused_mut)] let mut #task #ty;));
        assignments.extend(quote!(#conditions { #task = #ensured; }));
    }
    quote! {
        #declarations
        match #enter {
            #guard => { #assignments }
        }
    }
}

/// The declared type, where rustc can't find it in the bounds, which are about what is inside.
fn annotation(coerced: &Coerced) -> Option<TokenStream> {
    let Coerced {
        parameter,
        declared,
    } = coerced;
    let colon = &parameter.colon;
    parameter.keeps_shape.then(|| quote!(#colon #declared))
}

/// The variable that holds a task until the body begins.
fn task(parameter: &TaskParameter) -> Ident {
    format_ident!("__task{}", parameter.index, span = Span::mixed_site())
}

/// The argument, coerced, or made to coerce what it gives.
///
/// The call of `ensure` stands where the parameter does: this is where an `async fn` reports a missing runtime.
fn ensured(coerced: &Coerced, options: &Options) -> TokenStream {
    let Coerced {
        parameter,
        declared,
    } = coerced;
    let TaskParameter {
        argument, pattern, ..
    } = parameter;
    let span = pattern.span();
    let ensure = options.ensure(span);
    let map = match parameter.drawn.as_ref().map(|drawn| &drawn.source) {
        None => return quote_spanned!(span=> #ensure(#argument)),
        Some(Source::Factory { arguments, .. }) => {
            let mut inputs = Vec::new();
            for index in 0..arguments.len() {
                inputs.push(format_ident!("__input{index}", span = Span::mixed_site()));
            }
            return quote_spanned!(span=>
                move |#(#inputs: #arguments),*| -> #declared { #ensure(#argument(#(#inputs),*)) }
            );
        }
        Some(Source::Iterator) => "map_iterator",
        Some(Source::IntoIterator) => "map_items",
        Some(Source::Stream) => "map_stream",
    };
    let map = Ident::new(map, span);
    let runtime = options.runtime_crate(span);
    let each = quote_spanned!(Span::mixed_site()=> |item| #ensure(item));
    quote_spanned!(span=> #runtime::__private::#map(#argument, #each))
}
