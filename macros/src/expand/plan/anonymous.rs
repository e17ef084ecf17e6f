//! Refuses what can't stand in the bound that a coerced type becomes: `impl Trait`, and lifetimes without a name.

use syn::visit::{self, Visit};
use syn::{
    BoundLifetimes, Error, GenericParam, Ident, Lifetime, ParenthesizedGenericArguments, Result,
    Type, TypeFnPtr, TypeImplTrait, TypeReference,
};

use super::model::Source;
use crate::expand::syntax::spans;

/// Refuses a coerced type with an `impl Trait` or an elided lifetime in it.
pub(crate) fn check_named(ty: &Type) -> Result<()> {
    let mut unnamed = Unnamed::default();
    unnamed.visit_type(ty);
    unnamed.error.map_or(Ok(()), Err)
}

/// Refuses a factory that lends: the coroutine of a spawned task can't keep what the factory borrowed for the call.
///
/// `declared` are the `for<'a>`s around its bound.
pub(crate) fn check_owned(source: &Source, declared: [Option<&BoundLifetimes>; 2]) -> Result<()> {
    let Source::Factory { arguments, .. } = source else {
        return Ok(());
    };
    let mut borrowed = Borrowed::default();
    for lifetimes in declared.into_iter().flatten() {
        for parameter in &lifetimes.lifetimes {
            if let GenericParam::Lifetime(parameter) = parameter {
                borrowed.of_the_call.push(&parameter.lifetime.ident);
            }
        }
    }
    for ty in arguments {
        borrowed.visit_type(ty);
    }
    borrowed.error.map_or(Ok(()), Err)
}

#[derive(Default)]
struct Unnamed {
    error: Option<Error>,
}

impl Unnamed {
    fn refuse_lifetime(&mut self, place: &dyn quote::ToTokens) {
        let message = "a coerced type can't leave out a lifetime: write `'static`, or give it a name, as in `fn \
                       f<'a>(task: Task<&'a str>)`";
        self.error
            .get_or_insert_with(|| spans::error(place, message));
    }
}

impl<'a> Visit<'a> for Unnamed {
    fn visit_type_impl_trait(&mut self, ty: &'a TypeImplTrait) {
        let message = "a coerced type can't contain an `impl Trait`: give it a name, as in `fn f<T: Display>(task: \
                       Task<T>)`";
        self.error.get_or_insert_with(|| spans::error(ty, message));
    }

    fn visit_type_reference(&mut self, ty: &'a TypeReference) {
        if ty.lifetime.is_none() {
            self.refuse_lifetime(&ty.and_token);
        }
        visit::visit_type_reference(self, ty);
    }

    fn visit_lifetime(&mut self, lifetime: &'a Lifetime) {
        if lifetime.ident == "_" {
            self.refuse_lifetime(lifetime);
        }
    }

    // The lifetimes in `fn(&u8)` and `Fn(&u8)` are those of each call.
    fn visit_type_fn_ptr(&mut self, _: &'a TypeFnPtr) {}
    fn visit_parenthesized_generic_arguments(&mut self, _: &'a ParenthesizedGenericArguments) {}
}

#[derive(Default)]
struct Borrowed<'a> {
    of_the_call: Vec<&'a Ident>,
    error: Option<Error>,
}

impl Borrowed<'_> {
    fn refuse(&mut self, place: &dyn quote::ToTokens) {
        let message = "a factory can't lend: its coroutine becomes a task, which outlives the call. Declare the \
                       argument by value, such as an `Arc`, or leave the parameter as it is with \
                       `#[awaitable(skip)]`";
        self.error
            .get_or_insert_with(|| spans::error(place, message));
    }
}

impl<'a> Visit<'a> for Borrowed<'a> {
    fn visit_type_reference(&mut self, ty: &'a TypeReference) {
        if ty.lifetime.is_none() {
            self.refuse(ty);
        }
        visit::visit_type_reference(self, ty);
    }

    fn visit_lifetime(&mut self, lifetime: &'a Lifetime) {
        if lifetime.ident == "_" || self.of_the_call.contains(&&lifetime.ident) {
            self.refuse(lifetime);
        }
    }

    fn visit_type_fn_ptr(&mut self, _: &'a TypeFnPtr) {}
    fn visit_parenthesized_generic_arguments(&mut self, _: &'a ParenthesizedGenericArguments) {}
}
