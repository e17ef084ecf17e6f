//! Bounds that give one task at a time: `Fn() -> Task<T>`, `Iterator<Item = Task<T>>` and the like.

use proc_macro2::Span;
use syn::{
    BoundLifetimes, Error, FnArg, Generics, Ident, ParenthesizedGenericArguments, PathArguments,
    PredicateType, Result, ReturnType, Signature, Type, TypeParamBound,
};

use super::model::{Drawn, Source};
use super::{refusals, task_types};
use crate::expand::syntax::types::{as_name, associated, last_segment};
use crate::expand::syntax::{bounds, mentions};

/// The bounds that hold for the wrapper in the body whenever they hold for what the caller passes.
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

/// A bound that gives tasks.
pub(crate) struct Giving<'a> {
    pub(crate) drawn: Drawn,
    /// The task, or the collection of tasks, that it gives.
    pub(crate) given: &'a Type,
    /// The `for<'a>`s around the bound: that of its `where` predicate, and its own.
    pub(crate) lifetimes: [Option<&'a BoundLifetimes>; 2],
}

/// Finds the bound of an input's type that gives tasks. With `marked`, the parameter has `#[awaitable]`, so the tasks
/// may have any name.
pub(crate) fn find<'a>(
    (index, ty): (usize, &'a Type),
    signature: &'a Signature,
    marked: bool,
) -> Result<Option<Giving<'a>>> {
    let bounds = bounds::of(ty, &signature.generics);
    let mut giving = bounds.iter().enumerate().filter_map(|(index, bound)| {
        let (source, given) = given_by(bound.declared, marked)?;
        Some((index, source, given))
    });
    let Some((bound, source, given)) = giving.next() else {
        return Ok(None);
    };
    task_types::check_coercible(given, marked)?;
    if let Some((_, _, again)) = giving.next() {
        return Err(refusals::given_again(again));
    }
    if !marked {
        if let Some(other) = bounds
            .iter()
            .find(|bound| !is_kept(bound.declared, &source))
        {
            return Err(refusals::bound_that_is_lost(other.declared));
        }
    }
    let generic = as_name(ty);
    if let Some(generic) = generic {
        check_only_use(generic, index, signature)?;
    }
    Ok(Some(Giving {
        drawn: Drawn {
            source,
            bound,
            generic: generic.cloned(),
        },
        given,
        lifetimes: bounds[bound].lifetimes(),
    }))
}

/// The type that a bound gives, and how the bound gives it.
fn given_by(bound: &TypeParamBound, marked: bool) -> Option<(Source, &Type)> {
    let segment = last_segment(bound)?;
    let name = segment.ident.to_string();
    let (source, given) = match &segment.arguments {
        PathArguments::Parenthesized(signature) => output(&name, signature),
        arguments => item(&name, arguments),
    }?;
    (marked || task_types::mentions_task(given)).then_some((source, given))
}

/// `Fn(A) -> Task<T>`
fn output<'a>(
    name: &str,
    signature: &'a ParenthesizedGenericArguments,
) -> Option<(Source, &'a Type)> {
    let ReturnType::Type(_, output) = &signature.output else {
        return None;
    };
    let arguments = signature.inputs.iter().map(|input| input.ty.clone());
    matches!(name, "Fn" | "FnMut" | "FnOnce").then(|| {
        let source = Source::Factory {
            arguments: arguments.collect(),
            is_mutable: name == "FnMut",
        };
        (source, &**output)
    })
}

/// `Iterator<Item = Task<T>>`
fn item<'a>(name: &str, arguments: &'a PathArguments) -> Option<(Source, &'a Type)> {
    let source = match name {
        "Iterator" | "DoubleEndedIterator" | "ExactSizeIterator" | "FusedIterator" => {
            Source::Iterator
        }
        "IntoIterator" => Source::IntoIterator,
        "Stream" | "FusedStream" => Source::Stream,
        _ => return None,
    };
    Some((source, associated(arguments, "Item")?))
}

fn is_kept(bound: &TypeParamBound, source: &Source) -> bool {
    // The wrapper of a factory is a closure.
    let is_closure = matches!(source, Source::Factory { .. });
    last_segment(bound).is_none_or(|last| {
        let name = last.ident.to_string();
        KEPT.contains(&name.as_str()) && !(is_closure && name == "Debug")
    })
}

/// Checks that only this input names the generic parameter that gives it tasks. The parameter means two types: the
/// caller's, and the wrapper in the body.
fn check_only_use(generic: &Ident, index: usize, signature: &Signature) -> Result<()> {
    let mut others = other_inputs(index, signature);
    let mention = others
        .find_map(|other| mentions::of_generic(other, generic))
        .or_else(|| mentions::in_result(&signature.output, generic))
        .or_else(|| in_bound_of_another(&signature.generics, generic));
    mention.map_or(Ok(()), |mention| {
        Err(refusals::source_used_again(mention, generic))
    })
}

/// The inputs of a function but this one.
pub(crate) fn other_inputs(index: usize, signature: &Signature) -> impl Iterator<Item = &FnArg> {
    let inputs = signature.inputs.iter().enumerate();
    inputs.filter_map(move |(other, input)| (other != index).then_some(input))
}

/// Where a bound of another type mentions a generic parameter.
fn in_bound_of_another(generics: &Generics, name: &Ident) -> Option<Span> {
    let mut others = generics.type_params().filter(|other| other.ident != *name);
    let predicates = generics.where_clause.iter();
    let predicates = predicates.flat_map(|clause| &clause.predicates);
    let mut about_others = predicates.filter(|predicate| bounds::about(predicate, name).is_none());
    others
        .find_map(|other| mentions::of_generic(&other.bounds, name))
        .or_else(|| about_others.find_map(|other| mentions::of_generic(other, name)))
}

/// Refuses a bound that gives tasks on a generic parameter of the `impl` or `trait` around a method.
pub(crate) fn of_enclosing_block(signature: &Signature) -> Option<Error> {
    let inputs = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(input) => as_name(&input.ty),
        FnArg::Receiver(_) => None,
    });
    let generics = &signature.generics;
    let mut foreign = inputs.filter(|name| bounds::parameter(name, generics).is_none());
    foreign.find_map(|name| {
        let mut predicates = bounds::predicates_of(name, generics);
        let gives = |predicate: &PredicateType| {
            let mut bounds = predicate.bounds.iter();
            bounds.any(|bound| given_by(bound, false).is_some())
        };
        let predicate = predicates.find(|predicate| gives(predicate))?;
        let instead = "declare a generic parameter of the method's own with this bound, or mark the parameter with \
                       `#[awaitable(skip)]`";
        Some(refusals::generic_of_block(predicate, name, instead))
    })
}
