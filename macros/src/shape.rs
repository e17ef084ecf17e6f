//! Of a declared collection, what does a caller pass in the same shape? Of that, rustc explains what is wrong, and how to
//! make it right.

use syn::{GenericArgument, PathArguments, Type};

use crate::task_type;

/// The collections that are made of nothing but their own kind, with the place of the tasks among the generic arguments.
/// Not an array: where its length is wrong by itself, rustc would show what callers pass in the place of what is declared.
const OF_THEIR_KIND: [(&str, usize); 3] = [("Option", 0), ("HashMap", 1), ("BTreeMap", 1)];

/// What awaitables become inside the type: of `HashMap<K, Option<Task<T>>>`, it is the task. `None` if nothing stands
/// around it.
pub(crate) fn innermost(ty: &mut Type) -> Option<Type> {
    let element = element(ty)?;
    Some(innermost(element).unwrap_or_else(|| element.clone()))
}

/// Replaces it.
pub(crate) fn replace_innermost(ty: &mut Type, other: Type) {
    match element(ty) {
        Some(element) => replace_innermost(element, other),
        None => *ty = other,
    }
}

fn element(ty: &mut Type) -> Option<&mut Type> {
    let path = match ty {
        Type::Path(path) => path,
        // What a `$ty:ty` comes in.
        Type::Group(group) => return self::element(&mut group.elem),
        Type::Paren(paren) => return self::element(&mut paren.elem),
        _ => return None,
    };
    let last = path.path.segments.last_mut()?;
    let mut kinds = OF_THEIR_KIND.into_iter();
    let (_, index) = kinds.find(|(name, _)| last.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &mut last.arguments else {
        return None;
    };
    let GenericArgument::Type(element) = arguments.args.get_mut(index)? else {
        return None;
    };
    task_type::mentions_task(element).then_some(element)
}
