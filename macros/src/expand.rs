//! What do we give back? The author's item, with a wider signature wherever a task is taken.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::choice;
use crate::code::Code;
use crate::expansion::Expansion;
use crate::extension;
use crate::first_poll::Around;
use crate::function::Function;
use crate::implementation;
use crate::invalid;
use crate::item::Item;
use crate::method;
use crate::names::Names;
use crate::options::Options;
use crate::outline::Rewriting;
use crate::parameter::Otherwise;
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
        left_alone: None,
    };
    let mut tokens = match parsed {
        Item::Function(function) => self::function(&mut expansion, function, options, &item),
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
    for error in expansion.errors {
        tokens.extend(error.into_compile_error());
    }
    tokens
}

/// Rewrites a function that stands alone.
fn function(
    expansion: &mut Expansion,
    mut function: Function,
    mut options: Options,
    item: &TokenStream,
) -> TokenStream {
    let code = Code::of(item);
    if code.may_have_inner_attributes() {
        function.move_inner_attributes();
    }
    expansion.refuse_others(&mut function);
    if let Some(alias) = &options.alias {
        expansion.errors.push(refusal::alias_outside_a_trait(alias));
    }
    let parameters = expansion.parameters(&mut function, &mut options, Otherwise::Refuse);
    if parameters.is_empty() {
        return function.into_token_stream();
    }
    let stays = method::may_be_method(&function.signature, item, &code)
        || invalid::is_invalid(&mut function.signature, None);
    let mut rewriting = Rewriting {
        function,
        parameters,
        around: Around::Nothing,
        options: &options,
        names: &mut expansion.names,
    };
    if rewriting.function.block().is_none() {
        if let Some(on) = &options.on {
            expansion.errors.push(refusal::on_without_body(on));
        }
        rewriting.declaration()
    } else if invalid::must_stay_unchanged(&mut rewriting.function.signature) {
        rewriting.function.into_token_stream()
    } else if stays {
        rewriting.in_place()
    } else {
        rewriting.inside()
    }
}
