//! The bounds of futures that the body awaits in place, and their conversion.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::Parse;
use syn::{FnArg, GenericArgument, Generics, Signature, Type, TypeParamBound, parse_quote};

use super::coercions::Coerced;
use super::runtime_crate;
use super::widening::part_of;
use crate::expand::parse::Options;
use crate::expand::plan::model::{Awaitable, Futures, InPlace};
use crate::expand::syntax::types::{
    arguments_mut, associated_mut, generic_arguments, last_segment, ungrouped_mut,
};
use crate::expand::syntax::{bounds, mentions, spans};

/// The argument as a future, or wrapped so that it gives futures.
pub(crate) fn convert(coerced: &Coerced<'_>, future: &InPlace) -> TokenStream {
    let (options, span) = (coerced.options, coerced.span());
    let argument = &coerced.input.argument;
    let convert = match &future.output {
        None => quote_spanned!(span=> ::core::future::IntoFuture::into_future),
        Some(_) => runtime_crate::method(options, (name_of_trait(future), "in_place"), None, span),
    };
    let convert = match &future.boxed {
        None => convert,
        // A closure, so that it is called like the path of a conversion. clippy sees that it is generated code.
        Some(bounds) => {
            let span = Span::mixed_site().located_at(span);
            let boxed = boxed(&quote_spanned!(span=> Output = _), bounds, span);
            let pin = quote_spanned!(span=> ::std::boxed::Box::pin(#convert(awaitable)));
            quote_spanned!(span=> (|awaitable| -> #boxed { #pin }))
        }
    };
    match &future.futures {
        Futures::One => quote_spanned!(span=> #convert(#argument)),
        Futures::Vec => {
            let map = runtime_crate::private(options, "map_vec", span);
            quote_spanned!(span=> #map(#argument, |item| #convert(item)))
        }
        Futures::Drawn(source) => {
            let convert = |drawn: TokenStream| quote_spanned!(span=> #convert(#drawn));
            coerced.drawn(&source.source, None, &convert)
        }
    }
}

/// The type of a boxed future. `output` is the `Output = ..`.
fn boxed(output: &dyn ToTokens, bounds: &[TypeParamBound], span: Span) -> TokenStream {
    let object = quote_spanned!(span=> dyn ::core::future::Future<#output> #(+ #bounds)*);
    quote_spanned!(span=> ::core::pin::Pin<::std::boxed::Box<#object>>)
}

/// Changes an input to a boxed future, in the method that a trait's implementors write.
pub(crate) fn take_box(signature: &mut Signature, index: usize, future: &InPlace) {
    let ty = future_in(&future.futures, signature, index);
    let (Some(bounds), Some(ty)) = (&future.boxed, ty) else {
        return;
    };
    if let Type::ImplTrait(declared) = ty {
        let output: TokenStream = arguments_of(&declared.bounds[future.bound]).collect();
        *ty = Type::Verbatim(boxed(&output, bounds, spans::ends(ty)[0]));
    }
}

/// Widens an input to everything that becomes the future. The author's other bounds apply to the future.
pub(crate) fn widen(signature: &mut Signature, index: usize, future: &InPlace, options: &Options) {
    if let Some(generic) = &future.generic {
        widen_generic(signature, generic, future, options);
    } else if let Some(Type::ImplTrait(declared)) = future_in(&future.futures, signature, index) {
        let all = std::mem::take(&mut declared.bounds).into_iter().collect();
        declared.bounds.push(accepted(future, all, options));
    }
}

fn widen_generic(signature: &mut Signature, generic: &Ident, future: &InPlace, options: &Options) {
    let named = named(generic, future, options);
    let mut all = bounds::take(generic, &mut signature.generics);
    for (index, bound) in all.iter_mut().enumerate() {
        if index != future.bound {
            rename(bound, generic, &named);
        }
    }
    let accepted = accepted(future, all, options);
    for parameter in signature.generics.type_params_mut() {
        if parameter.ident == *generic {
            parameter.colon_token.get_or_insert_default();
            parameter.bounds.push(accepted.clone());
        }
    }
    rename(&mut signature.output, generic, &named);
    // A source gives the callers' own futures, so a bound about them stays.
    if let Futures::One = future.futures {
        rename_in_bounds(&mut signature.generics, generic, &named);
    }
}

/// The type of a future in the type of an input.
fn future_in<'a>(
    futures: &Futures,
    signature: &'a mut Signature,
    index: usize,
) -> Option<&'a mut Type> {
    let FnArg::Typed(input) = &mut signature.inputs[index] else {
        return None;
    };
    let ty = match futures {
        Futures::One => &mut input.ty,
        Futures::Vec => part_of(&mut input.ty, 0)?,
        Futures::Drawn(source) => {
            let bound = bounds::at(source.bound, &mut input.ty, &mut signature.generics)?;
            match associated_mut(arguments_mut(bound)?, "Item")? {
                GenericArgument::AssocType(item) => &mut item.ty,
                _ => return None,
            }
        }
    };
    Some(ungrouped_mut(ty))
}

/// Replaces the generic parameter by the future in a part of a signature. If the result doesn't parse, the part stays
/// as it is, and rustc reports the mistake.
fn rename<P: ToTokens + Parse>(part: &mut P, generic: &Ident, named: &TokenStream) {
    if mentions::of_whole_generic(part, generic).is_some() {
        let tokens = part.to_token_stream();
        let renamed = mentions::replace_whole(tokens, generic, &mut |_| named.clone());
        if let Ok(renamed) = syn::parse2(renamed) {
            *part = renamed;
        }
    }
}

fn rename_in_bounds(generics: &mut Generics, generic: &Ident, named: &TokenStream) {
    let others = generics
        .type_params_mut()
        .filter(|other| other.ident != *generic);
    for bound in others.flat_map(|other| &mut other.bounds) {
        rename(bound, generic, named);
    }
    if let Some(clause) = &mut generics.where_clause {
        rename(clause, generic, named);
    }
}

/// The path of the future that a caller's type becomes. It does not have the span of the author's name: clippy would
/// take it for a second place with bounds.
fn named(generic: &Ident, future: &InPlace, options: &Options) -> TokenStream {
    let Some(Awaitable { becomes, form, .. }) = &future.output else {
        return quote!(<#generic as ::core::future::IntoFuture>::IntoFuture);
    };
    let path = runtime_crate::item(options, name_of_trait(future), Span::call_site());
    quote!(<#generic as #path<#becomes, #form>>::Future)
}

/// The trait of the runtime crate that converts an argument to the future.
fn name_of_trait(future: &InPlace) -> &'static str {
    if future.is_joined {
        "InPlaceJoin"
    } else {
        "InPlace"
    }
}

/// The assertion about the output. Otherwise, every caller would get the error, not the author.
pub(crate) fn assertion(coerced: &Coerced<'_>, future: &InPlace) -> Option<TokenStream> {
    let span = coerced.span();
    let Awaitable { becomes, .. } = future.output.as_ref()?;
    let assert = if future.is_joined {
        "assert_joined"
    } else {
        "assert_output"
    };
    let assert = runtime_crate::private(coerced.options, assert, span);
    Some(quote_spanned!(span=> #assert::<#becomes>))
}

/// The bound for callers. It replaces all of the author's bounds.
fn accepted(
    future: &InPlace,
    mut others: Vec<TypeParamBound>,
    options: &Options,
) -> TypeParamBound {
    let bound = others.remove(future.bound);
    let [start, end] = spans::ends(&bound);
    let (path, mut arguments, associated) = match &future.output {
        None => {
            let path = quote_spanned!(start=> ::core::future::IntoFuture);
            (path, arguments_of(&bound).collect(), "IntoFuture")
        }
        Some(Awaitable { becomes, form, .. }) => {
            let path = runtime_crate::bound(options, name_of_trait(future), start);
            (path, vec![quote!(#becomes), quote!(#form)], "Future")
        }
    };
    if !others.is_empty() {
        let associated = Ident::new(associated, start);
        arguments.push(quote_spanned!(start=> #associated: #(#others)+*));
    }
    let close = quote_spanned!(end=> >);
    parse_quote!(#path<#(#arguments),* #close)
}

/// The generic arguments of a bound.
fn arguments_of(bound: &TypeParamBound) -> impl Iterator<Item = TokenStream> {
    let arguments = last_segment(bound).map(|last| generic_arguments(&last.arguments));
    let arguments = arguments.into_iter().flatten();
    arguments.map(ToTokens::to_token_stream)
}
