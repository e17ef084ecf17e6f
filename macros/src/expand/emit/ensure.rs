//! The call that makes an awaitable what is declared.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;

use super::runtime_crate;
use crate::expand::parse::Options;
use crate::expand::plan::model::{Coercion, CoercionKind, Shape};

/// A call of `Awaitable::ensure`, or of `ensure_on` with the spawner that the options ask for.
pub(crate) struct Ensure<'a> {
    options: &'a Options,
    coercion: &'a Coercion,
    span: Span,
}

impl<'a> Ensure<'a> {
    pub(crate) fn new(options: &'a Options, coercion: &'a Coercion, span: Span) -> Self {
        Self {
            options,
            coercion,
            span,
        }
    }

    /// Converts an argument when the function is called.
    pub(crate) fn call(&self, argument: &dyn ToTokens) -> TokenStream {
        let on = self.options.on.as_ref();
        self.call_on(argument, on.map(|on| spawner(on).into_token_stream()))
    }

    /// Converts what is drawn. The spawner has been kept.
    pub(crate) fn call_later(&self, drawn: &dyn ToTokens) -> TokenStream {
        let kept = |on: &TokenStream| {
            let spawner = spawner(on);
            quote_spanned!(self.span=> &#spawner)
        };
        self.call_on(drawn, self.options.on.as_ref().map(kept))
    }

    /// Puts a statement that keeps the spawner for later in front of an expression.
    pub(crate) fn with_spawner_kept(&self, expression: TokenStream) -> TokenStream {
        let Some(on) = &self.options.on else {
            return expression;
        };
        let spawner = spawner(on);
        let later = runtime_crate::private(self.options, "later", spawner.span());
        quote_spanned!(spawner.span()=> { let #spawner = #later(#spawner); #expression })
    }

    fn call_on(&self, argument: &dyn ToTokens, on: Option<TokenStream>) -> TokenStream {
        let Self { options, span, .. } = *self;
        let mut spawner = on.map(|on| self.through(&on));
        if options.boxed {
            let boxed = runtime_crate::private(options, "Boxed", span);
            let current = runtime_crate::private(options, "Current", span);
            let spawner = spawner.get_or_insert(current);
            *spawner = quote_spanned!(span=> #boxed(#spawner));
        }
        let name = spawner.as_ref().map_or("ensure", |_| "ensure_on");
        let method = self.method(name);
        let spawner = spawner.map(|spawner| quote_spanned!(span=> , &#spawner));
        quote_spanned!(span=> #method(#argument #spawner))
    }

    /// The spawner for a reference to what `on` names.
    fn through(&self, on: &TokenStream) -> TokenStream {
        let name = match self.coercion.is_local {
            true => "through_local",
            false => "through",
        };
        let through = runtime_crate::private(self.options, name, on.span());
        quote_spanned!(on.span()=> #through(#on))
    }

    fn method(&self, name: &str) -> TokenStream {
        // The bounds of a collection are about the items alone, so that its type has to be given.
        let declared = match &self.coercion.kind {
            CoercionKind::Direct(
                Shape::Collection { declared, .. } | Shape::Tuple { declared, .. },
            ) => Some(declared),
            _ => None,
        };
        runtime_crate::method(self.options, ("Awaitable", name), declared, self.span)
    }
}

/// The variable for a reference to what `on` names.
pub(crate) fn spawner(on: &TokenStream) -> Ident {
    Ident::new("__spawner", Span::mixed_site().located_at(on.span()))
}
