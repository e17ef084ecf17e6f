//! The inputs of a function: which ones are coerced, how, and under which names generated code uses them.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident};
use syn::{Attribute, FnArg, Result, Signature, Type};

use super::context::{Context, Uncoercible};
use super::model::{Coercion, CoercionKind, InputPlan};
use super::shape::Shapes;
use super::sources::{self, Giving};
use super::{anonymous, documentation, in_place, refusals, task_types};
use crate::expand::parse::Options;
use crate::expand::parse::mark::{Mark, is_awaitable};
use crate::expand::syntax::{attributes, mentions, patterns, spans};

/// Plans the inputs of a function. A mistake in an input is reported, and the input stays as it is.
pub(crate) fn plan<'a>(
    context: &mut Context,
    signature: &'a Signature,
    options: &Options,
    uncoercible: Uncoercible,
) -> Vec<InputPlan<'a>> {
    context.names.begin_function();
    let mut plans = Vec::new();
    let mut once = HashSet::new();
    let names = signature.inputs.iter().filter_map(name);
    let twice: HashSet<&Ident> = names.filter(|name| !once.insert(*name)).collect();
    for (index, author) in signature.inputs.iter().enumerate() {
        let variable = context.names.variable(index);
        let mut plan = without_coercion(author, argument((index, author), &twice), variable);
        plan.is_used_by_on = is_used_by_on(author, options);
        let coerced = coercion(
            context,
            signature,
            options,
            (index, &plan.argument),
            uncoercible,
        );
        plan.coercion = coerced.unwrap_or_else(|error| {
            context.errors.push(error);
            None
        });
        if options.on.is_some() && plan.coercion.is_none() {
            use_authors_name(&mut plan);
        }
        plans.push(plan);
    }
    assert_once(&mut plans);
    plans
}

/// Removes the types that are asserted already.
fn assert_once(plans: &mut [InputPlan<'_>]) {
    let mut asserted = HashSet::new();
    for plan in plans {
        let Some(coercion) = &mut plan.coercion else {
            continue;
        };
        coercion.tasks.retain(|ty| {
            let text = ty.to_token_stream().to_string();
            let is_new = !asserted.contains(&text);
            // An assertion on a condition may be compiled out, so it does not count.
            if is_new && plan.conditions.is_empty() {
                asserted.insert(text);
            }
            is_new
        });
    }
}

fn without_coercion(author: &FnArg, argument: Ident, variable: Ident) -> InputPlan<'_> {
    let mut plan = InputPlan {
        author,
        argument,
        variable,
        attributes: Vec::new(),
        conditions: Vec::new(),
        lint_levels: Vec::new(),
        is_used_by_on: false,
        coercion: None,
    };
    for part in attributes::flatten(attributes_of(author)) {
        let attribute = part.to_attribute();
        if attributes::is_lint_level(&part.attribute) {
            plan.lint_levels.push(attribute);
        } else if !is_awaitable(&attribute) && documentation::text(&attribute).is_none() {
            let is_condition = attributes::is_condition(&attribute);
            plan.conditions
                .extend(is_condition.then(|| attribute.clone()));
            plan.attributes.push(attribute);
        }
    }
    plan
}

fn is_used_by_on(input: &FnArg, options: &Options) -> bool {
    let name = match input {
        FnArg::Receiver(own) => own.mutability.map(|_| Ident::from(own.self_token)),
        FnArg::Typed(_) => name(input).cloned(),
    };
    let mention = |on: &TokenStream| mentions::of_variable(on.clone(), name.as_ref()?);
    options.on.as_ref().and_then(mention).is_some()
}

/// Uses the author's name for an input that the option `on` may use. A name with an underscore stays unused otherwise,
/// because of clippy's lint.
fn use_authors_name(plan: &mut InputPlan<'_>) {
    let may_be_used = |name: &&Ident| plan.is_used_by_on || !name.to_string().starts_with('_');
    if let Some(name) = name(plan.author).filter(may_be_used) {
        plan.argument = name.clone();
    }
}

pub(crate) fn attributes_of(input: &FnArg) -> &[Attribute] {
    match input {
        FnArg::Receiver(receiver) => &receiver.attrs,
        FnArg::Typed(input) => &input.attrs,
    }
}

fn coercion(
    context: &mut Context,
    signature: &Signature,
    options: &Options,
    (index, argument): (usize, &Ident),
    uncoercible: Uncoercible,
) -> Result<Option<Coercion>> {
    let author = &signature.inputs[index];
    let marks = attributes_of(author).iter();
    let marks: Vec<Attribute> = marks.filter(|own| is_awaitable(own)).cloned().collect();
    let FnArg::Typed(input) = author else {
        return refusals::awaitable_on_self(&marks).map_or(Ok(None), Err);
    };
    let mark = Mark::of(&marks)?;
    let mut shapes = Shapes::new(&mut context.names, argument, signature);
    if let Mark::Coerce | Mark::Join = mark {
        let future = in_place::find((index, &input.ty), signature, mark, options, &mut shapes)?;
        if future.is_some() {
            return Ok(future);
        }
        in_place::check_not_of_block(&input.ty, &context.generics)?;
    }
    let is_left_alone = uncoercible == Uncoercible::LeaveAlone && mark == Mark::Absent;
    let found = match find(&input.ty, signature, index, mark) {
        Err(_) if is_left_alone => None,
        found => found?,
    };
    let Some((coerced, giving)) = found else {
        return Ok(None);
    };
    let kind = match giving {
        Some(Giving {
            drawn, lifetimes, ..
        }) => {
            anonymous::check_owned(&drawn.source, lifetimes)?;
            let given = shapes.given(coerced, &drawn.source);
            CoercionKind::Drawn(drawn, given)
        }
        // With `#[awaitable]`, the author may have implemented `Awaitable` for the type itself, even a collection.
        None if mark == Mark::Coerce => CoercionKind::Direct(shapes.whole(coerced)),
        None => CoercionKind::Direct(shapes.of(coerced)),
    };
    for awaitable in kind.awaitables() {
        anonymous::check_named(&awaitable.becomes)?;
    }
    let mut tasks = task_types::tasks_in(coerced);
    tasks.retain(|_| mark == Mark::Absent); // with `#[awaitable]`, a name says nothing
    Ok(Some(Coercion {
        kind,
        is_local: mentions::contain(coerced.to_token_stream(), "LocalTask"),
        tasks: tasks.into_iter().cloned().map(Type::Path).collect(),
    }))
}

/// Finds the type to coerce in an input: the declared type, or the type that one of its bounds gives.
fn find<'a>(
    ty: &'a Type,
    signature: &'a Signature,
    index: usize,
    mark: Mark,
) -> Result<Option<(&'a Type, Option<Giving<'a>>)>> {
    if mark == Mark::Skip {
        return Ok(None);
    }
    let is_marked = mark == Mark::Coerce;
    if let Some(giving) = sources::find((index, ty), signature, is_marked)? {
        return Ok(Some((giving.given, Some(giving))));
    }
    if !is_marked && !task_types::mentions_task(ty) {
        return Ok(None);
    }
    task_types::check_coercible(ty, is_marked)?;
    Ok(Some((ty, None)))
}

/// The name by which generated code uses an input: the author's, if the pattern is a name.
fn argument((index, input): (usize, &FnArg), twice: &HashSet<&Ident>) -> Ident {
    let Some(name) = name(input) else {
        let start = spans::ends(input)[0];
        return spans::hygienic(format_ident!("argument{index}", span = start));
    };
    if twice.contains(name) {
        return name.clone(); // rustc reports the duplicate name
    }
    if name == "gen" {
        // Hygienic names are of this crate's edition, in which `gen` is a keyword.
        return spans::hygienic(Ident::new_raw("gen", name.span()));
    }
    spans::hygienic(name.clone())
}

fn name(input: &FnArg) -> Option<&Ident> {
    match input {
        FnArg::Typed(input) => patterns::name(&input.pat),
        FnArg::Receiver(_) => None,
    }
}
