//! What do we give back? The author's item, with a wider signature wherever a task is taken.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Error, Meta};

use crate::attributes;
use crate::choice;
use crate::documentation;
use crate::extension;
use crate::function::Function;
use crate::implementation;
use crate::invalid;
use crate::item::Item;
use crate::method;
use crate::names::Names;
use crate::options::Options;
use crate::outline::Rewriting;
use crate::parameter::{self, Otherwise, TaskParameter};
use crate::refusal;

/// Rewrites an item. Whatever is wrong, the item is still there beside the errors, so that its callers and the author's
/// editor see the mistake alone.
pub(crate) fn accepts_awaitable(options: TokenStream, item: TokenStream) -> TokenStream {
    let Ok(parsed) = Item::parse(item.clone()) else {
        // What syn can't parse, rustc can't either, and its explanation is the better one.
        return choice::strip(item);
    };
    let mut errors = Vec::new();
    let options = Options::parse(options, &mut errors);
    let braces = match parsed {
        Item::Impl(_) | Item::Trait(_) => 1, // those around its members
        Item::Function(_) | Item::Other(_) | Item::Closure(_) => 0,
    };
    let mut expansion = Expansion {
        names: Names::used_in(item.clone(), braces),
        errors,
    };
    let mut tokens = match parsed {
        Item::Function(function) => expansion.function(function, options, &item),
        Item::Impl(block) => match implementation::async_trait(&block) {
            Some(other) => return implementation::below(other, block, options.to_attribute()),
            None => implementation::expand(block, &options, &mut expansion),
        },
        Item::Trait(block) => extension::expand(block, &options, &mut expansion),
        Item::Other(error) => {
            expansion.errors = vec![error];
            choice::strip(item)
        }
        Item::Closure(error) => {
            // Behind an expression, nothing is read.
            let error = error.into_compile_error();
            return quote!({ #error #item });
        }
    };
    let errors = expansion.errors.into_iter();
    tokens.extend(errors.map(Error::into_compile_error));
    tokens
}

/// What all functions of an item share.
pub(crate) struct Expansion {
    pub(crate) names: Names,
    pub(crate) errors: Vec<Error>,
}

impl Expansion {
    fn function(
        &mut self,
        mut function: Function,
        mut options: Options,
        item: &TokenStream,
    ) -> TokenStream {
        for repetition in take_ours(&mut function) {
            self.errors.push(given_twice(&repetition));
        }
        if let Some(alias) = &options.alias {
            self.errors.push(refusal::alias_outside_a_trait(alias));
        }
        let parameters = self.parameters(&mut function, &mut options, Otherwise::Refuse);
        if parameters.is_empty() {
            return function.into_token_stream();
        }
        let stays = method::may_be_method(&function.signature, item)
            || invalid::is_invalid(&mut function.signature, None);
        let mut rewriting = Rewriting {
            function,
            parameters,
            options: &options,
            names: &mut self.names,
        };
        if !rewriting.function.has_body() {
            if let Some(on) = &options.on {
                self.errors.push(refusal::on_without_body(on));
            }
            rewriting.declaration()
        } else if invalid::must_not_change(&mut rewriting.function.signature, stays) {
            rewriting.function.into_token_stream()
        } else if stays {
            rewriting.in_place()
        } else {
            rewriting.inside()
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
        self.errors.extend(ours.map(|second| given_twice(&second)));
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

    /// The parameters to be coerced; none if the function is to stay as it is. What is wrong with the options or with an
    /// attribute is taken away, so that callers need not hear of it too.
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
    Error::new_spanned(attribute, "`#[accepts_awaitable]` is given twice: keep one")
}
