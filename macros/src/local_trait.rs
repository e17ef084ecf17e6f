//! How does a method of a trait's `impl` get its body out? Into a trait that has this one method, and stands inside it.

use std::mem;

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt, format_ident, quote};
use syn::punctuated::Punctuated;
use syn::{
    FnArg, GenericArgument, GenericParam, Generics, ItemImpl, Path, Signature, Type,
    TypeParamBound, TypePath, parse_quote,
};

use crate::anonymous;
use crate::attributes;
use crate::body::WithBody;
use crate::names::Names;
use crate::signature;
use crate::source;
use crate::walk::{Part, Then, Walk};

/// Declares and implements such a trait for the type; returns these items, and the trait as the method is to name it.
///
/// The implemented trait is its supertrait, and in scope, so that the body finds there what it found before.
pub(crate) fn local_trait(
    method: &WithBody,
    header: &ItemImpl,
    implemented: &Path,
    names: &mut Names,
) -> (TokenStream, TokenStream) {
    // Parsed again, for the header itself stays as it is.
    let ItemImpl {
        mut generics,
        mut self_ty,
        ..
    } = parse_quote!(#header);
    let mut supertrait = parse_quote!(#implemented);
    name_lifetimes(&mut self_ty, &mut generics, names);
    name_lifetimes(&mut supertrait, &mut generics, names);
    let self_type = standing_anywhere(&self_ty);

    let (parameters, arguments, where_clause) = generics.split_for_impl();
    let name = names.trait_of(&method.name);
    let author = &method.signature;
    let mut declared = parse_quote!(#author);
    signature::bind_names(&mut declared, true);
    declare(&mut declared, &self_type);
    let import = import(implemented);
    let allow = attributes::allow_for_clippy(&["all", "pedantic", "nursery"]);
    let items = quote! {
        #import
        #allow
        trait #name #parameters: #supertrait #where_clause {
            #declared;
        }
        impl #parameters #name #arguments for #self_ty #where_clause {
            #method
        }
    };
    let arguments = in_a_method(&generics);
    (items, quote!(#name #arguments))
}

/// Has the methods of a trait in scope that is not, for it is named by a path.
fn import(path: &Path) -> Option<TokenStream> {
    if path.segments.len() == 1 {
        return None;
    }
    let mut names = path.leading_colon.to_token_stream();
    for segment in path.segments.pairs() {
        segment.value().ident.to_tokens(&mut names);
        segment.punct().to_tokens(&mut names);
    }
    Some(quote! {
        #[allow(unused_imports)]
        use #names as _;
    })
}

/// What asks nothing of its type arguments.
const UNSIZED: [&str; 5] = ["Arc", "Box", "PhantomData", "Pin", "Rc"];

/// What asks only that they have a size.
const SIZED: [&str; 7] = [
    "JoinHandle",
    "LocalTask",
    "Option",
    "Result",
    "SharedTask",
    "Task",
    "Vec",
];

/// In the declaration, nothing is known of `Self`. Where something is asked of it, the type itself stands for it;
/// elsewhere it stays, for references to it say how long it lives. What a result captures can't be listed there.
fn declare(signature: &mut Signature, self_type: &TokenStream) {
    let mut needs_size = false;
    let mut declare = |part: Part<'_>| declare_part(part, self_type, &mut needs_size);
    let mut walk = Walk(&mut declare);
    for input in signature.inputs.pairs_mut() {
        if let FnArg::Typed(parameter) = input.into_value() {
            walk.ty(&mut parameter.ty);
        }
    }
    walk.result(&mut signature.output);
    // What bounds need of `Self`, the implemented trait has said.
    let mut declare = |part: Part<'_>| declare_part(part, self_type, &mut false);
    Walk(&mut declare).generics(&mut signature.generics);
    if needs_size {
        let where_clause = signature.generics.make_where_clause();
        let sized = parse_quote!(Self: ::core::marker::Sized);
        where_clause.predicates.push(sized);
    }
}

fn declare_part(part: Part<'_>, self_type: &TokenStream, needs_size: &mut bool) -> Then {
    match part {
        Part::Type(Type::Reference(reference)) if is_self(&reference.elem) => return Then::Past,
        Part::Type(Type::Ptr(pointer)) if is_self(&pointer.elem) => return Then::Past,
        Part::Type(ty) if is_self(ty) => *needs_size = true,
        Part::Type(Type::Path(TypePath {
            qself: Some(qself), ..
        })) => name_self(&mut qself.ty, self_type),
        Part::Arguments(name, arguments) => {
            let name = name.to_string();
            for argument in arguments.args.pairs_mut() {
                declare_argument(&name, argument.into_value(), self_type, needs_size);
            }
            return Then::Past;
        }
        Part::Type(Type::ImplTrait(ty)) => {
            let mut bounds = Punctuated::new();
            for bound in mem::take(&mut ty.bounds) {
                if !matches!(bound, TypeParamBound::PreciseCapture(_)) {
                    bounds.push(bound);
                }
            }
            ty.bounds = bounds;
        }
        Part::Constant(constant) => {
            let without = without_self(constant.to_token_stream(), self_type);
            // syn would put braces around what it did not parse.
            if let Ok(without) = syn::parse2(without) {
                *constant = without;
            }
        }
        _ => {}
    }
    Then::Inside
}

/// An argument of what has this name.
fn declare_argument(
    name: &str,
    argument: &mut GenericArgument,
    self_type: &TokenStream,
    needs_size: &mut bool,
) {
    match argument {
        GenericArgument::Type(ty) if UNSIZED.contains(&name) && is_self(ty) => {}
        GenericArgument::Type(ty) if !UNSIZED.contains(&name) && !SIZED.contains(&name) => {
            name_self(ty, self_type);
        }
        argument => {
            let mut declare = |part: Part<'_>| declare_part(part, self_type, needs_size);
            Walk(&mut declare).argument(argument);
        }
    }
}

/// Names the type for which `Self` stands.
fn name_self(ty: &mut Type, self_type: &TokenStream) {
    let mut name = |part: Part<'_>| match part {
        Part::Type(ty) if is_self(ty) => {
            *ty = Type::Verbatim(self_type.clone());
            Then::Past
        }
        _ => Then::Inside,
    };
    Walk(&mut name).ty(ty);
}

fn is_self(ty: &Type) -> bool {
    source::as_name(ty).is_some_and(|name| name == "Self")
}

/// The type as it can stand behind a `&` too, where a trait object would live no longer than the reference.
fn standing_anywhere(ty: &Type) -> TokenStream {
    match ty {
        Type::Group(group) => standing_anywhere(&group.elem),
        Type::Paren(paren) => standing_anywhere(&paren.elem),
        Type::TraitObject(object) => {
            let is_lifetime = |bound: &TypeParamBound| matches!(bound, TypeParamBound::Lifetime(_));
            let has_lifetime = object.bounds.iter().any(is_lifetime);
            let lifetime = (!has_lifetime).then(|| quote!(+ 'static));
            quote!((#object #lifetime))
        }
        _ => ty.to_token_stream(),
    }
}

/// The same expression; `Self::N` becomes `<Type>::N` there.
fn without_self(expression: TokenStream, self_type: &TokenStream) -> TokenStream {
    let mut without = TokenStream::new();
    let mut tokens = expression.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(word) if word == "Self" => match tokens.peek() {
                Some(TokenTree::Punct(punct)) if punct.as_char() == ':' => {
                    without.extend(quote!(<#self_type>));
                }
                _ => self_type.to_tokens(&mut without),
            },
            TokenTree::Group(group) => {
                let inside = without_self(group.stream(), self_type);
                let mut inside = Group::new(group.delimiter(), inside);
                inside.set_span(group.span());
                without.append(inside);
            }
            token => without.append(token),
        }
    }
    without
}

/// Gives each elided lifetime of the header a name, for a trait can't elide it.
fn name_lifetimes(ty: &mut Type, generics: &mut Generics, names: &mut Names) {
    let new = anonymous::name_anonymous(ty, &format_ident!("impl"), names);
    for lifetime in new.lifetimes {
        generics.params.insert(0, lifetime);
    }
}

/// The generic arguments as a method of the `impl` has them; of lifetimes, it may not know the names.
fn in_a_method(generics: &Generics) -> TokenStream {
    if generics.params.is_empty() {
        return TokenStream::new();
    }
    let mut arguments = Vec::new();
    for parameter in &generics.params {
        arguments.push(match parameter {
            GenericParam::Lifetime(_) => quote!('_),
            GenericParam::Type(ty) => ty.ident.to_token_stream(),
            GenericParam::Const(constant) => constant.ident.to_token_stream(),
        });
    }
    quote!(<#(#arguments),*>)
}
