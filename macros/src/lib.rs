//! The attribute [`accepts_awaitable`] of the crate `ensure-future`, which re-exports it.
//!
//! An item's way through this crate: its signatures are parsed (`item`, `function`), their parameters become a plain
//! model (`parameter`, `source`), and the model is expanded (`outline`, with `signature` for what callers see, `body`
//! for the author's own function and `coercion` for what is done between them). Bodies stay tokens.

mod accepted;
mod anonymous;
mod attributes;
mod body;
mod choice;
mod code;
mod coercion;
mod documentation;
mod drawn;
mod expand;
mod expansion;
mod extension;
mod first_poll;
mod function;
mod implementation;
mod implied;
mod invalid;
mod item;
mod lifetimes;
mod lints;
mod local_trait;
mod mention;
mod method;
mod names;
mod options;
mod outline;
mod parameter;
mod pattern;
mod place;
mod refusal;
mod shape;
mod signature;
mod sorted;
mod source;
mod task_type;
#[cfg(test)]
mod tests;
mod walk;

use proc_macro::TokenStream;

#[doc = include_str!("accepts_awaitable.md")]
#[proc_macro_attribute]
pub fn accepts_awaitable(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::accepts_awaitable(options.into(), item.into()).into()
}
