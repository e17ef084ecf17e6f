//! The statements and expressions that turn awaitables into what the author declared.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{FnArg, PatType, Type};

use super::ensure::{self, Ensure};
use super::{in_place, runtime_crate};
use crate::expand::parse::Options;
use crate::expand::plan::model::{
    Assertion, Coercion, CoercionKind, Drawn, FunctionPlan, InputPlan, Source,
};
use crate::expand::syntax::patterns;

/// An input that is coerced.
struct Coerced<'a> {
    index: usize,
    input: &'a InputPlan<'a>,
    author: &'a PatType,
    coercion: &'a Coercion,
}

fn all<'a>(plan: &'a FunctionPlan<'_>) -> impl Iterator<Item = Coerced<'a>> {
    let inputs = plan.inputs.iter().enumerate();
    inputs.filter_map(|(index, input)| match input.author {
        FnArg::Typed(author) => Some(Coerced {
            index,
            input,
            author,
            coercion: input.coercion.as_ref()?,
        }),
        FnArg::Receiver(_) => None,
    })
}

/// The statements at the top of a body that stays: they bind each coerced argument as the author did.
pub(crate) fn statements(plan: &FunctionPlan<'_>) -> TokenStream {
    let mut statements = assertions(plan);
    match &plan.options.on {
        None => statements.extend(all(plan).map(|coerced| coerced.statement(&plan.options))),
        Some(on) => {
            statements.extend(through(on, plan));
            let (spawned, in_place): (Vec<_>, Vec<_>) =
                all(plan).partition(|coerced| coerced.input.is_spawned());
            statements.extend(
                spawned
                    .iter()
                    .map(|coerced| coerced.bind(&coerced.input.variable)),
            );
            statements.extend(
                in_place
                    .iter()
                    .map(|coerced| coerced.statement(&plan.options)),
            );
        }
    }
    statements
}

/// The statements in front of a call, and the arguments of the call: for each input, its own or what it is coerced to.
pub(crate) fn arguments(plan: &FunctionPlan<'_>) -> (TokenStream, Vec<TokenStream>) {
    let mut statements = assertions(plan);
    let mut arguments = Vec::new();
    for input in &plan.inputs {
        arguments.push(match input.author {
            FnArg::Receiver(receiver) => receiver.self_token.to_token_stream(),
            FnArg::Typed(_) => input.argument.to_token_stream(),
        });
    }
    let on = plan.options.on.as_ref();
    statements.extend(on.map(|on| through(on, plan)));
    for coerced in all(plan) {
        arguments[coerced.index] = match on {
            Some(_) if coerced.input.is_spawned() => coerced.input.variable.to_token_stream(),
            _ => coerced.ensured(&plan.options),
        };
    }
    for (argument, input) in arguments.iter_mut().zip(&plan.inputs) {
        let conditions = &input.conditions;
        *argument = quote!(#(#conditions)* #argument);
    }
    (statements, arguments)
}

/// Asserts that the types with the name of a task are tasks, so that the author hears of another type with that name,
/// and not every caller.
fn assertions(plan: &FunctionPlan<'_>) -> TokenStream {
    let mut assertions = TokenStream::new();
    for coerced in all(plan) {
        // At the colon, for an editor to show what is known of the type itself at the type.
        let span = coerced.author.colon_token.span();
        let is_task = runtime_crate::private(&plan.options, "assert_task", span);
        let is_output = runtime_crate::private(&plan.options, "assert_output", span);
        let is_joined = runtime_crate::private(&plan.options, "assert_joined", span);
        let conditions = &coerced.input.conditions;
        for assertion in &coerced.coercion.assertions {
            let assertion = match assertion {
                Assertion::Task(ty) => quote_spanned!(span=> #is_task::<#ty, _>),
                Assertion::Output(ty) => quote_spanned!(span=> #is_output::<#ty>),
                Assertion::Joined(ty) => quote_spanned!(span=> #is_joined::<#ty>),
            };
            assertions.extend(quote!(#(#conditions)* let _ = #assertion;));
        }
    }
    assertions
}

/// The coercions that spawn through what `on` names. The `match` ends before the body begins, which drops every temporary
/// of the expression.
fn through(on: &TokenStream, plan: &FunctionPlan<'_>) -> TokenStream {
    let (mut declarations, mut assignments) = (TokenStream::new(), TokenStream::new());
    for coerced in all(plan).filter(|coerced| coerced.input.is_spawned()) {
        let conditions = &coerced.input.conditions;
        let variable = &coerced.input.variable;
        let ensured = coerced.ensured(&plan.options);
        declarations.extend(quote!(#(#conditions)* #[allow(unused_mut)] let mut #variable;));
        assignments.extend(quote!(#(#conditions)* { #variable = #ensured; }));
    }
    let spawner = ensure::spawner(on);
    quote! {
        #declarations
        match &(#on) {
            #spawner => { #assignments }
        }
    }
}

impl Coerced<'_> {
    /// `let task = Awaitable::ensure(task);`
    fn statement(&self, options: &Options) -> TokenStream {
        let ensured = self.ensured(options);
        let conditions = &self.input.conditions;
        if patterns::name(&self.author.pat).is_some() {
            let lint_levels = &self.input.lint_levels;
            let pattern = &self.author.pat;
            quote!(#(#conditions)* #(#lint_levels)* let #pattern = #ensured;)
        } else {
            // In two steps: what the pattern does not bind lives until the end of the body, as in a parameter. The
            // `mut` is for a `ref mut` in the pattern.
            let argument = &self.input.argument;
            let bind = self.bind(argument);
            quote! {
                #(#conditions)* #[allow(unused_mut)] let mut #argument = #ensured;
                #bind
            }
        }
    }

    /// Binds the value of a variable as the author did.
    fn bind(&self, variable: &Ident) -> TokenStream {
        let conditions = &self.input.conditions;
        let lint_levels = &self.input.lint_levels;
        let pattern = &self.author.pat;
        quote!(#(#conditions)* #(#lint_levels)* let #pattern = #variable;)
    }

    /// The argument, coerced, or made to coerce what it gives.
    ///
    /// The call of `ensure` is at the colon behind the parameter's name: an `async fn` reports a missing runtime there,
    /// and an editor shows what is known of the name itself at the name.
    fn ensured(&self, options: &Options) -> TokenStream {
        let span = self.author.colon_token.span();
        let argument = &self.input.argument;
        let ensure = Ensure {
            options,
            coercion: self.coercion,
            span,
        };
        match &self.coercion.kind {
            CoercionKind::Direct(_) => ensure.call(argument),
            CoercionKind::Drawn(Drawn { source, item, .. }) => {
                let convert = |drawn: TokenStream| ensure.call_later(&drawn);
                let becomes = Some(&item.becomes);
                let drawn = drawn(argument, source, becomes, &convert, options, span);
                ensure.with_spawner_kept(drawn)
            }
            CoercionKind::InPlace(future) => in_place::convert(argument, future, options, span),
        }
    }
}

/// A wrapper that converts each thing that a source gives when the body draws it.
pub(crate) fn drawn(
    argument: &Ident,
    source: &Source,
    becomes: Option<&Type>,
    convert: &dyn Fn(TokenStream) -> TokenStream,
    options: &Options,
    span: Span,
) -> TokenStream {
    let map = match source {
        Source::Factory { arguments, .. } => {
            let name = |index| format_ident!("__input{index}", span = Span::mixed_site());
            let names: Vec<Ident> = (0..arguments.len()).map(name).collect();
            let call = convert(quote_spanned!(span=> #argument(#(#names),*)));
            let result = becomes.map(|output| quote_spanned!(span=> -> #output));
            return quote_spanned!(span=> move |#(#names: #arguments),*| #result { #call });
        }
        Source::Iterator => "map_iterator",
        Source::IntoIterator => "map_items",
        Source::Stream => "map_stream",
    };
    let map = runtime_crate::private(options, map, span);
    let item = Ident::new("item", Span::mixed_site());
    let converted = convert(item.to_token_stream());
    let each = quote_spanned!(Span::mixed_site()=> move |#item| #converted);
    quote_spanned!(span=> #map(#argument, #each))
}
