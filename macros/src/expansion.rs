//! What do all functions of an item share?

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, Error, Meta};

use crate::attributes;
use crate::documentation;
use crate::function::Function;
use crate::names::Names;
use crate::options::Options;
use crate::parameter::{self, Otherwise, TaskParameter};
use crate::place;
use crate::refusal;

/// The names and the errors, of which a function sees those of the others.
pub(crate) struct Expansion {
    pub(crate) names: Names,
    pub(crate) errors: Vec<Error>,
    /// Why a method is left alone that takes a task.
    pub(crate) left_alone: Option<Error>,
}

impl Expansion {
    /// Refuses what a function has of our attributes beside the one that is expanded.
    pub(crate) fn refuse_others(&mut self, function: &mut Function) {
        for other in take_ours(function) {
            self.errors.push(given_twice(&other));
        }
    }

    /// The options for a member of a block, and what becomes of its parameters that can't be coerced: one that has the
    /// attribute itself is meant to have some.
    pub(crate) fn member(
        &mut self,
        function: &mut Function,
        block: &Options,
    ) -> (Options, Otherwise) {
        let mut ours = take_ours(function).into_iter();
        let own = ours.next();
        for other in ours {
            self.errors.push(given_twice(&other));
        }
        let otherwise = match own {
            Some(_) => Otherwise::Refuse,
            None => Otherwise::LeaveAlone,
        };
        let tokens = match own.map(|attribute| attribute.meta) {
            Some(Meta::List(list)) => list.tokens,
            Some(Meta::NameValue(meta)) => {
                self.errors
                    .push(refusal::options_without_parentheses(&meta));
                TokenStream::new()
            }
            Some(Meta::Path(_)) | None => TokenStream::new(),
        };
        let options = Options::parse(tokens, &mut self.errors).within(block);
        (options, otherwise)
    }

    /// The parameters to be coerced; none if the function is to stay as it is. What is wrong with the options or with
    /// an attribute is taken away, so that callers need not hear of it too.
    pub(crate) fn parameters(
        &mut self,
        function: &mut Function,
        options: &mut Options,
        otherwise: Otherwise,
    ) -> Vec<TaskParameter> {
        documentation::move_to_function(function);
        let mistakes = self.errors.len();
        let parameters = parameter::task_parameters(
            &mut function.signature,
            otherwise,
            &mut self.names,
            &mut self.errors,
        );
        let is_unexplained = parameters.is_empty() && self.errors.len() == mistakes;
        let refused = refusal::of_function(function)
            .or_else(|| is_unexplained.then(|| nothing_to_coerce(function)));
        if let Some(error) = refused {
            if otherwise == Otherwise::Refuse {
                self.errors.push(error);
            } else if !parameters.is_empty() {
                self.left_alone = Some(error);
            }
            return Vec::new();
        }
        if let Some(error) = refusal::of_on(options, &function.signature, &parameters) {
            self.errors.push(error);
            if let Some(on) = options.on.take() {
                parameter::allow_unused(&mut function.signature, &on);
            }
        }
        let exports = refusal::take_exports(function);
        self.errors.extend(exports);
        parameters
    }

    /// Refuses an attribute on a block in which nothing is rewritten.
    pub(crate) fn refuse_idle(&mut self, place: &dyn ToTokens, nothing: &str) {
        if self.errors.is_empty() {
            let left_alone = self.left_alone.take();
            let refused = || refusal::nothing_to_coerce(place, nothing);
            self.errors.push(left_alone.unwrap_or_else(refused));
        }
    }
}

/// Takes our own attributes off a function.
fn take_ours(function: &mut Function) -> Vec<Attribute> {
    attributes::take(&mut function.attributes, |attribute| {
        let name = attribute.path().segments.last();
        name.is_some_and(|name| name.ident == "accepts_awaitable")
    })
}

fn nothing_to_coerce(function: &Function) -> Error {
    let nothing = "no parameter of this function is coerced: declare one";
    refusal::nothing_to_coerce(&function.signature.ident, nothing)
}

fn given_twice(attribute: &Attribute) -> Error {
    place::error(attribute, "`#[accepts_awaitable]` is given twice: keep one")
}
