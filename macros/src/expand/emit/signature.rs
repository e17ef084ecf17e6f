//! The signatures of generated functions. Each one is made from the author's, which stays as it is.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt, quote, quote_spanned};
use syn::{
    Attribute, FnArg, GenericArgument, GenericParam, Generics, Pat, PathArguments, ReturnType,
    Signature, Token, Type, TypeParamBound, WherePredicate, parse_quote,
};

use super::runtime_crate;
use crate::expand::parse::Options;
use crate::expand::plan::model::{
    Awaitable, BoundPlace, CoercionKind, Drawn, FunctionPlan, InputPlan, Shape, Source, Strategy,
};
use crate::expand::syntax::types::from_path;
use crate::expand::syntax::{attributes, mentions, patterns, spans};

/// The author's signature, without the attributes of this crate.
pub(crate) fn own(plan: &FunctionPlan<'_>) -> Signature {
    let mut signature = plan.function.signature.clone();
    for (input, plan) in signature.inputs.iter_mut().zip(&plan.inputs) {
        let all = plan.attributes.iter().chain(&plan.lint_levels);
        *attributes_of(input) = all.cloned().collect();
    }
    signature
}

/// The signature of the function with the body: the author's under another name.
pub(crate) fn body(plan: &FunctionPlan<'_>, name: &Ident) -> Signature {
    let mut signature = plan.function.signature.clone();
    signature.ident = name.clone();
    for (input, plan) in signature.inputs.iter_mut().zip(&plan.inputs) {
        let all = plan.conditions.iter().chain(&plan.lint_levels);
        let attributes = attributes_of(input);
        *attributes = all.cloned().collect();
        if plan.is_used_by_on {
            attributes.push(attributes::allow(quote!(unused_variables)));
        }
    }
    signature
}

/// The signature that callers see: each task has become whatever becomes one.
pub(crate) fn callers(plan: &FunctionPlan<'_>) -> Signature {
    let mut signature = own(plan);
    for (input, plan_of_input) in signature.inputs.iter_mut().zip(&plan.inputs) {
        bind(input, plan_of_input, plan);
    }
    let new = widen(&mut signature, plan);
    signature.output = capturing(&signature.output, &new);
    add_generics(&mut signature, new);
    signature
}

fn attributes_of(input: &mut FnArg) -> &mut Vec<Attribute> {
    match input {
        FnArg::Receiver(receiver) => &mut receiver.attrs,
        FnArg::Typed(input) => &mut input.attrs,
    }
}

/// Binds an argument to the name by which generated code uses it, if it does.
fn bind(input: &mut FnArg, plan: &InputPlan<'_>, function: &FunctionPlan<'_>) {
    let is_handed_on = match function.strategy {
        Strategy::Unchanged | Strategy::Declaration | Strategy::InPlace => false,
        Strategy::Inside { .. } | Strategy::Beside { .. } | Strategy::Extend { .. } => true,
    };
    if is_handed_on || plan.coercion.is_some() {
        // Lint levels are meant for what the author's pattern binds.
        *attributes_of(input) = plan.attributes.clone();
    }
    match input {
        FnArg::Receiver(receiver) if is_handed_on => receiver.mutability = None,
        FnArg::Receiver(_) => {}
        FnArg::Typed(_) if matches!(function.strategy, Strategy::Declaration) => {}
        FnArg::Typed(input) => {
            if let Some(coercion) = &plan.coercion {
                let is_mutable = is_called_mutably(&coercion.kind);
                *input.pat = patterns::variable(plan.argument.clone(), is_mutable);
            } else if is_handed_on {
                *input.pat = patterns::variable(handed_on(&input.pat, plan, function), false);
            }
        }
    }
}

/// The name of an argument that is handed on as it is. The option `on` may use it by the author's name.
fn handed_on(pattern: &Pat, plan: &InputPlan<'_>, function: &FunctionPlan<'_>) -> Ident {
    let name = patterns::name(pattern);
    match name.filter(|_| function.options.on.is_some()) {
        Some(name) => name.clone(),
        None => plan.argument.clone(),
    }
}

fn is_called_mutably(kind: &CoercionKind) -> bool {
    match kind {
        CoercionKind::Drawn(drawn) => {
            matches!(
                drawn.source,
                Source::Factory {
                    is_mutable: true,
                    ..
                }
            )
        }
        CoercionKind::Direct(_) => false,
    }
}

/// Widens the types of the coerced inputs. Returns the new generic parameters.
fn widen(signature: &mut Signature, plan: &FunctionPlan<'_>) -> Vec<GenericParam> {
    let mut new = Vec::new();
    for (index, input) in plan.inputs.iter().enumerate() {
        let Some(coercion) = &input.coercion else {
            continue;
        };
        let (mut types, mut forms) = (Vec::new(), Vec::new());
        for awaitable in coercion.kind.awaitables() {
            if let Some(name) = &awaitable.name {
                let bound = bound(awaitable, &plan.options);
                types.push(parse_quote!(#name: #bound));
            }
            forms.push(GenericParam::Type(awaitable.form.clone().into()));
        }
        for generic in types.into_iter().chain(forms) {
            new.push(on_conditions(generic, &input.conditions));
        }
        let FnArg::Typed(typed) = &mut signature.inputs[index] else {
            continue;
        };
        match &coercion.kind {
            CoercionKind::Direct(shape) => *typed.ty = accepted(shape, &plan.options),
            CoercionKind::Drawn(drawn) => {
                let bound = bound_at(drawn.bound, &mut typed.ty, &mut signature.generics);
                if let Some(bound) = bound {
                    widen_bound(bound, drawn, &plan.options);
                }
            }
        }
    }
    new
}

fn on_conditions(mut generic: GenericParam, conditions: &[Attribute]) -> GenericParam {
    if let GenericParam::Type(ty) = &mut generic {
        ty.attrs = conditions.to_vec();
    }
    generic
}

/// The type that callers pass.
fn accepted(shape: &Shape, options: &Options) -> Type {
    match shape {
        Shape::Awaitable(awaitable) => match &awaitable.name {
            Some(name) => from_path(name.clone().into()),
            None => {
                let [start, _] = spans::ends(&awaitable.becomes);
                let bound = bound(awaitable, options);
                Type::Verbatim(quote_spanned!(start=> impl #bound))
            }
        },
        Shape::Collection {
            declared,
            argument,
            inside,
        } => {
            let mut collection = declared.clone();
            if let Some(ty) = inside_of(&mut collection, *argument) {
                *ty = accepted(inside, options);
            }
            collection
        }
        Shape::Tuple { declared, parts } => {
            let mut tuple = declared.clone();
            if let Type::Tuple(tuple) = ungrouped(&mut tuple) {
                for (ty, part) in tuple.elems.iter_mut().zip(parts) {
                    *ty = accepted(part, options);
                }
            }
            tuple
        }
    }
}

fn inside_of(collection: &mut Type, argument: usize) -> Option<&mut Type> {
    match ungrouped(collection) {
        Type::Array(array) => Some(&mut array.elem),
        Type::Path(path) => {
            let last = path.path.segments.last_mut()?;
            let PathArguments::AngleBracketed(arguments) = &mut last.arguments else {
                return None;
            };
            match arguments.args.get_mut(argument)? {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            }
        }
        _ => None,
    }
}

fn ungrouped(ty: &mut Type) -> &mut Type {
    match ty {
        Type::Group(group) => ungrouped(&mut group.elem),
        Type::Paren(paren) => ungrouped(&mut paren.elem),
        ty => ty,
    }
}

/// `Awaitable<Task<T>, __TaskForm>`, from the first to the last of the type's tokens, so that messages about the bound
/// point at all of the type.
fn bound(awaitable: &Awaitable, options: &Options) -> TokenStream {
    let Awaitable { becomes, form, .. } = awaitable;
    let [start, end] = spans::ends(becomes);
    let path = runtime_crate::awaitable(options, start);
    let mut bound = quote_spanned!(start=> #path<#becomes, #form);
    if options.path.is_some() {
        // The tokens of the author's path stand in the attribute, and the bound is not to begin there.
        bound = quote_spanned!(start=> for<> #bound);
    }
    bound.extend(quote_spanned!(end=> >));
    bound
}

fn bound_at<'a>(
    place: BoundPlace,
    ty: &'a mut Type,
    generics: &'a mut Generics,
) -> Option<&'a mut TypeParamBound> {
    match place {
        BoundPlace::ImplTrait { bound } => match ungrouped(ty) {
            Type::ImplTrait(ty) => ty.bounds.get_mut(bound),
            _ => None,
        },
        BoundPlace::Generic { parameter, bound } => match generics.params.get_mut(parameter)? {
            GenericParam::Type(ty) => ty.bounds.get_mut(bound),
            _ => None,
        },
        BoundPlace::Where { predicate, bound } => {
            let clause = generics.where_clause.as_mut()?;
            match clause.predicates.get_mut(predicate)? {
                WherePredicate::Type(required) => required.bounds.get_mut(bound),
                _ => None,
            }
        }
    }
}

/// Has a bound give what becomes a task: `-> __MakeItem`, or `Item: Awaitable<..>`.
fn widen_bound(bound: &mut TypeParamBound, drawn: &Drawn, options: &Options) {
    let TypeParamBound::Trait(bound_trait) = bound else {
        return;
    };
    let Some(segment) = bound_trait.path.segments.last_mut() else {
        return;
    };
    match (&mut segment.arguments, &drawn.item.name) {
        (PathArguments::Parenthesized(signature), Some(name)) => {
            if let ReturnType::Type(_, output) = &mut signature.output {
                // At the author's output, where rustc explains the mistake of a caller.
                let [start, _] = spans::ends(output);
                let mut there = name.clone();
                there.set_span(start);
                **output = from_path(there.into());
            }
        }
        (PathArguments::AngleBracketed(arguments), _) => {
            let accepted = self::bound(&drawn.item, options);
            for argument in &mut arguments.args {
                if matches!(argument, GenericArgument::AssocType(item) if item.ident == "Item") {
                    *argument = parse_quote!(Item: #accepted);
                }
            }
        }
        _ => {}
    }
}

/// Adds the new generic parameters to those of the author.
fn add_generics(signature: &mut Signature, new: Vec<GenericParam>) {
    // Where rustc would have the author write the first one, as in `fn cancel<'a>(..)`.
    let behind_name = spans::behind(signature.ident.span());
    let generics = &mut signature.generics;
    if generics.lt_token.is_none() {
        generics.lt_token = Some(Token![<](behind_name));
        generics.gt_token = Some(Token![>](behind_name));
    }
    generics.params.extend(new);
}

/// A result with the new generic parameters in its `use<..>`, which has to list all that there are.
fn capturing(result: &ReturnType, new: &[GenericParam]) -> ReturnType {
    let ReturnType::Type(arrow, ty) = result else {
        return ReturnType::Default;
    };
    let tokens = ty.to_token_stream();
    if !mentions::contain(tokens.clone(), "use") {
        return result.clone();
    }
    let names = new.iter().filter_map(|generic| match generic {
        GenericParam::Type(ty) => Some(&ty.ident),
        GenericParam::Lifetime(_) | GenericParam::Const(_) => None,
    });
    let names: Vec<&Ident> = names.collect();
    let tokens = with_captures(tokens, &names);
    ReturnType::Type(*arrow, Box::new(Type::Verbatim(tokens)))
}

/// The tokens with these names at the end of every `use<..>`.
fn with_captures(tokens: TokenStream, names: &[&Ident]) -> TokenStream {
    let mut all = TokenStream::new();
    let mut is_capturing = false;
    let mut is_after_name = false;
    for token in tokens {
        match &token {
            TokenTree::Ident(word) if word == "use" => is_capturing = true,
            TokenTree::Punct(punct) if is_capturing && punct.as_char() == '>' => {
                let comma = is_after_name.then(|| quote!(,));
                all.extend(quote!(#comma #(#names),*));
                is_capturing = false;
            }
            TokenTree::Group(group) => {
                let mut inside =
                    Group::new(group.delimiter(), with_captures(group.stream(), names));
                inside.set_span(group.span());
                all.append(inside);
                continue;
            }
            _ => {}
        }
        is_after_name = matches!(token, TokenTree::Ident(_));
        all.append(token);
    }
    all
}

/// Where the result is declared.
pub(crate) fn ends_of_result(signature: &Signature) -> [Span; 2] {
    match &signature.output {
        ReturnType::Type(_, ty) => spans::ends(ty),
        ReturnType::Default => [Span::mixed_site().located_at(signature.ident.span()); 2],
    }
}
