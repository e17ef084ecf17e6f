//! What does the type of a parameter imply that a bound does not? That what it refers to lives as long as the
//! reference.

use syn::{Ident, Type, WherePredicate, parse_quote};

use crate::method;
use crate::walk::{Part, Then, Walk};

/// `T: 'a` for each `&'a T` in the type, if `T` has to do with generic parameters: with these, or with those of an
/// `impl` around it.
pub(crate) fn outlives(ty: &mut Type, generics: &[Ident]) -> Vec<WherePredicate> {
    let mut implied = Vec::new();
    let mut imply = |part: Part<'_>| match part {
        // Lifetimes may be declared in there.
        Part::Type(Type::FnPtr(_) | Type::ImplTrait(_) | Type::TraitObject(_))
        | Part::Parenthesized => Then::Past,
        Part::Type(Type::Reference(reference)) => {
            if let Some(lifetime) = &reference.lifetime {
                if mentions_generic(&mut reference.elem, generics) {
                    let referent = &reference.elem;
                    implied.push(parse_quote!(#referent: #lifetime));
                }
            }
            Then::Inside
        }
        _ => Then::Inside,
    };
    Walk(&mut imply).ty(ty);
    implied
}

fn mentions_generic(ty: &mut Type, generics: &[Ident]) -> bool {
    let mut found = false;
    let mut find = |part: Part<'_>| {
        if let Part::Type(Type::Path(ty)) = part {
            found |= ty.path.segments.first().is_some_and(|first| {
                let name = first.ident.to_string();
                generics.contains(&first.ident) || name == "Self" || method::is_one_capital(&name)
            });
        }
        Then::Inside
    };
    Walk(&mut find).ty(ty);
    found
}
