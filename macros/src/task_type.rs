//! Where does a type mention a task, and can the task there be coerced?

use proc_macro2::Ident;
use quote::format_ident;
use syn::punctuated::Punctuated;
use syn::{
    Error, GenericArgument, NamedArg, PathArguments, Result, ReturnType, Token, Type, TypeParam,
    TypeParamBound, parse_quote,
};

/// The names that make a parameter a task.
const TASKS: [&str; 3] = ["Task", "LocalTask", "JoinHandle"];

/// Whether a task is named anywhere in the type.
///
/// Nothing is changed: the walk over a type is written once, for [`name_impl_traits`] too.
pub(crate) fn mentions_task(ty: &mut Type) -> bool {
    let named = match ty {
        Type::Path(ty) => ty
            .path
            .segments
            .iter()
            .any(|segment| TASKS.iter().any(|task| segment.ident == task)),
        _ => false,
    };
    named || components(ty).into_iter().any(mentions_task)
}

/// Refuses a type in which something is between the outside and the task that a coercion can't pass.
pub(crate) fn check_coercible(ty: &mut Type) -> Result<()> {
    match ty {
        Type::Reference(_) | Type::Ptr(_) => Err(Error::new_spanned(
            ty,
            "a task is coerced by value, not behind a reference: declare the parameter as `Task<T>`, \
             or leave it as it is with `#[awaitable(skip)]`",
        )),
        Type::ImplTrait(_) | Type::TraitObject(_) | Type::FnPtr(_) => Err(Error::new_spanned(
            ty,
            "a task inside an `impl`, `dyn` or `fn` type can't be coerced: declare the task or the \
             collection itself, such as `Vec<Task<T>>`, or leave the parameter as it is with \
             `#[awaitable(skip)]`",
        )),
        Type::Group(group) => check_coercible(&mut group.elem),
        Type::Paren(paren) => check_coercible(&mut paren.elem),
        ty => components(ty)
            .into_iter()
            .filter_map(|component| mentions_task(component).then(|| check_coercible(component)))
            .collect(),
    }
}

/// Replaces each `impl Bounds` in the type by a generic parameter of its own: Rust takes none inside the bound that
/// the parameter becomes.
pub(crate) fn name_impl_traits(ty: &mut Type, generic: &Ident) -> Vec<TypeParam> {
    let mut generics = Vec::new();
    name_each_impl_trait(ty, generic, &mut generics);
    generics
}

fn name_each_impl_trait(ty: &mut Type, generic: &Ident, generics: &mut Vec<TypeParam>) {
    for component in components(ty) {
        name_each_impl_trait(component, generic, generics);
    }
    if let Type::ImplTrait(impl_trait) = ty {
        let name = format_ident!("{generic}{}", generics.len(), span = generic.span());
        let bounds = &impl_trait.bounds;
        generics.push(parse_quote!(#name: #bounds));
        *ty = parse_quote!(#name);
    }
}

/// The types that a type is directly made of.
fn components(ty: &mut Type) -> Vec<&mut Type> {
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

fn generic_arguments(path: &mut syn::Path) -> Vec<&mut Type> {
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
