//! Prints a plan as tokens.

mod coercions;
mod ensure;
mod extension;
mod function;
mod in_place;
mod runtime_crate;
mod signature;
mod widening;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Error, ImplItem, ItemImpl};

use super::parse::Options;
use super::plan::model::{BlockPlan, ItemPlan, MemberPlan, Plan};

/// The tokens that replace the item.
pub(crate) fn item(plan: Plan<'_>) -> TokenStream {
    let errors: TokenStream = plan
        .errors
        .into_iter()
        .map(Error::into_compile_error)
        .collect();
    let tokens = match &plan.item {
        ItemPlan::Function(plan) => function::tokens(plan),
        ItemPlan::Impl(plan) => impl_block(plan),
        ItemPlan::Trait(plan, extension) => extension::tokens(plan, extension.as_ref()),
        ItemPlan::Unchanged(tokens) => tokens.clone(),
        ItemPlan::Again {
            tokens,
            behind,
            options,
        } => again(tokens, *behind, options),
    };
    quote!(#tokens #errors)
}

/// Inserts this attribute again, after the first `behind` tokens.
fn again(tokens: &TokenStream, behind: usize, options: &Options) -> TokenStream {
    let span = Span::mixed_site();
    let root = runtime_crate::root(options, span);
    let given = &options.tokens;
    let attribute = quote_spanned!(span=> #[#root::accepts_awaitable(#given)]);
    let tokens = tokens.clone().into_iter();
    let before = tokens.clone().take(behind);
    before.chain(attribute).chain(tokens.skip(behind)).collect()
}

fn impl_block(plan: &BlockPlan<'_, ItemImpl>) -> TokenStream {
    let mut block = plan.header.clone();
    let members = members(&plan.members);
    block.items.push(ImplItem::Verbatim(members));
    block.into_token_stream()
}

/// The members of the author's block.
fn members(plans: &[MemberPlan<'_>]) -> TokenStream {
    let members = plans.iter().map(|member| match member {
        MemberPlan::Function(plan) => function::tokens(plan),
        MemberPlan::Other(tokens) => tokens.to_token_stream(),
    });
    members.collect()
}
