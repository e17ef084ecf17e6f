//! The plan of a `trait`: it stays as it is, for those who implement it, and a second trait extends it for callers.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{FnArg, ItemTrait, ReceiverKind, ReturnType, Signature, Type};

use super::attributes::{self, Placement};
use super::context::Context;
use super::model::{BlockPlan, Extension, FunctionPlan, ItemPlan, MemberPlan, Strategy};
use super::{function, refusals};
use crate::expand::parse::{Block, Function, Member, Options};
use crate::expand::syntax;
use crate::expand::syntax::types::{as_name, ungrouped};

pub(crate) fn plan<'a>(
    context: &mut Context,
    block: &'a Block<ItemTrait>,
    options: &Options,
) -> ItemPlan<'a> {
    let header = &block.header;
    function::refuse_method(context, options);
    let mut is_any_rewritten = false;
    let mut members = Vec::new();
    for member in &block.members {
        members.push(match member {
            Member::Function(function) => {
                let (method, is_rewritten) = method(context, function, header, options);
                is_any_rewritten |= is_rewritten;
                MemberPlan::Function(method)
            }
            Member::Unfinished(unfinished) => {
                is_any_rewritten = true; // it will be
                MemberPlan::Other(unfinished)
            }
            Member::Other(other) => MemberPlan::Other(other),
        });
    }
    if !is_any_rewritten {
        let nothing = "no method of this trait takes a task: declare a parameter";
        context.refuse_idle(&header.ident, nothing);
    }
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
    let (options, otherwise) = function::options_of_member(context, function, block);
    let mut plan = function::unchanged(context, function, options, otherwise);
    if !plan.is_coerced() {
        // rustc refuses methods of a trait that are `const`.
        return (plan, function.signature.constness.is_some());
    }
    match plan.options.alias.clone() {
        Some(callers) if callers == function.signature.ident => {
            context.errors.push(refusals::alias_is_taken(&callers));
        }
        Some(callers) => extend(&mut plan, callers, header),
        // Without a name for the trait, that is the mistake.
        None if block.alias.is_none() => {}
        None => {
            let error = refusals::method_without_alias(function, header);
            context.errors.push(error);
        }
    }
    (plan, true)
}

fn extend(plan: &mut FunctionPlan<'_>, callers: Ident, header: &ItemTrait) {
    let strategy = Strategy::Extend {
        callers,
        extended: path(header),
        needs_sized: needs_sized(&plan.function.signature),
    };
    plan.split(strategy, Placement::Own);
    let is_deprecated = plan.attributes.own.iter().any(attributes::is_deprecated);
    if is_deprecated {
        // Callers are told by the deprecated method, which calls the trait's own.
        let allow = syntax::attributes::allow(quote!(deprecated));
        plan.attributes.callers.push(allow);
    }
}

/// The trait with its generic arguments.
fn path(header: &ItemTrait) -> TokenStream {
    let ItemTrait {
        ident, generics, ..
    } = header;
    let (_, arguments, _) = generics.split_for_impl();
    quote!(#ident #arguments)
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
    if let Some(condition) = syntax::attributes::condition_of_generic(&header.generics) {
        let error = refusals::condition_of_generic(condition);
        context.errors.push(error);
        return None;
    }
    let sorted = attributes::sort(&header.attrs, &header.ident, Placement::Own);
    let mut for_callers = sorted.callers.into_iter();
    Some(Extension {
        name,
        implementor: context.names.generic(&header.ident, "Implementor"),
        for_both: sorted.body,
        deprecated: for_callers.find(attributes::is_deprecated),
    })
}

/// Whether a method takes or returns `Self` by value, which it can't for a trait object.
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

/// Whether it is `Self`, or a tuple that has no size if `Self` has none.
fn ends_with_self(ty: &Type) -> bool {
    match ungrouped(ty) {
        Type::Tuple(tuple) => tuple.elems.last().is_some_and(ends_with_self),
        ty => as_name(ty).is_some_and(|name| name == "Self"),
    }
}
