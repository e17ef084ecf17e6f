//! The expansion of an item, in three stages.
//!
//! [`parse`] reads the attribute's options and the item; the bodies of functions stay tokens. [`plan`] makes every
//! decision, and refuses what can't be rewritten; its result is plain data. [`emit`] prints that result and decides
//! nothing. [`syntax`] holds helpers for Rust's syntax that know nothing of this attribute.
//!
//! This file is not `expand.rs`, since the fuzz target includes the folder by its path.

mod emit;
mod parse;
mod plan;
mod syntax;

use std::panic::{self, AssertUnwindSafe};

use proc_macro2::{Span, TokenStream};
use syn::Error;

use self::parse::Item;
use self::parse::mark::without_awaitable;

/// Expands the attribute with these options on this item.
///
/// After an error, the item is still printed beside the error. A missing item would cause more errors, at its callers
/// and in the author's editor.
pub(crate) fn accepts_awaitable(options: TokenStream, item: TokenStream) -> TokenStream {
    catching_panics(item, |item| {
        let Ok(item) = Item::parse(item.clone()) else {
            // rustc can't parse the item either, and explains the mistake better.
            return without_awaitable(item);
        };
        emit::item(plan::item(&item, options))
    })
}

/// Turns a panic of this crate into an error that asks for a report. The item stays as it is.
pub(crate) fn catching_panics(
    item: TokenStream,
    expand: impl FnOnce(TokenStream) -> TokenStream,
) -> TokenStream {
    let untouched = item.clone();
    panic::catch_unwind(AssertUnwindSafe(|| expand(item))).unwrap_or_else(|_| {
        let error = Error::new(
            Span::call_site(),
            "`#[accepts_awaitable]` panicked, which is a bug of the crate `ensure-future`: please report it with this \
             item",
        );
        let mut tokens = without_awaitable(untouched);
        tokens.extend(error.into_compile_error());
        tokens
    })
}
