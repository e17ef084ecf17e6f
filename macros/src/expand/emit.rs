//! Prints a plan.

mod coercions;
mod extension;
mod function;
mod runtime_crate;
mod signature;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Error, ImplItem, ItemImpl};

use super::plan::model::{BlockPlan, ItemPlan, MemberPlan, Plan};

/// The tokens that replace the item.
pub(crate) fn item(plan: Plan<'_>) -> TokenStream {
    let errors: TokenStream = plan
        .errors
        .into_iter()
        .map(Error::into_compile_error)
        .collect();
    match &plan.item {
        ItemPlan::Function(plan) => {
            let function = function::tokens(plan);
            quote!(#function #errors)
        }
        ItemPlan::Impl(plan) => {
            let block = impl_block(plan);
            quote!(#block #errors)
        }
        ItemPlan::Trait(plan, extension) => {
            let traits = extension::tokens(plan, extension.as_ref());
            quote!(#traits #errors)
        }
        ItemPlan::Unchanged(tokens) => quote!(#tokens #errors),
        // Nothing may follow an expression.
        ItemPlan::Expression(tokens) => quote!({ #errors #tokens }),
    }
}

fn impl_block(plan: &BlockPlan<'_, ItemImpl>) -> TokenStream {
    let mut members = TokenStream::new();
    for member in &plan.members {
        match member {
            MemberPlan::Function(plan) => members.extend(function::tokens(plan)),
            MemberPlan::Other(tokens) => tokens.to_tokens(&mut members),
        }
    }
    let mut block = plan.header.clone();
    block.items.push(ImplItem::Verbatim(members));
    block.into_token_stream()
}
