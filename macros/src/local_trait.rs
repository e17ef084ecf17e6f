//! How does a method of a trait's `impl` get its body out? Into a trait that has this one method, and stands inside it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{GenericParam, Generics, ItemImpl, Path, PathArguments, Type, parse_quote};

use crate::anonymous;
use crate::function::Function;
use crate::names::Names;
use crate::signature;

/// Declares and implements such a trait for the type; returns these items, and the trait as the method is to name it.
///
/// The implemented trait is its supertrait, and in scope, so that the body finds there what it found before.
pub(crate) fn local_trait(
    method: &Function,
    header: &ItemImpl,
    implemented: &Path,
    names: &mut Names,
) -> (TokenStream, TokenStream) {
    let mut generics = header.generics.clone();
    let self_type = name_lifetimes((*header.self_ty).clone(), &mut generics, names);
    let supertrait = parse_quote!(#implemented);
    let supertrait = name_lifetimes(supertrait, &mut generics, names);
    let mut in_scope = implemented.clone();
    for segment in &mut in_scope.segments {
        segment.arguments = PathArguments::None;
    }

    let (parameters, arguments, where_clause) = generics.split_for_impl();
    let name = names.trait_of(&method.signature.ident);
    let mut declared = method.signature.clone();
    signature::bind_names(&mut declared, true);
    let items = quote! {
        #[allow(unused_imports)]
        use #in_scope as _;
        trait #name #parameters: #supertrait #where_clause {
            #declared;
        }
        impl #parameters #name #arguments for #self_type #where_clause {
            #method
        }
    };
    let arguments = in_a_method(&generics);
    (items, quote!(#name #arguments))
}

/// Gives each elided lifetime of the header a name, for a trait can't elide it.
fn name_lifetimes(mut ty: Type, generics: &mut Generics, names: &mut Names) -> Type {
    let new = anonymous::name_anonymous(&mut ty, &format_ident!("impl"), names);
    for lifetime in new.lifetimes {
        generics.params.insert(0, GenericParam::Lifetime(lifetime));
    }
    ty
}

/// The generic arguments as a method of the `impl` has them; of lifetimes, it may not know the names.
fn in_a_method(generics: &Generics) -> TokenStream {
    let arguments = generics.params.iter().map(|parameter| match parameter {
        GenericParam::Lifetime(_) => quote!('_),
        GenericParam::Type(ty) => {
            let name = &ty.ident;
            quote!(#name)
        }
        GenericParam::Const(constant) => {
            let name = &constant.ident;
            quote!(#name)
        }
    });
    if generics.params.is_empty() {
        TokenStream::new()
    } else {
        quote!(<#(#arguments),*>)
    }
}
