//! What do callers pass for a declared type? Whatever becomes it, or the same collection of what becomes the tasks in it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Generics, Signature, Type, TypeParam, parse_quote};

use crate::options::Options;
use crate::parameter::TaskParameter;
use crate::place;
use crate::shape::{self, Shape};

/// Finds out what callers pass for a parameter, and collects the generic parameters that this needs.
pub(crate) struct Accepting<'a> {
    parameter: &'a TaskParameter,
    /// Those of the author.
    generics: &'a Generics,
    options: &'a Options,
    /// Whether it is a method without lifetimes. Where its trait has no form, rustc points at ours, which it takes for the
    /// author's own if it stands like one. Beside a lifetime, lints would then propose to remove both.
    is_plain_method: bool,
    /// Whether all that callers pass needs a name, for `use<..>` can only list what has one.
    captures: bool,
    types: Vec<TypeParam>,
    forms: Vec<TypeParam>,
}

impl<'a> Accepting<'a> {
    pub(crate) fn new(
        parameter: &'a TaskParameter,
        author: &'a Signature,
        options: &'a Options,
        captures: bool,
    ) -> Self {
        let generics = &author.generics;
        let lifetimes = generics.lifetimes().count() + parameter.named.lifetimes.len();
        Self {
            parameter,
            generics,
            options,
            is_plain_method: author.receiver().is_some() && lifetimes == 0,
            captures,
            types: parameter.named.types.clone(),
            forms: Vec::new(),
        }
    }

    /// The new generic parameters, types before forms.
    pub(crate) fn into_types(self) -> Vec<TypeParam> {
        let mut types = self.types;
        types.extend(self.forms);
        types
    }

    pub(crate) fn name(&mut self, named: TypeParam) {
        self.types.push(named);
    }

    /// What callers pass for the parameter.
    pub(crate) fn accepted(&mut self) -> Type {
        let mut ty = self.parameter.declared.clone();
        if self.parameter.keeps_shape {
            self.widen(&mut ty);
        } else {
            let bound = self.awaitable(&ty);
            ty = self.any(&ty, &bound);
        }
        ty
    }

    /// Replaces each part that is no such collection.
    fn widen(&mut self, ty: &mut Type) {
        match shape::of(ty, self.generics) {
            Shape::Same(inside) => self.widen(inside),
            Shape::Tuple(parts) => parts.iter_mut().for_each(|part| self.widen(part)),
            Shape::Items(_) | Shape::Nothing => {
                let bound = self.bound(ty);
                *ty = self.any(ty, &bound);
            }
        }
    }

    /// The bound of what becomes the type: of the items, for a `Vec`.
    fn bound(&mut self, ty: &mut Type) -> TokenStream {
        let [start, end] = place::ends(ty);
        let Shape::Items(item) = shape::of(ty, self.generics) else {
            return self.awaitable(ty);
        };
        let item = match shape::of(item, self.generics) {
            Shape::Same(_) | Shape::Tuple(_) => {
                self.widen(item);
                quote_spanned!(start=> Item = #item)
            }
            Shape::Items(_) | Shape::Nothing => {
                let bound = self.bound(item);
                quote_spanned!(start=> Item: #bound)
            }
        };
        let items = quote_spanned!(start=> ::core::iter::IntoIterator<#item);
        items.into_iter().chain(quote_spanned!(end=> >)).collect()
    }

    /// `Awaitable<Task<T>, __TaskForm>`, with a generic parameter for the form.
    pub(crate) fn awaitable(&mut self, ty: &Type) -> TokenStream {
        // From the first to the last of the type's tokens, for messages about the bound to point at all of it.
        let [start, end] = place::ends(ty);
        let mut form = self.new_name("Form", self.forms.len(), start);
        if self.is_plain_method {
            form.set_span(start);
        }
        let awaitable = self.options.awaitable(start);
        let mut bound = quote_spanned!(start=> #awaitable<#ty, #form);
        if self.options.path.is_some() {
            // The path's own tokens stand in the attribute, where nobody is to look for the bound.
            bound = quote_spanned!(start=> for<> #bound);
        }
        bound.extend(quote_spanned!(end=> >));
        self.forms.push(form.into());
        bound
    }

    /// Any type with this bound.
    fn any(&mut self, ty: &Type, bound: &TokenStream) -> Type {
        let [start, _] = place::ends(ty);
        if self.captures {
            let name = self.new_name("Awaitable", self.types.len(), Span::mixed_site());
            self.types.push(parse_quote!(#name: #bound));
            Type::Verbatim(name.into_token_stream())
        } else {
            Type::Verbatim(quote_spanned!(start=> impl #bound))
        }
    }

    fn new_name(&self, role: &str, index: usize, place: Span) -> Ident {
        let number = match index {
            0 => String::new(),
            _ => index.to_string(),
        };
        let name = format!("{}{role}{number}", self.parameter.prefix);
        Ident::new(&name, Span::mixed_site().located_at(place))
    }
}
