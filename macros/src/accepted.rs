//! What do callers pass for a declared type? Whatever becomes it, or the same collection of what becomes the tasks in it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Generics, Signature, Type, TypeParam, parse_quote};

use crate::names;
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
            ty = self.any(&ty);
        }
        ty
    }

    /// Replaces what awaitables become inside a type.
    fn widen(&mut self, ty: &mut Type) {
        match shape::of(ty, self.generics) {
            Shape::Same(inside) => self.widen(inside),
            Shape::Tuple(parts) => parts.iter_mut().for_each(|part| self.widen(part)),
            Shape::Nothing => *ty = self.any(ty),
        }
    }

    /// Whatever becomes this type.
    fn any(&mut self, ty: &Type) -> Type {
        let [start, _] = place::ends(ty);
        let bound = self.awaitable(ty);
        Type::Verbatim(if self.captures {
            let name = self.new_name("Awaitable", self.forms.len() - 1, Span::mixed_site());
            self.types.push(parse_quote!(#name: #bound));
            name.into_token_stream()
        } else {
            quote_spanned!(start=> impl #bound)
        })
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

    fn new_name(&self, role: &str, index: usize, place: Span) -> Ident {
        let number = names::number(index);
        let name = format!("{}{role}{number}", self.parameter.prefix);
        Ident::new(&name, Span::mixed_site().located_at(place))
    }
}
