//! Names of types and of bounds.

use syn::{GenericArgument, Ident, PathArguments, PathSegment, Type, TypeParamBound};

/// The name, if the type is a single name.
pub(crate) fn as_name(ty: &Type) -> Option<&Ident> {
    match ungrouped(ty) {
        Type::Path(ty) if ty.qself.is_none() => ty.path.get_ident(),
        _ => None,
    }
}

/// The type without parentheses, and without the invisible group of a macro's `$ty:ty`.
pub(crate) fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungrouped(&group.elem),
        Type::Paren(paren) => ungrouped(&paren.elem),
        ty => ty,
    }
}

/// The same as [`ungrouped`], for a mutable type.
pub(crate) fn ungrouped_mut(ty: &mut Type) -> &mut Type {
    match ty {
        Type::Group(group) => ungrouped_mut(&mut group.elem),
        Type::Paren(paren) => ungrouped_mut(&mut paren.elem),
        ty => ty,
    }
}

/// The last segment of a type that is a path.
pub(crate) fn segment_of_type(ty: &Type) -> Option<&PathSegment> {
    match ungrouped(ty) {
        Type::Path(ty) => ty.path.segments.last(),
        _ => None,
    }
}

/// The last segment of a bound that is a trait.
pub(crate) fn last_segment(bound: &TypeParamBound) -> Option<&PathSegment> {
    match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last(),
        _ => None,
    }
}

/// The mutable arguments of a bound that is a trait.
pub(crate) fn arguments_mut(bound: &mut TypeParamBound) -> Option<&mut PathArguments> {
    match bound {
        TypeParamBound::Trait(bound) => Some(&mut bound.path.segments.last_mut()?.arguments),
        _ => None,
    }
}

/// The generic arguments in the `<..>` behind a name, if there are any.
pub(crate) fn generic_arguments(
    arguments: &PathArguments,
) -> impl Iterator<Item = &GenericArgument> {
    let arguments = match arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    };
    arguments.into_iter().flatten()
}

/// The generic argument at this place, if it is a type.
pub(crate) fn type_argument(segment: &PathSegment, index: usize) -> Option<&Type> {
    match generic_arguments(&segment.arguments).nth(index)? {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}

/// The type that generic arguments bind to an associated type, such as the `T` of `<Item = T>`.
pub(crate) fn associated<'a>(arguments: &'a PathArguments, name: &str) -> Option<&'a Type> {
    generic_arguments(arguments).find_map(|argument| match argument {
        GenericArgument::AssocType(item) if item.ident == name => Some(&item.ty),
        _ => None,
    })
}

/// The mutable binding of an associated type, such as the `Item = T` of `<Item = T>`.
pub(crate) fn associated_mut<'a>(
    arguments: &'a mut PathArguments,
    name: &str,
) -> Option<&'a mut GenericArgument> {
    let PathArguments::AngleBracketed(arguments) = arguments else {
        return None;
    };
    arguments
        .args
        .iter_mut()
        .find(|argument| matches!(argument, GenericArgument::AssocType(item) if item.ident == name))
}
