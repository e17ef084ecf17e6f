//! The plan of a `trait`. The trait stays as it is for its implementors, and a second trait extends it for callers.

use proc_macro2::Ident;
use quote::quote;
use syn::{FnArg, ItemTrait, ReceiverKind, ReturnType, Signature, Type};

use super::context::Context;
use super::model::{BlockPlan, Extension, FunctionAttributes, FunctionPlan, ItemPlan, Strategy};
use super::{documentation, function, members, refusals, sorted_attributes};
use crate::expand::parse::{Block, Function, Options};
use crate::expand::syntax::attributes;
use crate::expand::syntax::types::{as_name, ungrouped};

pub(crate) fn plan<'a>(
    context: &mut Context,
    block: &'a Block<ItemTrait>,
    options: &Options,
) -> ItemPlan<'a> {
    let header = &block.header;
    context.errors.extend(refusals::of_method(options));
    let nothing = "no method of this trait takes a task: declare a parameter";
    let plan_method = |context: &mut Context, function| method(context, function, header, options);
    let members = members::plan(context, &block.members, plan_method, &header.ident, nothing);
    let extension = extension(context, header, options);
    ItemPlan::Trait(BlockPlan { header, members }, extension)
}

/// Plans a method; also says whether it is rewritten, or would be if nothing were wrong with it.
fn method<'a>(
    context: &mut Context,
    function: &'a Function,
    header: &ItemTrait,
    block: &Options,
) -> (FunctionPlan<'a>, bool) {
    let (options, uncoercible) = function::options_of_member(context, function, block);
    let plan = function::draft(context, function, options, uncoercible);
    if !plan.is_coerced() {
        // Counts as rewritten, so that rustc's error about a `const` method of a trait is the only one.
        return (plan, function.signature.constness.is_some());
    }
    match plan.options.alias.clone() {
        Some(callers) if callers == function.signature.ident => {
            context.errors.push(refusals::alias_is_taken(&callers));
            (plan, true)
        }
        Some(callers) => (extended(plan, callers), true),
        None => {
            // If the trait has no name for callers either, that is the mistake.
            if block.alias.is_some() {
                let error = refusals::method_without_alias(function, header);
                context.errors.push(error);
            }
            (plan, true)
        }
    }
}

fn extended(plan: FunctionPlan<'_>, callers: Ident) -> FunctionPlan<'_> {
    let strategy = Strategy::Extend {
        callers,
        needs_sized: needs_sized(&plan.function.signature),
    };
    let mut plan = plan.split(strategy);
    let of_parameters = documentation::for_author(&plan);
    let FunctionAttributes {
        author, callers, ..
    } = &mut plan.attributes;
    author.extend(of_parameters);
    let is_deprecated = |attribute| attributes::may_be(attribute, "deprecated");
    if author.iter().any(is_deprecated) {
        // The callers' method is deprecated, too. Its own call of the trait's method must not warn again.
        callers.push(attributes::allow(quote!(deprecated)));
    }
    let generics = &plan.function.signature.generics;
    if plan.options.boxed.is_some() || generics.lifetimes().next().is_some() {
        // Coerced types have to name lifetimes, and the author did not write the type of a box.
        let lints = [
            "elidable_lifetime_names",
            "needless_lifetimes",
            "type_complexity",
        ];
        author.push(attributes::allow_for_clippy(&lints));
    }
    plan
}

fn extension(context: &mut Context, header: &ItemTrait, options: &Options) -> Option<Extension> {
    let name = match &options.alias {
        Some(name) if *name == header.ident => {
            context.errors.push(refusals::alias_is_taken(name));
            return None;
        }
        Some(name) => name.clone(),
        None => {
            if context.errors.is_empty() {
                context.errors.push(refusals::trait_without_alias(header));
            }
            return None;
        }
    };
    if let Some(condition) = attributes::condition_of_generic(&header.generics) {
        let error = refusals::condition_of_generic(condition);
        context.errors.push(error);
        return None;
    }
    let (for_both, deprecated) = sorted_attributes::of_extension(&header.attrs);
    Some(Extension {
        name,
        implementor: context.names.implementor(),
        for_both,
        deprecated,
    })
}

/// Whether a method takes or returns `Self` by value, which is impossible for a trait object.
fn needs_sized(signature: &Signature) -> bool {
    let takes = |input: &FnArg| match input {
        FnArg::Typed(input) => ends_with_self(&input.ty),
        FnArg::Receiver(receiver) => match &receiver.kind {
            ReceiverKind::Value => true,
            ReceiverKind::Typed(_, ty) => ends_with_self(ty),
            _ => false,
        },
    };
    let gives = matches!(&signature.output, ReturnType::Type(_, ty) if ends_with_self(ty));
    gives || signature.inputs.iter().any(takes)
}

/// Whether a type is `Self`, or a tuple that is unsized if `Self` is.
fn ends_with_self(ty: &Type) -> bool {
    match ungrouped(ty) {
        Type::Tuple(tuple) => tuple.elems.last().is_some_and(ends_with_self),
        ty => as_name(ty).is_some_and(|name| name == "Self"),
    }
}
