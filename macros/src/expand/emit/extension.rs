//! The author's trait, and the extension trait for callers.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{ItemTrait, TraitItem, parse_quote};

use super::{function, members};
use crate::expand::parse::in_braces;
use crate::expand::plan::model::{BlockPlan, Extension, MemberPlan, Strategy};

pub(crate) fn tokens(
    plan: &BlockPlan<'_, ItemTrait>,
    extension: Option<&Extension>,
) -> TokenStream {
    let mut author = plan.header.clone();
    let members = members(&plan.members);
    author.items.push(TraitItem::Verbatim(members));
    let extension = extension.map(|extension| extending(plan, extension));
    quote!(#author #extension)
}

/// The trait that callers import: it extends every implementor, and trait objects too.
fn extending(plan: &BlockPlan<'_, ItemTrait>, extension: &Extension) -> TokenStream {
    let Extension {
        name,
        implementor,
        for_both,
        deprecated,
    } = extension;
    let ItemTrait {
        vis,
        trait_token,
        ident,
        generics,
        brace_token,
        ..
    } = plan.header;
    let documentation =
        format!(" Calls the methods of [`{ident}`] with whatever can become a task.");
    let (_, arguments, where_clause) = generics.split_for_impl();
    let extended = quote!(#ident #arguments);
    let methods = in_braces(callers_methods(plan, &extended), brace_token.span.join());
    let mut with_implementor = generics.clone();
    let implementor_type = parse_quote!(#implementor: #extended + ?::core::marker::Sized);
    with_implementor.params.push(implementor_type);
    let (with_implementor, _, _) = with_implementor.split_for_impl();
    // At the name of the author's trait, so that messages about the supertrait point there.
    let colon = quote_spanned!(ident.span()=> :);
    quote! {
        #(#for_both)*
        #deprecated
        #[doc = #documentation]
        #[allow(async_fn_in_trait, dead_code, unreachable_pub)]
        #vis #trait_token #name #generics #colon #extended #where_clause #methods
        #(#for_both)*
        impl #with_implementor #name #arguments for #implementor #where_clause {}
    }
}

fn callers_methods(plan: &BlockPlan<'_, ItemTrait>, extended: &TokenStream) -> TokenStream {
    let mut methods = TokenStream::new();
    for member in &plan.members {
        let MemberPlan::Function(plan) = member else {
            continue;
        };
        if let Strategy::Extend {
            callers,
            needs_sized,
        } = &plan.strategy
        {
            let method = function::extending(plan, callers, extended, *needs_sized);
            methods.extend(method);
        }
    }
    methods
}
