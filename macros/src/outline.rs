//! Where does the body go? Into a function of its own, which is compiled once, whatever the awaitables are.

use std::mem;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{FnArg, GenericParam, ItemImpl, PatType, Path, Receiver, ReturnType, Safety, Signature};

use crate::attributes;
use crate::body::WithBody;
use crate::coercion::{self, Coerced};
use crate::first_poll::{self, Around};
use crate::function::Function;
use crate::invalid;
use crate::local_trait::local_trait;
use crate::names::Names;
use crate::options::Options;
use crate::parameter::TaskParameter;
use crate::place;
use crate::signature::{self, Binding};
use crate::sorted::{self, Sorted, Standing};

/// A function that is to be rewritten.
pub(crate) struct Rewriting<'a> {
    pub(crate) function: Function,
    pub(crate) parameters: Vec<TaskParameter>,
    pub(crate) around: Around<'a>,
    pub(crate) options: &'a Options,
    pub(crate) names: &'a mut Names,
}

impl Rewriting<'_> {
    /// A method without a body.
    pub(crate) fn declaration(mut self) -> TokenStream {
        self.widen(Binding::Nothing);
        // Without a receiver, it may be a function of another language, where it would be one more mistake.
        if self.function.signature.receiver().is_some() {
            self.track_caller();
        }
        self.function.into_token_stream()
    }

    /// A method that keeps its body: nowhere else are `Self` and the generic parameters of its `impl` known.
    pub(crate) fn in_place(mut self) -> TokenStream {
        let alike = self.named_alike();
        let coerced = self.widen(Binding::ForBody);
        self.track_caller();
        self.allow_items_after_statements();
        let statements = coercion::statements(&coerced, self.options);
        self.function.prepend(quote!(#alike #statements));
        self.function.into_token_stream()
    }

    /// A free function: the one with the body stands inside it.
    pub(crate) fn inside(mut self) -> TokenStream {
        let body = self.split(Standing::Inside);
        let path = body.name.to_token_stream();
        self.hand_on(&body.into_token_stream(), &path)
    }

    /// A method of a type's own `impl`: the one with the body stands beside it.
    pub(crate) fn beside(mut self) -> TokenStream {
        let mut body = self.split(Standing::Beside);
        body.attributes.push(attributes::doc_hidden());
        let name = &body.name;
        let to = quote_spanned!(name.span()=> Self::#name);
        let shell = self.hand_on(&TokenStream::new(), &to);
        quote!(#shell #body)
    }

    /// A method of a trait's `impl`, which has no room for others.
    pub(crate) fn in_local_trait(mut self, header: &ItemImpl, implemented: &Path) -> TokenStream {
        let mut body = self.split(Standing::Inside);
        if !matches!(self.function.signature.safety, Safety::Unsafe(_)) {
            // It is a mistake there, and is explained where callers see it.
            attributes::take(&mut body.attributes, |attribute| {
                attribute.path().is_ident("target_feature")
            });
        }
        let (items, local_trait) = local_trait(&body, header, implemented, self.names);
        let name = &body.name;
        let to = quote_spanned!(name.span()=> <Self as #local_trait>::#name);
        self.hand_on(&items, &to)
    }

    /// A method of an extension trait: the trait's own method is the one with the body.
    pub(crate) fn extending(mut self, name: Ident, extended: &TokenStream) -> TokenStream {
        let own = mem::replace(&mut self.function.signature.ident, name);
        let span = Span::mixed_site().located_at(own.span());
        self.hand_on(
            &TokenStream::new(),
            &quote_spanned!(span=> <Self as #extended>::#own),
        )
    }

    /// A function with the names that more than one parameter has, for rustc to say so: in a body, one hides another.
    fn named_alike(&mut self) -> Option<TokenStream> {
        let alike = invalid::named_alike(&self.function.signature);
        if alike.is_empty() {
            return None;
        }
        let author = &self.function.signature.ident;
        let name = self.names.function(author, "names");
        Some(quote! {
            #[allow(unused)]
            fn #name(#(#alike: ()),*) {}
        })
    }

    /// Takes out the function with the body.
    fn split(&mut self, standing: Standing) -> WithBody {
        let author = &self.function.signature.ident;
        let attributes = mem::take(&mut self.function.attributes);
        let Sorted { shell, body } = sorted::sort(attributes, author, standing);
        self.function.attributes = shell;
        let name = self.names.body_of(author);
        WithBody::new(&mut self.function, name, body, self.options.on.as_ref())
    }

    /// The function that callers see: it coerces its arguments and hands them on to the one with the body.
    fn hand_on(mut self, items: &TokenStream, to: &TokenStream) -> TokenStream {
        let turbofish = self.turbofish();
        let gives_future =
            first_poll::may_give_future(&mut self.function, self.around, self.options);
        let all_coerced = self.widen(Binding::Names);
        let (statements, ensured) = coercion::arguments(&all_coerced, self.options);
        self.track_caller();

        let signature = &mut self.function.signature;
        let arguments = arguments(signature, &all_coerced, ensured);
        // What is wrong with the result is said where it is declared, and of the body in the same words there.
        let [start, end] = match &signature.output {
            ReturnType::Type(_, ty) => place::ends(ty),
            ReturnType::Default => [Span::mixed_site().located_at(signature.ident.span()); 2],
        };
        let path = place::stretch(quote!(#to #turbofish), start, end);
        let mut call = quote_spanned!(end=> #path(#(#arguments),*));
        let span = Span::mixed_site().located_at(end);
        if let Safety::Unsafe(_) = signature.safety {
            call = quote_spanned!(span=> unsafe { #call });
        }
        if gives_future {
            first_poll::give_future(signature, span.located_at(start), span);
            let runtime = self.options.runtime_crate(span);
            call = quote_spanned!(span=> #runtime::__private::on_first_poll(move || #call));
        } else if signature.asyncness.is_some() {
            call = quote_spanned!(span=> #call.await);
        }
        self.function.body.set(quote!(#items #statements #call));
        self.function.into_token_stream()
    }

    /// The author's generic arguments, for not all of them need be found in the arguments.
    fn turbofish(&self) -> Option<TokenStream> {
        let mut arguments = Vec::new();
        for generic in &self.function.signature.generics.params {
            let (name, attributes) = match generic {
                GenericParam::Lifetime(_) => continue,
                GenericParam::Type(ty) => (&ty.ident, &ty.attrs),
                GenericParam::Const(constant) => (&constant.ident, &constant.attrs),
            };
            if attributes.iter().any(attributes::may_remove) {
                return None; // it may not be there, and Rust has no conditional generic arguments
            }
            let is_source = |parameter: &TaskParameter| parameter.is_source(name);
            arguments.push(if self.parameters.iter().any(is_source) {
                quote!(_)
            } else {
                name.to_token_stream()
            });
        }
        (!arguments.is_empty()).then(|| quote!(::<#(#arguments),*>))
    }

    fn widen(&mut self, binding: Binding) -> Vec<Coerced> {
        let attributes = &mut self.function.attributes;
        if attributes.iter().any(sorted::makes_interface_private) {
            // Callers see a bound where the author has a type.
            attributes.push(attributes::allow(quote!(private_bounds)));
        }
        signature::widen(
            &mut self.function.signature,
            mem::take(&mut self.parameters),
            binding,
            self.options,
            self.names,
        )
    }

    /// Has a missing runtime reported at the caller's line, which Rust can do for a `fn` but not for an `async fn`.
    fn track_caller(&mut self) {
        let attributes = &mut self.function.attributes;
        let is_tracked = attributes
            .iter()
            .any(|attribute| attribute.path().is_ident("track_caller"));
        // `main` may not have it, and is refused for its parameters.
        let is_main = self.function.signature.ident == "main";
        if self.function.signature.asyncness.is_none() && !is_tracked && !is_main {
            attributes.push(attributes::track_caller());
        }
    }

    /// A body may begin with items, and clippy is not to mind that our statements stand before them now.
    fn allow_items_after_statements(&mut self) {
        if self.function.begins_with_item() {
            let allow = attributes::allow_for_clippy(&["items_after_statements"]);
            self.function.attributes.push(allow);
        }
    }
}

/// What the function with the body is given: for some, what they are coerced to.
fn arguments(
    signature: &Signature,
    all_coerced: &[Coerced],
    ensured: Vec<TokenStream>,
) -> Vec<TokenStream> {
    let mut arguments = Vec::new();
    for input in &signature.inputs {
        arguments.push(argument(input));
    }
    for (coerced, ensured) in all_coerced.iter().zip(ensured) {
        let conditions = &coerced.parameter.conditions;
        arguments[coerced.parameter.index] = quote!(#conditions #ensured);
    }
    arguments
}

/// An argument as it is handed on.
fn argument(input: &FnArg) -> TokenStream {
    let (attributes, name) = match input {
        FnArg::Receiver(Receiver {
            attrs, self_token, ..
        }) => (attrs, self_token.to_token_stream()),
        FnArg::Typed(PatType { attrs, pat, .. }) => (attrs, pat.to_token_stream()),
    };
    let conditions = attributes::conditions(attributes);
    quote!(#(#conditions)* #name)
}
