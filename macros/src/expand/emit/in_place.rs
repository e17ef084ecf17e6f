//! The bounds of futures that the body awaits in place, and their conversion.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::punctuated::Punctuated;
use syn::{
    FnArg, GenericParam, PathArguments, Signature, Token, Type, TypeParamBound, WherePredicate,
    parse_quote,
};

use super::runtime_crate;
use super::widening::{bound_at, ungrouped};
use crate::expand::parse::Options;
use crate::expand::plan::model::{Conversion, InPlace};
use crate::expand::syntax::types::as_name;
use crate::expand::syntax::{mentions, spans};

type Bounds = Punctuated<TypeParamBound, Token![+]>;

/// The new generic parameter for the form.
pub(crate) fn form(conversion: &Conversion) -> Option<&Ident> {
    match conversion {
        Conversion::IntoFuture => None,
        Conversion::InPlace { form, .. } | Conversion::Join { form, .. } => Some(form),
    }
}

/// The call that makes an argument the future.
pub(crate) fn convert(
    argument: &Ident,
    conversion: &Conversion,
    options: &Options,
    span: Span,
) -> TokenStream {
    let convert = match conversion {
        Conversion::IntoFuture => quote_spanned!(span=> ::core::future::IntoFuture::into_future),
        Conversion::InPlace { .. } => runtime_crate::method(options, "InPlace", "in_place", span),
        Conversion::Join { .. } => runtime_crate::method(options, "InPlaceJoin", "in_place", span),
    };
    quote_spanned!(span=> #convert(#argument))
}

/// Has an input accept whatever becomes the future. The author's other bounds hold for the future.
pub(crate) fn widen(signature: &mut Signature, index: usize, future: &InPlace, options: &Options) {
    let FnArg::Typed(input) = &mut signature.inputs[index] else {
        return;
    };
    let generics = &mut signature.generics;
    let Some(bound) = bound_at(future.bound, &mut input.ty, generics).cloned() else {
        return;
    };
    let shown = bound.to_token_stream().to_string();
    let mut others = Vec::new();
    let mut take = |bounds: &mut Bounds| {
        let all = std::mem::take(bounds);
        others.extend(
            all.into_iter()
                .filter(|other| other.to_token_stream().to_string() != shown),
        );
    };
    if let Type::ImplTrait(ty) = ungrouped(&mut input.ty) {
        take(&mut ty.bounds);
    }
    if let Some(generic) = &future.generic {
        for parameter in &mut generics.params {
            match parameter {
                GenericParam::Type(ty) if ty.ident == *generic => take(&mut ty.bounds),
                _ => {}
            }
        }
        if let Some(clause) = &mut generics.where_clause {
            let predicates = std::mem::take(&mut clause.predicates);
            for mut predicate in predicates {
                match &mut predicate {
                    WherePredicate::Type(required)
                        if as_name(&required.bounded_ty) == Some(generic)
                            && required.lifetimes.is_none() =>
                    {
                        take(&mut required.bounds);
                    }
                    _ => clause.predicates.push(predicate),
                }
            }
        }
    }
    let accepted = accepted(&bound, &others, &future.conversion, options);
    match (ungrouped(&mut input.ty), &future.generic) {
        (Type::ImplTrait(ty), _) => ty.bounds.push(accepted),
        (_, Some(generic)) => {
            for parameter in &mut generics.params {
                match parameter {
                    GenericParam::Type(ty) if ty.ident == *generic => {
                        ty.colon_token.get_or_insert_default();
                        ty.bounds.push(accepted.clone());
                    }
                    _ => {}
                }
            }
            // Not at the author's name, which clippy would take for a second place with bounds for it.
            let span = Span::call_site();
            let named = match &future.conversion {
                Conversion::IntoFuture => {
                    quote!(<#generic as ::core::future::IntoFuture>::IntoFuture)
                }
                Conversion::InPlace { output, form } => {
                    let path = runtime_crate::item(options, "InPlace", span);
                    quote!(<#generic as #path<#output, #form>>::Future)
                }
                Conversion::Join { output, form } => {
                    let path = runtime_crate::item(options, "InPlaceJoin", span);
                    quote!(<#generic as #path<#output, #form>>::Future)
                }
            };
            name_future(signature, generic, &named);
        }
        _ => {}
    }
}

/// Has the result and the bounds of other types name the future where they name the generic parameter, which is the
/// caller's type.
fn name_future(signature: &mut Signature, generic: &Ident, named: &TokenStream) {
    let rename = |tokens: TokenStream| {
        mentions::of_whole_generic(&tokens, generic)?;
        Some(mentions::replace_whole(tokens, generic, &mut |_| {
            named.clone()
        }))
    };
    if let Some(output) = rename(signature.output.to_token_stream()) {
        signature.output = parse_quote!(#output);
    }
    for parameter in &mut signature.generics.params {
        match parameter {
            GenericParam::Type(ty) if ty.ident != *generic => {
                for bound in &mut ty.bounds {
                    if let Some(renamed) = rename(bound.to_token_stream()) {
                        *bound = parse_quote!(#renamed);
                    }
                }
            }
            _ => {}
        }
    }
    if let Some(clause) = &mut signature.generics.where_clause {
        for predicate in &mut clause.predicates {
            if let Some(renamed) = rename(predicate.to_token_stream()) {
                *predicate = parse_quote!(#renamed);
            }
        }
    }
}

/// The bound for callers, from the first to the last of the tokens of the author's bound.
fn accepted(
    bound: &TypeParamBound,
    others: &[TypeParamBound],
    conversion: &Conversion,
    options: &Options,
) -> TypeParamBound {
    let [start, end] = spans::ends(bound);
    let (path, mut arguments, future) = match conversion {
        Conversion::IntoFuture => {
            let path = quote_spanned!(start=> ::core::future::IntoFuture);
            (path, arguments(bound), "IntoFuture")
        }
        Conversion::InPlace { output, form } => {
            let path = runtime_crate::item(options, "InPlace", start);
            (path, vec![quote!(#output), quote!(#form)], "Future")
        }
        Conversion::Join { output, form } => {
            let path = runtime_crate::item(options, "InPlaceJoin", start);
            (path, vec![quote!(#output), quote!(#form)], "Future")
        }
    };
    if !others.is_empty() {
        let future = Ident::new(future, start);
        arguments.push(quote_spanned!(start=> #future: #(#others)+*));
    }
    let mut accepted = quote_spanned!(start=> #path);
    if options.path.is_some() && !matches!(conversion, Conversion::IntoFuture) {
        // The tokens of the author's path stand in the attribute, and the bound is not to begin there.
        accepted = quote_spanned!(start=> for<> #accepted);
    }
    accepted.extend(quote_spanned!(start=> <));
    accepted.extend(quote!(#(#arguments),*));
    accepted.extend(quote_spanned!(end=> >));
    parse_quote!(#accepted)
}

/// The generic arguments of a bound.
fn arguments(bound: &TypeParamBound) -> Vec<TokenStream> {
    let TypeParamBound::Trait(bound) = bound else {
        return Vec::new();
    };
    let last = bound.path.segments.last();
    match last.map(|last| &last.arguments) {
        Some(PathArguments::AngleBracketed(arguments)) => arguments
            .args
            .iter()
            .map(ToTokens::to_token_stream)
            .collect(),
        _ => Vec::new(),
    }
}
