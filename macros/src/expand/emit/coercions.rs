//! The statements and expressions that turn awaitables into what the author declared.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{FnArg, PatType, Type};

use super::{ensure, in_place, runtime_crate};
use crate::expand::parse::Options;
use crate::expand::plan::model::{Coercion, CoercionKind, FunctionPlan, InputPlan, Source};
use crate::expand::syntax::patterns;

/// An input that is coerced.
pub(crate) struct Coerced<'a> {
    index: usize,
    pub(crate) input: &'a InputPlan<'a>,
    pub(crate) author: &'a PatType,
    pub(crate) coercion: &'a Coercion,
    pub(crate) options: &'a Options,
}

fn all<'a>(plan: &'a FunctionPlan<'_>) -> impl Iterator<Item = Coerced<'a>> {
    let inputs = plan.inputs.iter().enumerate();
    inputs.filter_map(|(index, input)| match input.author {
        FnArg::Typed(author) => Some(Coerced {
            index,
            input,
            author,
            coercion: input.coercion.as_ref()?,
            options: &plan.options,
        }),
        FnArg::Receiver(_) => None,
    })
}

/// The statements at the top of a body that stays: they bind each coerced argument as the author did.
pub(crate) fn statements(plan: &FunctionPlan<'_>) -> TokenStream {
    let mut statements = assertions(plan);
    let on = plan.options.on.as_ref();
    statements.extend(on.map(|on| through(on, plan)));
    statements.extend(all(plan).map(|coerced| match on {
        Some(_) if coerced.input.is_spawned() => coerced.bind(&coerced.input.variable),
        _ => coerced.statement(),
    }));
    statements
}

/// The statements in front of a call, and its arguments: each input, coerced if the plan says so.
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
            _ => coerced.ensured(),
        };
    }
    for (argument, input) in arguments.iter_mut().zip(&plan.inputs) {
        let conditions = &input.conditions;
        *argument = quote!(#(#conditions)* #argument);
    }
    (statements, arguments)
}

/// Asserts that types with the name of a task are tasks. Otherwise, every caller would get the error, not the author.
fn assertions(plan: &FunctionPlan<'_>) -> TokenStream {
    let mut assertions = TokenStream::new();
    for coerced in all(plan) {
        let span = coerced.span();
        let is_task = runtime_crate::private(&plan.options, "assert_task", span);
        let tasks = coerced.coercion.tasks.iter();
        let tasks = tasks.map(|ty| quote_spanned!(span=> #is_task::<#ty, _>));
        let output = match &coerced.coercion.kind {
            CoercionKind::InPlace(future) => in_place::assertion(&coerced, future),
            _ => None,
        };
        let conditions = &coerced.input.conditions;
        for assertion in tasks.chain(output) {
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
        let ensured = coerced.ensured();
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
    fn statement(&self) -> TokenStream {
        let ensured = self.ensured();
        if patterns::name(&self.author.pat).is_some() {
            return self.bind(&ensured);
        }
        // In two steps: what the pattern does not bind lives until the end of the body, as in a parameter. The `mut` is
        // for a `ref mut` in the pattern.
        let conditions = &self.input.conditions;
        let argument = &self.input.argument;
        let bind = self.bind(argument);
        quote! {
            #(#conditions)* #[allow(unused_mut)] let mut #argument = #ensured;
            #bind
        }
    }

    /// Binds a value as the author did.
    fn bind(&self, value: &dyn ToTokens) -> TokenStream {
        let conditions = &self.input.conditions;
        let lint_levels = &self.input.lint_levels;
        let pattern = &self.author.pat;
        quote!(#(#conditions)* #(#lint_levels)* let #pattern = #value;)
    }

    /// The argument: coerced, or wrapped so that it coerces each task that it gives.
    fn ensured(&self) -> TokenStream {
        match &self.coercion.kind {
            CoercionKind::Direct(_) => self.ensure_argument(),
            CoercionKind::Drawn(drawn, given) => {
                let convert = |drawn: TokenStream| self.ensure_drawn(&drawn);
                let drawn = self.drawn(&drawn.source, Some(&given.becomes), &convert);
                self.with_spawner_kept(drawn)
            }
            CoercionKind::InPlace(future) => in_place::convert(self, future),
        }
    }

    /// The span of generated code for this input: the colon after its name. An `async fn` reports a missing runtime
    /// there. The name and the type stay free for an editor, which shows what it knows of the author's code.
    pub(crate) fn span(&self) -> Span {
        self.author.colon_token.span()
    }

    /// A wrapper around a source. It converts each item when the body draws the item.
    pub(crate) fn drawn(
        &self,
        source: &Source,
        becomes: Option<&Type>,
        convert: &dyn Fn(TokenStream) -> TokenStream,
    ) -> TokenStream {
        let span = self.span();
        let argument = &self.input.argument;
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
        let map = runtime_crate::private(self.options, map, span);
        let item = Ident::new("item", Span::mixed_site());
        let converted = convert(item.to_token_stream());
        let each = quote_spanned!(Span::mixed_site()=> move |#item| #converted);
        quote_spanned!(span=> #map(#argument, #each))
    }
}
