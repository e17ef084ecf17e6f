//! x
mod anonymous;
mod components;
mod documentation;
mod expand;
mod function;
mod names;
mod options;
mod parameter;
mod task_type;

use proc_macro::TokenStream;

/// x
#[proc_macro_attribute]
pub fn accepts_awaitable(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::accepts_awaitable(options.into(), item.into()).into()
}
