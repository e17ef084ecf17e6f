//! Decides what an item is expanded to. Everything here only reads the parsed item; the decisions are the data of
//! [`model`].

mod accepted;
mod anonymous;
mod context;
mod documentation;
mod function;
mod impl_block;
mod in_place;
mod inputs;
mod members;
pub(crate) mod model;
mod refusals;
mod shape;
mod sorted_attributes;
mod sources;
mod task_types;
mod trait_block;
mod unused_names;

use proc_macro2::TokenStream;

use self::context::Context;
use self::model::{ItemPlan, Plan};
use crate::expand::parse::mark::without_awaitable;
use crate::expand::parse::{Item, ItemKind, Options};

/// Plans the expansion of an item with these options.
pub(crate) fn item(item: &Item, options: TokenStream) -> Plan<'_> {
    let mut context = Context::new(item);
    let options = Options::parse(options, &mut context.errors);
    let plan = match &item.kind {
        ItemKind::Function(author) => function::by_itself(&mut context, author, options, item),
        ItemKind::Impl(block) => impl_block::plan(&mut context, block, &options, item),
        ItemKind::Trait(block) => trait_block::plan(&mut context, block, &options),
        ItemKind::Other(error) => {
            context.errors = vec![error.clone()];
            ItemPlan::Unchanged(without_awaitable(item.tokens.clone()))
        }
    };
    Plan {
        item: plan,
        errors: context.errors,
    }
}
