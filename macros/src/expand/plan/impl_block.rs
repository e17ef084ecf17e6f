//! The plan of an `impl`: every method that takes a task is rewritten.

use syn::ItemImpl;

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
        context.errors.clear(); // the next expansion reports them again
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
    let plan_method = |context: &mut Context, function: &'a Function| {
        let plan = method(context, function, header, options);
        // Counts as rewritten, so that rustc's error about a `const` method of a trait is the only one.
        let is_refused = header.trait_.is_some() && function.signature.constness.is_some();
        let is_rewritten = plan.is_coerced() || is_refused;
        (plan, is_rewritten)
    };
    let members = members::plan(
        context,
        &block.members,
        plan_method,
        &header.self_ty,
        nothing,
    );
    ItemPlan::Impl(BlockPlan { header, members })
}

/// The index of an `#[async_trait]` below this attribute. It has to be expanded first: it would add bounds to the new
/// generic parameters, which the trait's method does not have.
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
    let (options, uncoercible) = function::options_of_member(context, function, block);
    context.errors.extend(refusals::of_alias(&options));
    let draft = function::draft(context, function, options, uncoercible);
    match &function.body {
        _ if !draft.is_coerced() => draft,
        // The author is still writing the body.
        Body::Absent(_) => draft.declared(),
        // A trait's `impl` has no room for another method.
        Body::Block(body) if header.trait_.is_some() || draft.is_generic(body) => {
            draft.with_body_kept()
        }
        Body::Block(_) => {
            let body = context.names.body_of(&function.signature.ident);
            draft.split(Strategy::Beside { body })
        }
    }
}
