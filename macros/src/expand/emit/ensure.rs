//! The call that converts an awaitable to the declared type.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use super::coercions::Coerced;
use super::runtime_crate;
use crate::expand::plan::model::{CoercionKind, Shape};

/// Converts the awaitables of an input, as the options `on` and `boxed` say.
impl Coerced<'_> {
    /// Converts the argument when the function is called.
    pub(crate) fn ensure_argument(&self) -> TokenStream {
        self.ensure_with(&self.input.argument, |on| spawner(on).into_token_stream())
    }

    /// Converts an item that is drawn from a source.
    pub(crate) fn ensure_drawn(&self, drawn: &dyn ToTokens) -> TokenStream {
        self.ensure_with(drawn, |on| {
            let kept = kept(on);
            quote_spanned!(kept.span()=> &#kept)
        })
    }

    /// Puts a clone of the spawner in front of an expression that converts later.
    pub(crate) fn with_spawner_kept(&self, expression: TokenStream) -> TokenStream {
        let Some(on) = &self.options.on else {
            return expression;
        };
        let (spawner, kept) = (spawner(on), kept(on));
        let later = runtime_crate::private(self.options, "later", spawner.span());
        quote_spanned!(spawner.span()=> { let #kept = #later(#spawner); #expression })
    }

    fn ensure_with(
        &self,
        awaitable: &dyn ToTokens,
        spawner: fn(&TokenStream) -> TokenStream,
    ) -> TokenStream {
        let (options, span) = (self.options, self.span());
        let spawner = options.on.as_ref().map(spawner);
        let declared = self.declared();
        let function = match (
            spawner.is_some(),
            self.coercion.is_local,
            options.boxed.is_some(),
        ) {
            (false, _, false) => {
                let ensure = ("Awaitable", "ensure");
                let ensure = runtime_crate::method(options, ensure, declared, span);
                return quote_spanned!(span=> #ensure(#awaitable));
            }
            (false, _, true) => "ensure_boxed",
            (true, false, false) => "ensure_on",
            (true, false, true) => "ensure_boxed_on",
            (true, true, false) => "ensure_local_on",
            (true, true, true) => "ensure_local_boxed_on",
        };
        let function = runtime_crate::private(options, function, span);
        let declared = declared.map(|declared| quote_spanned!(span=> ::<#declared, _>));
        let spawner = spawner.map(|spawner| quote_spanned!(span=> , #spawner));
        quote_spanned!(span=> #function #declared (#awaitable #spawner))
    }

    /// The declared type, where rustc can't infer it: the bounds of a collection only name the items.
    fn declared(&self) -> Option<&Type> {
        match &self.coercion.kind {
            CoercionKind::Direct(Shape::Parts(_)) => Some(&self.author.ty),
            _ => None,
        }
    }
}

/// The variable that refers to the spawner of the option `on`.
pub(crate) fn spawner(on: &TokenStream) -> Ident {
    Ident::new("__spawner", on.span())
}

/// The variable for the clone of the spawner that later conversions use.
fn kept(on: &TokenStream) -> Ident {
    Ident::new("__kept_spawner", on.span())
}
