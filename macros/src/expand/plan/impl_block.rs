//! The plan of an `impl`: every method that takes a task is rewritten.

use syn::ItemImpl;

use super::attributes::Placement;
use super::context::Context;
use super::model::{BlockPlan, FunctionPlan, ItemPlan, Strategy};
use super::{function, members, refusals};
use crate::expand::parse::{Block, Body, Function, Item, Options};
use crate::expand::syntax::attributes;

pub(crate) fn plan<'a>(
    context: &mut Context,
    block: &'a Block<ItemImpl>,
    options: &Options,
    item: &'a Item,
) -> ItemPlan<'a> {
    if let Some(other) = async_trait(block) {
        context.errors.clear(); // they come again
        return ItemPlan::Again {
            tokens: &item.tokens,
            behind: 2 * (other + 1), // each attribute is a `#` and its brackets
            options: options.clone(),
        };
    }
    context.errors.extend(refusals::of_alias(options));
    context.errors.extend(refusals::of_method(options));
    let nothing = "no method in this `impl` takes a task: declare a parameter";
    let header = &block.header;
    let plan = |context: &mut Context, function: &'a Function| {
        let method = method(context, function, header, options);
        // rustc refuses methods of a trait that are `const`.
        let is_refused = header.trait_.is_some() && function.signature.constness.is_some();
        let is_rewritten = method.is_coerced() || is_refused;
        (method, is_rewritten)
    };
    let members = members::plan(context, &block.members, plan, &header.self_ty, nothing);
    ItemPlan::Impl(BlockPlan { header, members })
}

/// Where `#[async_trait]` stands below this attribute. It has to be expanded first: it adds bounds to every generic
/// parameter of a method, and those that are added here are none of the trait's.
fn async_trait(block: &Block<ItemImpl>) -> Option<usize> {
    let mut attributes = block.header.attrs.iter();
    attributes.position(|attribute| attributes::name(attribute) == "async_trait")
}

fn method<'a>(
    context: &mut Context,
    function: &'a Function,
    header: &ItemImpl,
    block: &Options,
) -> FunctionPlan<'a> {
    let (options, otherwise) = function::options_of_member(context, function, block);
    context.errors.extend(refusals::of_alias(&options));
    let plan = function::unchanged(context, function, options, otherwise);
    match &function.body {
        _ if !plan.is_coerced() => plan,
        // Somebody is still writing it.
        Body::Absent(_) => plan.declared(),
        // A trait's `impl` has no room for another method.
        Body::Block(_) if header.trait_.is_some() => plan.in_place(),
        Body::Block(_) => {
            let body = context.names.body_of(&function.signature.ident);
            plan.split(Strategy::Beside { body }, Placement::Beside)
        }
    }
}
