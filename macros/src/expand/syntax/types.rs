//! Small questions about types.

use syn::{Ident, Type};

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
