//! What do callers pass for a declared type? Whatever becomes it, or the same collection of what becomes the tasks in
//! it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{GenericParam, Generics, Signature, Type, WherePredicate, parse_quote};

use crate::anonymous;
use crate::implied;
use crate::names::{self, Names};
use crate::options::Options;
use crate::parameter::TaskParameter;
use crate::place;
use crate::shape::{self, Shape};

/// Finds out what callers pass for a parameter, and collects the generic parameters that this needs.
pub(crate) struct Accepting<'a> {
    parameter: &'a TaskParameter,
    options: &'a Options,
    /// Whether it is a method without lifetimes. Where its trait has no form, rustc points at ours, which it takes for
    /// the author's own if it stands like one. Beside a lifetime, lints would then propose to remove both.
    is_plain_method: bool,
    /// Whether all that callers pass needs a name, for `use<..>` can only list what has one.
    captures: bool,
    /// The author's generic parameters that are types.
    generics: Vec<Ident>,
    implied: Vec<WherePredicate>,
    lifetimes: Vec<GenericParam>,
    types: Vec<GenericParam>,
    forms: Vec<GenericParam>,
}

impl<'a> Accepting<'a> {
    pub(crate) fn new(
        parameter: &'a TaskParameter,
        author: &Signature,
        options: &'a Options,
        captures: bool,
    ) -> Self {
        let has_lifetime = author.generics.lifetimes().next().is_some();
        Self {
            parameter,
            options,
            is_plain_method: author.receiver().is_some() && !has_lifetime,
            captures,
            generics: implied::type_names(&author.generics),
            implied: Vec::new(),
            lifetimes: Vec::new(),
            types: Vec::new(),
            forms: Vec::new(),
        }
    }

    /// The new generic parameters, types before forms, and what is to be said of the author's.
    pub(crate) fn into_generics(mut self) -> (Vec<GenericParam>, Vec<WherePredicate>) {
        let mut generics = self.lifetimes;
        generics.append(&mut self.types);
        generics.append(&mut self.forms);
        (generics, self.implied)
    }

    pub(crate) fn name(&mut self, named: GenericParam) {
        self.types.push(named);
    }

    /// Gives a name to what has none in a declared type.
    pub(crate) fn name_anonymous(&mut self, declared: &mut Type, names: &mut Names) {
        let new = anonymous::name_anonymous(declared, &self.parameter.argument, names);
        self.lifetimes = new.lifetimes;
        self.types = new.types;
    }

    /// Notes what a declared type implies.
    pub(crate) fn imply(&mut self, declared: &mut Type) {
        self.implied = implied::outlives(declared, &self.generics);
    }

    /// Makes of a declared type, in a signature with these generic parameters, what callers pass.
    pub(crate) fn widen(&mut self, declared: &mut Type, generics: &Generics) {
        if self.parameter.keeps_shape {
            self.widen_inside(declared, generics);
        } else {
            *declared = self.any(declared);
        }
    }

    /// Replaces what awaitables become inside a type.
    fn widen_inside(&mut self, ty: &mut Type, generics: &Generics) {
        match shape::of(ty, generics) {
            Shape::Same(inside) => self.widen_inside(inside, generics),
            Shape::Tuple(parts) => {
                for part in parts.pairs_mut() {
                    self.widen_inside(part.into_value(), generics);
                }
            }
            Shape::Nothing => *ty = self.any(ty),
        }
    }

    /// Whatever becomes this type.
    fn any(&mut self, ty: &Type) -> Type {
        let ends = place::ends(ty);
        let bound = self.awaitable(ty, ends);
        Type::Verbatim(if self.captures {
            let name = self.new_name("Awaitable", self.forms.len() - 1, Span::mixed_site());
            self.types.push(parse_quote!(#name: #bound));
            name.into_token_stream()
        } else {
            quote_spanned!(ends[0]=> impl #bound)
        })
    }

    /// `Awaitable<Task<T>, __TaskForm>`, with a generic parameter for the form. It stands at the first and the last of
    /// the type's tokens, for messages about the bound to point at all of it.
    pub(crate) fn awaitable(&mut self, ty: &Type, [start, end]: [Span; 2]) -> TokenStream {
        let mut form = self.new_name("Form", self.forms.len(), start);
        if self.is_plain_method && self.lifetimes.is_empty() {
            form.set_span(start);
        }
        let awaitable = self.options.awaitable(start);
        let mut bound = quote_spanned!(start=> #awaitable<#ty, #form);
        if self.options.path.is_some() {
            // The path's own tokens stand in the attribute, where nobody is to look for the bound.
            bound = quote_spanned!(start=> for<> #bound);
        }
        bound.extend(quote_spanned!(end=> >));
        self.forms.push(GenericParam::Type(form.into()));
        bound
    }

    fn new_name(&self, role: &str, index: usize, place: Span) -> Ident {
        let number = names::number(index);
        let name = format!("{}{role}{number}", self.parameter.prefix);
        Ident::new(&name, Span::mixed_site().located_at(place))
    }
}
