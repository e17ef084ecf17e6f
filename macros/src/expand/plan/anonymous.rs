//! Refuses the parts of a coerced type that its bound can't name: `impl Trait`, and lifetimes without a name.

use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{
    BoundLifetimes, Error, GenericParam, Ident, Lifetime, ParenthesizedGenericArguments, Result,
    Type, TypeFnPtr, TypeImplTrait, TypeReference,
};

use super::model::Source;
use crate::expand::syntax::spans;

/// Refuses a coerced type with an `impl Trait` or an elided lifetime in it.
pub(crate) fn check_named(ty: &Type) -> Result<()> {
    let message = "a coerced type can't leave out a lifetime: write `'static`, or give it a name, as in `fn f<'a>(task: \
                   Task<&'a str>)`";
    Unnamed::new(Some(message)).check([ty])
}

/// Refuses the output of a future with an `impl Trait` in it. It may leave out lifetimes.
pub(crate) fn check_no_impl_trait(output: &Type) -> Result<()> {
    Unnamed::new(None).check([output])
}

/// Refuses a factory that lends: the coroutine of a spawned task can't keep what the factory borrowed for the call.
///
/// `declared` are the `for<'a>`s around its bound.
pub(crate) fn check_owned(source: &Source, declared: [Option<&BoundLifetimes>; 2]) -> Result<()> {
    let Source::Factory { arguments, .. } = source else {
        return Ok(());
    };
    let message = "a factory can't lend: its coroutine becomes a task, which outlives the call. Declare the argument by \
                   value, such as an `Arc`, or leave the parameter as it is with `#[awaitable(skip)]`";
    let mut lent = Unnamed::new(Some(message));
    let declared = declared.into_iter().flatten();
    for parameter in declared.flat_map(|lifetimes| &lifetimes.lifetimes) {
        if let GenericParam::Lifetime(parameter) = parameter {
            lent.of_each_call.push(&parameter.lifetime.ident);
        }
    }
    lent.check(arguments)
}

/// Looks for types and lifetimes without a name, and for lifetimes whose name is only known to each call.
struct Unnamed<'a> {
    of_each_call: Vec<&'a Ident>,
    /// The message for lifetimes, if they are refused.
    message: Option<&'static str>,
    error: Option<Error>,
}

impl Unnamed<'_> {
    fn new(message: Option<&'static str>) -> Self {
        Self {
            of_each_call: Vec::new(),
            message,
            error: None,
        }
    }

    fn check<'t>(mut self, types: impl IntoIterator<Item = &'t Type>) -> Result<()> {
        for ty in types {
            self.visit_type(ty);
        }
        self.error.map_or(Ok(()), Err)
    }

    fn refuse(&mut self, place: &dyn ToTokens, message: Option<&str>) {
        let error = message.map(|message| spans::error(place, message));
        self.error = self.error.take().or(error);
    }
}

impl<'a> Visit<'a> for Unnamed<'_> {
    fn visit_type_impl_trait(&mut self, ty: &'a TypeImplTrait) {
        let message = "an `impl Trait` can't be inside this type: give it a name, as in `fn f<T: Display>(task: Task<T>)`";
        self.refuse(ty, Some(message));
    }

    fn visit_type_reference(&mut self, ty: &'a TypeReference) {
        if ty.lifetime.is_none() {
            self.refuse(ty, self.message);
        }
        visit::visit_type_reference(self, ty);
    }

    fn visit_lifetime(&mut self, lifetime: &'a Lifetime) {
        if lifetime.ident == "_" || self.of_each_call.contains(&&lifetime.ident) {
            self.refuse(lifetime, self.message);
        }
    }

    // The lifetimes in `fn(&u8)` and `Fn(&u8)` are those of each call.
    fn visit_type_fn_ptr(&mut self, _: &'a TypeFnPtr) {}
    fn visit_parenthesized_generic_arguments(&mut self, _: &'a ParenthesizedGenericArguments) {}
}
