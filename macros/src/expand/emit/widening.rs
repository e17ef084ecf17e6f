//! The types and bounds that callers see in place of tasks.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote_spanned};
use syn::{
    FnArg, GenericArgument, PathArguments, ReturnType, Signature, Type, TypeParam, TypeParamBound,
    parse_quote,
};

use super::{in_place, runtime_crate};
use crate::expand::parse::Options;
use crate::expand::plan::model::{Awaitable, CoercionKind, FunctionPlan, Shape};
use crate::expand::syntax::types::{arguments_mut, associated_mut, ungrouped_mut};
use crate::expand::syntax::{bounds, spans};

/// Widens the types of the coerced inputs. Returns the new generic parameters.
pub(crate) fn widen(signature: &mut Signature, plan: &FunctionPlan<'_>) -> Vec<TypeParam> {
    let mut new = Vec::new();
    for (index, input) in plan.inputs.iter().enumerate() {
        let Some(kind) = input.kind() else {
            continue;
        };
        let (mut types, mut forms) = (Vec::new(), Vec::new());
        for awaitable in kind.awaitables() {
            if let Some(name) = &awaitable.name {
                let bound = bound(awaitable, &plan.options);
                types.push(parse_quote!(#name: #bound));
            }
            forms.push(TypeParam::from(awaitable.form.clone()));
        }
        for mut generic in types.into_iter().chain(forms) {
            generic.attrs.clone_from(&input.conditions);
            new.push(generic);
        }
        let FnArg::Typed(widened) = &mut signature.inputs[index] else {
            continue;
        };
        match kind {
            CoercionKind::Direct(shape) => widen_type(&mut widened.ty, shape, &plan.options),
            CoercionKind::Drawn(drawn, given) => {
                let bound = bounds::at(drawn.bound, &mut widened.ty, &mut signature.generics);
                if let Some(bound) = bound {
                    widen_bound(bound, given, &plan.options);
                }
            }
            CoercionKind::InPlace(future) => {
                in_place::widen(signature, index, future, &plan.options);
            }
        }
    }
    new
}

/// Changes a declared type to the type that callers pass.
fn widen_type(ty: &mut Type, shape: &Shape, options: &Options) {
    match shape {
        Shape::Awaitable(awaitable) => {
            let name = awaitable.name.as_ref().map(ToTokens::to_token_stream);
            *ty = Type::Verbatim(name.unwrap_or_else(|| {
                let [start, _] = spans::ends(&awaitable.becomes);
                let bound = bound(awaitable, options);
                quote_spanned!(spans::before(start)=> impl #bound)
            }));
        }
        Shape::Parts(parts) => {
            for (index, part) in parts {
                if let Some(ty) = part_of(ty, *index) {
                    widen_type(ty, part, options);
                }
            }
        }
    }
}

/// The part of a tuple or of a collection with this index.
pub(crate) fn part_of(ty: &mut Type, index: usize) -> Option<&mut Type> {
    match ungrouped_mut(ty) {
        Type::Tuple(tuple) => tuple.elems.get_mut(index),
        Type::Array(array) => Some(&mut array.elem),
        Type::Path(path) => {
            let last = path.path.segments.last_mut()?;
            let PathArguments::AngleBracketed(arguments) = &mut last.arguments else {
                return None;
            };
            match arguments.args.get_mut(index)? {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            }
        }
        _ => None,
    }
}

/// `Awaitable<Task<T>, TaskForm>`, from the first to the last of the type's tokens, so that messages about the bound
/// point at all of the type. It begins in front of the type, so that an editor shows only the type itself there.
fn bound(awaitable: &Awaitable, options: &Options) -> TokenStream {
    let Awaitable { becomes, form, .. } = awaitable;
    let [start, end] = spans::ends(becomes);
    let start = spans::before(start);
    let path = runtime_crate::bound(options, "Awaitable", start);
    let close = quote_spanned!(end=> >);
    quote_spanned!(start=> #path<#becomes, #form #close)
}

/// Changes a bound so that it gives awaitables instead of tasks: `-> MakeAwaitable`, or `Item: Awaitable<..>`.
fn widen_bound(bound: &mut TypeParamBound, given: &Awaitable, options: &Options) {
    let Some(arguments) = arguments_mut(bound) else {
        return;
    };
    if let Some(item) = associated_mut(arguments, "Item") {
        let accepted = self::bound(given, options);
        *item = parse_quote!(Item: #accepted);
    } else if let (PathArguments::Parenthesized(signature), Some(name)) = (arguments, &given.name) {
        if let ReturnType::Type(_, output) = &mut signature.output {
            // At the author's output, where rustc explains the mistake of a caller.
            let mut there = name.clone();
            there.set_span(spans::ends(output)[0]);
            **output = Type::Verbatim(there.into_token_stream());
        }
    }
}
