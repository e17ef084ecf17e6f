//! Futures that the body awaits in place: parameters with `#[awaitable]` that are declared as a future.

use syn::{
    GenericArgument, Generics, Ident, PathArguments, PathSegment, Result, Signature, Type,
    TypeParamBound,
};

use super::model::{Assertion, BoundPlace, Coercion, CoercionKind, Conversion, InPlace};
use super::shape::Shapes;
use super::{anonymous, refusals, sources};
use crate::expand::parse::mark::Mark;
use crate::expand::syntax::mentions;
use crate::expand::syntax::types::{as_name, ungrouped};

/// A parameter that is declared as a future.
pub(crate) struct DeclaredFuture<'a> {
    bound: BoundPlace,
    generic: Option<&'a Ident>,
    /// The output, if it is named.
    output: Option<&'a Type>,
    mark: Mark,
}

/// Finds the bound that makes an input a future.
pub(crate) fn find<'a>(
    ty: &'a Type,
    signature: &'a Signature,
    index: usize,
    mark: Mark,
) -> Result<Option<DeclaredFuture<'a>>> {
    let bounds = sources::bounds(ty, &signature.generics);
    let mut futures = bounds
        .iter()
        .filter_map(|bound| Some((bound, segment(bound.declared)?)));
    let Some((bound, segment)) = futures.next() else {
        return match mark {
            Mark::Join => Err(refusals::join_without_future(ty)),
            _ => Ok(None),
        };
    };
    let output = output(segment).filter(|output| mark == Mark::Join || !is_open(output, signature));
    if mark == Mark::Join && output.is_none() {
        return Err(refusals::join_without_future(ty));
    }
    if let Some(output) = output {
        if segment.ident == "IntoFuture" {
            return Err(refusals::into_future_with_output(output));
        }
        anonymous::check_no_impl_trait(output)?;
    }
    let generic = as_name(ty);
    if let Some(generic) = generic {
        check_uses(generic, index, signature, output.is_none())?;
    }
    Ok(Some(DeclaredFuture {
        bound: bound.place,
        generic,
        output,
        mark,
    }))
}

/// Refuses a future that is a generic parameter of the `impl` or `trait` around the method.
pub(crate) fn check_not_of_block(ty: &Type, generics: &Generics) -> Result<()> {
    let bounds = sources::bounds(ty, generics);
    let is_future = bounds.iter().any(|bound| segment(bound.declared).is_some());
    match as_name(ty) {
        Some(name) if is_future => Err(refusals::future_of_block(ty, name)),
        _ => Ok(()),
    }
}

/// The last segment of the bound `Future` or `IntoFuture`.
fn segment(bound: &TypeParamBound) -> Option<&PathSegment> {
    let TypeParamBound::Trait(bound) = bound else {
        return None;
    };
    let last = bound.path.segments.last()?;
    (last.ident == "Future" || last.ident == "IntoFuture").then_some(last)
}

/// The `Output = ..` of a bound.
fn output(segment: &PathSegment) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::AssocType(item) if item.ident == "Output" => Some(&item.ty),
        _ => None,
    })
}

/// Whether an output is for the caller to choose: an `impl Trait`, or a generic parameter of the function.
fn is_open(output: &Type, signature: &Signature) -> bool {
    let mut generics = signature.generics.type_params();
    matches!(ungrouped(output), Type::ImplTrait(_))
        || as_name(output).is_some_and(|name| generics.any(|generic| generic.ident == *name))
}

/// Checks the other uses of the generic parameter that is the type of the future, since it stands for two types: the
/// caller's, and the future that the body gets. If the output is open, a result may name the future.
fn check_uses(generic: &Ident, index: usize, signature: &Signature, is_open: bool) -> Result<()> {
    let used_again = sources::check_only_use(generic, index, signature);
    if !is_open {
        return used_again;
    }
    let mut inputs = signature.inputs.iter().enumerate();
    let in_inputs = inputs.find_map(|(other, input)| {
        let mention = mentions::of_whole_generic(input, generic);
        mention.filter(|_| other != index)
    });
    match in_inputs {
        Some(_) => used_again,
        None => Ok(()),
    }
}

impl DeclaredFuture<'_> {
    /// Its coercion; `shapes` names the new generic parameter, if one is needed.
    pub(crate) fn into_coercion(self, shapes: impl FnOnce() -> Shapes) -> Coercion {
        let mut assertions = Vec::new();
        let conversion = match self.output.cloned() {
            None => Conversion::IntoFuture,
            Some(output) => {
                let form = shapes().form_of_future(&output);
                if self.mark == Mark::Join {
                    assertions.push(Assertion::Joined(output.clone()));
                    Conversion::Join { output, form }
                } else {
                    assertions.push(Assertion::Output(output.clone()));
                    Conversion::InPlace { output, form }
                }
            }
        };
        let kind = CoercionKind::InPlace(InPlace {
            bound: self.bound,
            generic: self.generic.cloned(),
            conversion,
        });
        Coercion { kind, assertions }
    }
}
