//! What does a type imply that a bound does not? That what it refers to lives as long as the reference.

use syn::{GenericArgument, GenericParam, Generics, Ident, Type, WherePredicate, parse_quote};

use crate::method;
use crate::walk::{Part, Then, Walk};

/// `T: 'a` for each `&'a T` in the type, and `'b: 'a` for each `&'a &'b str`, as far as it has to do with generic
/// parameters: with these, or with those of an `impl` around it. And for each `Ref<'a, T>`, which need not imply it,
/// only with these: the method of an `impl` may ask no more than that of its trait, where `T` has another name.
pub(crate) fn outlives(ty: &mut Type, generics: &[Ident]) -> Vec<WherePredicate> {
    let mut implied = Vec::new();
    let mut imply = |part: Part<'_>| match part {
        // Lifetimes may be declared in there.
        Part::Type(Type::FnPtr(_) | Type::ImplTrait(_) | Type::TraitObject(_))
        | Part::Parenthesized => Then::Past,
        Part::Type(Type::Reference(reference)) => {
            if let Some(lifetime) = &reference.lifetime {
                let referent = &mut reference.elem;
                let mentioned = mentioned(referent, generics);
                if mentioned.generic || mentioned.lifetimes > 0 {
                    implied.push(parse_quote!(#referent: #lifetime));
                }
            }
            Then::Inside
        }
        Part::Arguments(_, arguments) => {
            let mut lifetimes = Vec::new();
            for argument in arguments.args.pairs_mut() {
                match argument.into_value() {
                    GenericArgument::Lifetime(lifetime) => lifetimes.push(lifetime.clone()),
                    GenericArgument::Type(ty) => {
                        for lifetime in &lifetimes {
                            if mentioned(ty, generics).own {
                                implied.push(parse_quote!(#ty: #lifetime));
                            }
                        }
                    }
                    _ => {}
                }
            }
            Then::Inside
        }
        _ => Then::Inside,
    };
    Walk(&mut imply).ty(ty);
    implied
}

/// The names of generic parameters that are types.
pub(crate) fn type_names(generics: &Generics) -> Vec<Ident> {
    let mut names = Vec::new();
    for parameter in &generics.params {
        if let GenericParam::Type(ty) = parameter {
            names.push(ty.ident.clone());
        }
    }
    names
}

/// Whether a type may imply that something in it outlives something else.
pub(crate) fn may_imply(ty: &mut Type, generics: &[Ident]) -> bool {
    let mentioned = mentioned(ty, generics);
    mentioned.lifetimes > 1 || (mentioned.generic && mentioned.lifetimes > 0)
}

#[derive(Default)]
struct Mentioned {
    /// One of the generic parameters that are known.
    own: bool,
    /// One of these, or what is taken for one of an `impl`.
    generic: bool,
    /// But for `'static`.
    lifetimes: usize,
}

fn mentioned(ty: &mut Type, generics: &[Ident]) -> Mentioned {
    let mut mentioned = Mentioned::default();
    let mut find = |part: Part<'_>| {
        match part {
            Part::Type(Type::Path(ty)) => {
                if let Some(first) = ty.path.segments.first() {
                    let name = first.ident.to_string();
                    let own = generics.contains(&first.ident);
                    mentioned.own |= own;
                    mentioned.generic |= own || name == "Self" || method::is_one_capital(&name);
                }
            }
            Part::Type(Type::Reference(reference)) if reference.lifetime.is_none() => {
                mentioned.lifetimes += 1;
            }
            Part::Lifetime(lifetime) if lifetime.ident != "static" => mentioned.lifetimes += 1,
            _ => {}
        }
        Then::Inside
    };
    Walk(&mut find).ty(ty);
    mentioned
}
