//! What is a type made of?

use syn::punctuated::Punctuated;
use syn::{
    GenericArgument, NamedArg, Path, PathArguments, ReturnType, Token, Type, TypeParamBound,
};

/// The types that a type is directly made of.
pub(crate) fn components(ty: &mut Type) -> Vec<&mut Type> {
    match ty {
        Type::Array(ty) => vec![&mut ty.elem],
        Type::Group(ty) => vec![&mut ty.elem],
        Type::Paren(ty) => vec![&mut ty.elem],
        Type::Ptr(ty) => vec![&mut ty.elem],
        Type::Reference(ty) => vec![&mut ty.elem],
        Type::Slice(ty) => vec![&mut ty.elem],
        Type::Tuple(ty) => ty.elems.iter_mut().collect(),
        Type::FnPtr(ty) => inputs_and_output(&mut ty.inputs, &mut ty.output),
        Type::Path(ty) => {
            let self_type = ty.qself.as_mut().map(|qself| &mut *qself.ty);
            self_type
                .into_iter()
                .chain(generic_arguments(&mut ty.path))
                .collect()
        }
        Type::ImplTrait(ty) => ty.bounds.iter_mut().flat_map(bound).collect(),
        Type::TraitObject(ty) => ty.bounds.iter_mut().flat_map(bound).collect(),
        _ => Vec::new(),
    }
}

fn bound(bound: &mut TypeParamBound) -> Vec<&mut Type> {
    match bound {
        TypeParamBound::Trait(bound) => generic_arguments(&mut bound.path),
        _ => Vec::new(),
    }
}

fn generic_arguments(path: &mut Path) -> Vec<&mut Type> {
    path.segments
        .iter_mut()
        .flat_map(|segment| match &mut segment.arguments {
            PathArguments::None => Vec::new(),
            PathArguments::AngleBracketed(arguments) => arguments
                .args
                .iter_mut()
                .filter_map(|argument| match argument {
                    GenericArgument::Type(ty) => Some(ty),
                    GenericArgument::AssocType(assoc) => Some(&mut assoc.ty),
                    _ => None,
                })
                .collect(),
            PathArguments::Parenthesized(arguments) => {
                inputs_and_output(&mut arguments.inputs, &mut arguments.output)
            }
        })
        .collect()
}

fn inputs_and_output<'a>(
    inputs: &'a mut Punctuated<NamedArg, Token![,]>,
    output: &'a mut ReturnType,
) -> Vec<&'a mut Type> {
    let output = match output {
        ReturnType::Default => None,
        ReturnType::Type(_, ty) => Some(&mut **ty),
    };
    inputs
        .iter_mut()
        .map(|input| &mut input.ty)
        .chain(output)
        .collect()
}
