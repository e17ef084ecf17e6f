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
                        if as_name(&required.bounded_ty) == Some(generic) =>
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
            let named = quote!(<#generic as ::core::future::IntoFuture>::IntoFuture);
            let output = signature.output.to_token_stream();
            if mentions::of_whole_generic(&output, generic).is_some() {
                let output = mentions::replace_whole(output, generic, &mut |_| named.clone());
                signature.output = parse_quote!(#output);
            }
        }
        _ => {}
    }
}

/// The bound for callers, at the author's bound.
fn accepted(
    bound: &TypeParamBound,
    others: &[TypeParamBound],
    conversion: &Conversion,
    options: &Options,
) -> TypeParamBound {
    let [start, _] = spans::ends(bound);
    let for_future = |name: &str| {
        let name = Ident::new(name, start);
        (!others.is_empty()).then(|| quote_spanned!(start=> #name: #(#others)+*))
    };
    match conversion {
        Conversion::IntoFuture => {
            let arguments = match bound {
                TypeParamBound::Trait(bound) => {
                    bound.path.segments.last().map(|last| &last.arguments)
                }
                _ => None,
            };
            let given = match arguments {
                Some(PathArguments::AngleBracketed(arguments)) => Some(&arguments.args),
                _ => None,
            };
            let given = given.into_iter().flatten().map(ToTokens::to_token_stream);
            let all = given.chain(for_future("IntoFuture"));
            parse_quote!(::core::future::IntoFuture<#(#all),*>)
        }
        Conversion::InPlace { output, form } => {
            let path = runtime_crate::item(options, "InPlace", start);
            let all = for_future("Future").into_iter();
            parse_quote!(#path<#output, #form #(, #all)*>)
        }
        Conversion::Join { output, form } => {
            let path = runtime_crate::item(options, "InPlaceJoin", start);
            let all = for_future("Future").into_iter();
            parse_quote!(#path<#output, #form #(, #all)*>)
        }
    }
}
