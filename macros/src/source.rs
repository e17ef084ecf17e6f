//! Which bound gives one task at a time? `Fn() -> Task<T>`, `Iterator<Item = Task<T>>` and their kin.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{
    AngleBracketedGenericArguments, GenericArgument, GenericParam, Generics, Ident,
    ParenthesizedGenericArguments, Path, PathArguments, ReturnType, Token, Type, TypeParamBound,
    TypePath, WherePredicate, parse_quote,
};

use crate::task_type;

type Bounds = Punctuated<TypeParamBound, Token![+]>;

/// The bounds that hold for what a body gets if they hold for what the caller passes.
const KEPT: [&str; 19] = [
    "Fn",
    "FnMut",
    "FnOnce",
    "Iterator",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "FusedIterator",
    "IntoIterator",
    "Stream",
    "FusedStream",
    "Clone",
    "Copy",
    "Debug",
    "Send",
    "Sync",
    "Sized",
    "Unpin",
    "UnwindSafe",
    "RefUnwindSafe",
];

/// How tasks are drawn.
pub(crate) enum Source {
    /// By calling it with arguments of these types.
    Factory {
        arguments: Vec<TokenStream>,
        /// An `FnMut`, which has to be mutable to be called.
        mutable: bool,
    },
    Iterator,
    IntoIterator,
    Stream,
}

impl Source {
    pub(crate) fn is_factory(&self) -> bool {
        matches!(self, Self::Factory { .. })
    }
}

/// Where a bound says what it gives.
pub(crate) enum Given<'a> {
    /// `-> Task<T>`
    Output(&'a mut Type),
    /// `Item = Task<T>`
    Item(&'a mut GenericArgument),
}

impl Given<'_> {
    pub(crate) fn ty(&mut self) -> Option<&mut Type> {
        match self {
            Self::Output(ty) => Some(ty),
            Self::Item(GenericArgument::AssocType(item)) => Some(&mut item.ty),
            Self::Item(_) => None,
        }
    }

    /// Makes the bound give whatever fulfils `accepted`; for an output, Rust wants the generic parameter that is
    /// returned.
    pub(crate) fn widen(self, item: &Ident, accepted: &TokenStream) -> Option<GenericParam> {
        match self {
            Self::Output(ty) => {
                // Where the author says what is returned, for this is where a caller's mistake is explained.
                let mut there = item.clone();
                there.set_span(ty.span());
                *ty = to_type(there.into());
                Some(parse_quote!(#item: #accepted))
            }
            Self::Item(argument) => {
                *argument = parse_quote!(Item: #accepted);
                None
            }
        }
    }
}

/// Finds what gives tasks among the bounds of a type. With `marked`, the author says that it gives some, whatever they
/// are called.
pub(crate) fn find<'a>(
    ty: &'a mut Type,
    generics: &'a mut Generics,
    marked: bool,
) -> Option<(Source, Given<'a>)> {
    all(ty, generics, marked).into_iter().next()
}

/// The same, of all bounds that give tasks.
pub(crate) fn all<'a>(
    ty: &'a mut Type,
    generics: &'a mut Generics,
    marked: bool,
) -> Vec<(Source, Given<'a>)> {
    let mut all = Vec::new();
    for bounds in bounds(ty, generics) {
        // Here and elsewhere, the pairs are much less to compile than `iter_mut`, which boxes an iterator.
        for bound in bounds.pairs_mut() {
            if let Some(given) = given_by(bound.into_value(), marked) {
                all.push(given);
            }
        }
    }
    all
}

/// The bounds of an `impl Trait`, or of a type that is one of the generic parameters.
fn bounds<'a>(ty: &'a mut Type, generics: &'a mut Generics) -> Vec<&'a mut Bounds> {
    if let Some(name) = as_name(ty) {
        return bounds_of(generics, name);
    }
    match ty {
        Type::ImplTrait(ty) => vec![&mut ty.bounds],
        _ => Vec::new(),
    }
}

/// The bounds of a generic parameter, those in the `where` clause too; none of what is declared elsewhere.
fn bounds_of<'a>(generics: &'a mut Generics, name: &Ident) -> Vec<&'a mut Bounds> {
    let mut all = Vec::new();
    for parameter in &mut generics.params {
        match parameter {
            GenericParam::Type(ty) if ty.ident == *name => all.push(&mut ty.bounds),
            _ => {}
        }
    }
    if all.is_empty() {
        return all;
    }
    if let Some(clause) = &mut generics.where_clause {
        for predicate in clause.predicates.pairs_mut() {
            match predicate.into_value() {
                WherePredicate::Type(required) if as_name(&required.bounded_ty) == Some(name) => {
                    all.push(&mut required.bounds);
                }
                _ => {}
            }
        }
    }
    all
}

/// The first bound that is not known to hold for what the body gets.
pub(crate) fn other_bound<'a>(
    ty: &'a mut Type,
    generics: &'a mut Generics,
) -> Option<&'a TypeParamBound> {
    for bounds in bounds(ty, generics) {
        for bound in &*bounds {
            if !is_kept(bound) {
                return Some(bound);
            }
        }
    }
    None
}

fn is_kept(bound: &TypeParamBound) -> bool {
    let TypeParamBound::Trait(bound) = bound else {
        return true;
    };
    bound.path.segments.last().is_none_or(|last| {
        let name = last.ident.to_string();
        KEPT.contains(&name.as_str())
    })
}

/// The type that a path names.
pub(crate) fn to_type(path: Path) -> Type {
    Type::Path(TypePath {
        attrs: Vec::new(),
        qself: None,
        path,
    })
}

/// The name that a type is, if it is no more than that.
pub(crate) fn as_name(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Path(ty) if ty.qself.is_none() => ty.path.get_ident(),
        Type::Group(group) => as_name(&group.elem),
        Type::Paren(paren) => as_name(&paren.elem),
        _ => None,
    }
}

fn given_by(bound: &mut TypeParamBound, marked: bool) -> Option<(Source, Given<'_>)> {
    let TypeParamBound::Trait(bound) = bound else {
        return None;
    };
    let segment = bound.path.segments.last_mut()?;
    let name = segment.ident.to_string();
    let (source, mut given) = match &mut segment.arguments {
        PathArguments::Parenthesized(signature) => output(&name, signature),
        PathArguments::AngleBracketed(arguments) => item(&name, arguments),
        PathArguments::None => None,
    }?;
    (marked || task_type::mentions_task(given.ty()?)).then_some((source, given))
}

/// `Fn(A) -> Task<T>`
fn output<'a>(
    name: &str,
    signature: &'a mut ParenthesizedGenericArguments,
) -> Option<(Source, Given<'a>)> {
    let mut arguments = Vec::new();
    for input in signature.inputs.pairs() {
        arguments.push(input.value().ty.to_token_stream());
    }
    let source = Source::Factory {
        arguments,
        mutable: name == "FnMut",
    };
    match &mut signature.output {
        ReturnType::Type(_, ty) if matches!(name, "Fn" | "FnMut" | "FnOnce") => {
            Some((source, Given::Output(ty)))
        }
        _ => None,
    }
}

/// `Iterator<Item = Task<T>>`
fn item<'a>(
    name: &str,
    arguments: &'a mut AngleBracketedGenericArguments,
) -> Option<(Source, Given<'a>)> {
    let source = match name {
        "Iterator" | "DoubleEndedIterator" | "ExactSizeIterator" | "FusedIterator" => {
            Source::Iterator
        }
        "IntoIterator" => Source::IntoIterator,
        "Stream" | "FusedStream" => Source::Stream,
        _ => return None,
    };
    for argument in arguments.args.pairs_mut() {
        let argument = argument.into_value();
        if matches!(argument, GenericArgument::AssocType(item) if item.ident == "Item") {
            return Some((source, Given::Item(argument)));
        }
    }
    None
}
