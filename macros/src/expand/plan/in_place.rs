//! Futures that the body awaits in place: parameters with `#[awaitable]` that are declared as a future.

use syn::{Generics, Ident, Lifetime, PathSegment, Result, Signature, Type, TypeParamBound};

use super::model::{Coercion, CoercionKind, Futures, InPlace};
use super::shape::Shapes;
use super::{anonymous, refusals, sources};
use crate::expand::parse::Options;
use crate::expand::parse::mark::Mark;
use crate::expand::syntax::types::{
    as_name, associated, last_segment, segment_of_type, type_argument, ungrouped,
};
use crate::expand::syntax::{bounds, mentions, spans};

/// Finds the future that an input is or gives, and plans its coercion. `shapes` names the new generic parameter, if one is
/// needed.
pub(crate) fn find(
    (index, ty): (usize, &Type),
    signature: &Signature,
    mark: Mark,
    options: &Options,
    shapes: &mut Shapes<'_>,
) -> Result<Option<Coercion>> {
    let (future, futures) = given((index, ty), signature)?;
    let found = bound(future, signature);
    let output = found.and_then(|(_, segment)| associated(&segment.arguments, "Output"));
    if mark == Mark::Join && output.is_none() {
        return Err(refusals::join_without_future(ty));
    }
    let Some((bound, segment)) = found else {
        if contains_future(ty, signature) {
            return Err(refusals::future_inside(ty));
        }
        return Ok(None);
    };
    let generic = as_name(future);
    // The trait's own method takes a box, so the declaration must give the whole type of the box.
    let is_known = generic.is_none()
        && output.is_some_and(|output| !matches!(ungrouped(output), Type::ImplTrait(_)))
        && !matches!(futures, Futures::Drawn(_));
    let is_boxed = options.boxed.is_some();
    match options.alias {
        Some(_) if !is_boxed => return Err(refusals::unboxed_in_trait(ty)),
        Some(_) if !is_known => return Err(refusals::unknown_box_in_trait(ty)),
        _ => {}
    }
    let output = output.filter(|output| mark == Mark::Join || !is_open(output, signature));
    if let Some(output) = output {
        check_output(output, segment, mark)?;
    }
    if let Some(generic) = generic {
        check_uses(generic, index, signature, output.is_none())?;
    }
    let in_place = InPlace {
        futures,
        bound,
        generic: generic.cloned(),
        output: output.map(|output| shapes.of_output(output)),
        is_joined: mark == Mark::Join,
        boxed: is_boxed.then(|| bounds_of_object(future, signature)),
    };
    Ok(Some(Coercion {
        kind: CoercionKind::InPlace(in_place),
        is_local: false,
        tasks: Vec::new(),
    }))
}

/// The type of the future that an input is or gives, and how it gives it.
fn given<'a>(
    (index, ty): (usize, &'a Type),
    signature: &'a Signature,
) -> Result<(&'a Type, Futures)> {
    if bound(ty, signature).is_some() {
        return Ok((ty, Futures::One));
    }
    if let Some(item) = first_argument(ty, &["Vec"]) {
        return Ok((item, Futures::Vec));
    }
    let giving = sources::find((index, ty), signature, true)?;
    Ok(giving.map_or((ty, Futures::One), |giving| {
        (giving.given, Futures::Drawn(giving.drawn))
    }))
}

/// The bounds of a type that a trait object can have: `Send`, `Sync` and a lifetime.
fn bounds_of_object(ty: &Type, signature: &Signature) -> Vec<TypeParamBound> {
    let is_lifetime = |bound: &TypeParamBound| matches!(bound, TypeParamBound::Lifetime(_));
    let is_auto = |bound: &TypeParamBound| {
        last_segment(bound).is_some_and(|last| last.ident == "Send" || last.ident == "Sync")
    };
    let bounds = bounds::of(ty, &signature.generics).into_iter();
    let bounds = bounds.map(|bound| bound.declared.clone());
    let mut kept: Vec<_> = bounds
        .filter(|own| is_lifetime(own) || is_auto(own))
        .collect();
    if !kept.iter().any(is_lifetime) {
        let lifetime = Lifetime::new("'_", spans::ends(ty)[0]);
        kept.push(TypeParamBound::Lifetime(lifetime));
    }
    kept
}

/// The bound that makes a type a future, and its index among all bounds of the type.
fn bound<'a>(ty: &'a Type, signature: &'a Signature) -> Option<(usize, &'a PathSegment)> {
    let bounds = bounds::of(ty, &signature.generics);
    // A predicate with a `for<'a>` stays as it is.
    let mut bounds = bounds
        .iter()
        .filter(|bound| !bound.is_higher_ranked())
        .enumerate();
    bounds.find_map(|(index, bound)| Some((index, segment(bound.declared)?)))
}

/// Whether a future is inside a type of the language or of the standard library.
fn contains_future(ty: &Type, signature: &Signature) -> bool {
    let contains = |inside: &Type| contains_future(inside, signature);
    match ungrouped(ty) {
        Type::Reference(reference) => contains(&reference.elem),
        Type::Array(array) => contains(&array.elem),
        Type::Tuple(tuple) => tuple.elems.iter().any(contains),
        Type::TraitObject(object) => object.bounds.iter().any(|bound| segment(bound).is_some()),
        ty => match first_argument(ty, &["Box", "Option", "Pin", "Vec"]) {
            Some(inside) => contains(inside),
            None => bound(ty, signature).is_some(),
        },
    }
}

/// The `T` of a type such as `Vec<T>`, if it has one of these names.
fn first_argument<'a>(ty: &'a Type, names: &[&str]) -> Option<&'a Type> {
    let last = segment_of_type(ty)?;
    let is_named = names.iter().any(|name| last.ident == name);
    is_named.then(|| type_argument(last, 0)).flatten()
}

/// Refuses a future that is a generic parameter of the `impl` or `trait` around the method.
pub(crate) fn check_not_of_block(ty: &Type, generics: &Generics) -> Result<()> {
    let bounds = bounds::of(ty, generics);
    let is_future = bounds.iter().any(|bound| segment(bound.declared).is_some());
    let instead =
        "declare `impl Future` or a generic parameter of the method's own, or remove the mark";
    match as_name(ty) {
        Some(name) if is_future => Err(refusals::generic_of_block(ty, name, instead)),
        _ => Ok(()),
    }
}

/// The last segment of the bound `Future` or `IntoFuture`.
fn segment(bound: &TypeParamBound) -> Option<&PathSegment> {
    last_segment(bound).filter(|last| last.ident == "Future" || last.ident == "IntoFuture")
}

/// Whether an output is for the caller to choose: an `impl Trait`, or a generic parameter of the function.
fn is_open(output: &Type, signature: &Signature) -> bool {
    let is_parameter = |name| bounds::parameter(name, &signature.generics).is_some();
    matches!(ungrouped(output), Type::ImplTrait(_)) || as_name(output).is_some_and(is_parameter)
}

/// Refuses an output that the future can't have.
fn check_output(output: &Type, segment: &PathSegment, mark: Mark) -> Result<()> {
    if segment.ident == "IntoFuture" {
        return Err(refusals::into_future_with_output(output));
    }
    // For other types, the body asserts it. A method without a body has no place for an assertion.
    match mark {
        Mark::Join if is_no_result(output) => Err(refusals::join_without_future(output)),
        _ if is_no_result(output) => Err(refusals::output_of_no_task(output)),
        _ => anonymous::check_no_impl_trait(output),
    }
}

/// Whether a type is neither a `Result` nor `()`, as far as it is written.
fn is_no_result(ty: &Type) -> bool {
    match ungrouped(ty) {
        Type::Tuple(tuple) => !tuple.elems.is_empty(),
        Type::Array(_) | Type::Reference(_) | Type::FnPtr(_) | Type::Ptr(_) => true,
        ty => segment_of_type(ty).is_some_and(|last| {
            let name = last.ident.to_string();
            let size = name.strip_prefix(['i', 'u', 'f']);
            size.is_some_and(|size| size == "size" || size.parse::<u8>().is_ok())
                || ["bool", "char", "Box", "Option", "String", "Vec"].contains(&name.as_str())
        }),
    }
}

/// Checks that no other input names the generic parameter `F` that is the type of the future. `F` means two types: the
/// caller's, and the type that the body gets. If the output is open, another input may name `F::Output`, which is the
/// same for both.
fn check_uses(generic: &Ident, index: usize, signature: &Signature, is_open: bool) -> Result<()> {
    let mention = if is_open {
        mentions::of_whole_generic
    } else {
        mentions::of_generic
    };
    let mut others = sources::other_inputs(index, signature);
    match others.find_map(|other| mention(other, generic)) {
        Some(mention) => Err(refusals::source_used_again(mention, generic)),
        None => Ok(()),
    }
}
