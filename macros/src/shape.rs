//! Of a declared collection, what does a caller pass in the same shape? Of that, rustc explains what is wrong, and how
//! to make it right.

use syn::punctuated::Punctuated;
use syn::{Expr, GenericArgument, GenericParam, Generics, PathArguments, PathSegment, Token, Type};

use crate::source;
use crate::task_type;

/// What stands around the tasks in a declared type.
pub(crate) enum Shape<'a> {
    /// A collection of which callers pass the same kind: an `Option`, an array, a map.
    Same(&'a mut Type),
    /// A tuple, of which callers pass one as long.
    Tuple(&'a mut Punctuated<Type, Token![,]>),
    /// Nothing that callers pass too: this is what an awaitable becomes, or, for a `Vec`, whatever gives some.
    Nothing,
}

/// The shape of a type that stands in a signature with these generic parameters.
pub(crate) fn of<'a>(ty: &'a mut Type, generics: &Generics) -> Shape<'a> {
    match ty {
        // What a `$ty:ty` comes in.
        Type::Group(group) => of(&mut group.elem, generics),
        Type::Paren(paren) => of(&mut paren.elem, generics),
        Type::Tuple(tuple) => Shape::Tuple(&mut tuple.elems),
        Type::Array(array) if !is_invalid_length(&array.len, generics) => {
            Shape::Same(&mut array.elem)
        }
        Type::Path(path) => match path.path.segments.last_mut() {
            Some(last) => of_segment(last),
            None => Shape::Nothing,
        },
        _ => Shape::Nothing,
    }
}

fn of_segment(last: &mut PathSegment) -> Shape<'_> {
    let index = match last.ident.to_string().as_str() {
        "Option" => 0,
        "HashMap" | "BTreeMap" => 1,
        _ => return Shape::Nothing,
    };
    let PathArguments::AngleBracketed(arguments) = &mut last.arguments else {
        return Shape::Nothing;
    };
    let Some(GenericArgument::Type(inside)) = arguments.args.get_mut(index) else {
        return Shape::Nothing;
    };
    if task_type::mentions_task(inside) {
        Shape::Same(inside)
    } else {
        Shape::Nothing
    }
}

/// The types of constants that are no length.
const NO_LENGTHS: [&str; 13] = [
    "bool", "char", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128",
];

/// Whether rustc will refuse the length of an array, which it then does wherever the array is: it is a generic
/// parameter that is no `usize`.
pub(crate) fn is_invalid_length(length: &Expr, generics: &Generics) -> bool {
    let name = match length {
        Expr::Path(path) if path.qself.is_none() => path.path.get_ident(),
        _ => None,
    };
    let is_invalid = |parameter: &GenericParam| match parameter {
        GenericParam::Const(constant) => {
            name == Some(&constant.ident)
                && source::as_name(&constant.ty)
                    .is_some_and(|ty| NO_LENGTHS.contains(&ty.to_string().as_str()))
        }
        GenericParam::Lifetime(_) | GenericParam::Type(_) => false,
    };
    generics.params.iter().any(is_invalid)
}
