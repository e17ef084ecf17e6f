//! Names of types and of bounds.

use syn::{Ident, PathSegment, Type, TypeParamBound};

/// The name that a type is, if it is a single name.
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

/// The last segment of a bound that is a trait.
pub(crate) fn last_segment(bound: &TypeParamBound) -> Option<&PathSegment> {
    match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last(),
        _ => None,
    }
}
