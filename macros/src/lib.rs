//! The attribute [`accepts_awaitable`] of the crate `ensure-future`, which re-exports it.
//!
//! `expand` holds all of it: `expand/parse` reads an item, `expand/plan` decides what becomes of it, and `expand/emit`
//! prints that.

mod expand;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

#[doc = include_str!("accepts_awaitable.md")]
#[proc_macro_attribute]
pub fn accepts_awaitable(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::accepts_awaitable(options.into(), item.into()).into()
}
