//! Which parameters are tasks, and why is one refused?

use proc_macro2::Span;
use quote::format_ident;
use syn::{Attribute, Error, FnArg, Ident, Pat, PatType, Result, Token, Type};

use crate::anonymous::{self, Named};
use crate::choice::{self, Choice};
use crate::names::Names;
use crate::task_type;

/// A parameter that the rewritten function coerces.
pub(crate) struct TaskParameter {
    /// Where it stands among the function's inputs.
    pub(crate) index: usize,
    /// What the author bound it to, `mut` and all.
    pub(crate) pattern: Pat,
    /// The name that the awaitable has in the new signature: the author's if that is a name, and hidden from the body.
    pub(crate) argument: Ident,
    pub(crate) colon: Token![:],
    /// What the author declared and the body works with.
    pub(crate) declared: Type,
    /// The new generic parameter for the form in which the awaitable arrives.
    pub(crate) form: Ident,
    /// The generic parameters that stand for what had no name in the declared type.
    pub(crate) named: Named,
    /// The author's attributes, without ours.
    attributes: Vec<Attribute>,
}

impl TaskParameter {
    /// Whether the author gave it a name rather than a pattern.
    pub(crate) fn is_named(&self) -> bool {
        name(&self.pattern).is_some()
    }

    /// The `#[cfg]`s, which hold for all that is made of the parameter.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &Attribute> {
        self.attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("cfg"))
    }

    /// The lint levels, which are meant for what the author bound.
    pub(crate) fn levels(&self) -> impl Iterator<Item = &Attribute> {
        self.attributes.iter().filter(|level| is_level(level))
    }

    /// What stays on the parameter: the conditions, and what another attribute macro is to find there.
    pub(crate) fn others(&self) -> impl Iterator<Item = &Attribute> {
        self.attributes.iter().filter(|other| !is_level(other))
    }
}

/// Finds the inputs that are tasks and takes our own attributes off all of them. One that is refused stays as it is.
pub(crate) fn task_parameters<'a>(
    inputs: impl Iterator<Item = &'a mut FnArg>,
    names: &mut Names,
    errors: &mut Vec<Error>,
) -> Vec<TaskParameter> {
    let mut parameters = Vec::new();
    for (index, input) in inputs.enumerate() {
        let found = match input {
            FnArg::Receiver(receiver) => refuse(&choice::take(&mut receiver.attrs)),
            FnArg::Typed(parameter) => task_parameter(index, parameter, names),
        };
        match found {
            Ok(parameter) => parameters.extend(parameter),
            Err(error) => errors.push(error),
        }
    }
    parameters
}

fn task_parameter(
    index: usize,
    parameter: &mut PatType,
    names: &mut Names,
) -> Result<Option<TaskParameter>> {
    let coerced = match Choice::of(&choice::take(&mut parameter.attrs))? {
        Choice::ByType => task_type::mentions_task(&mut parameter.ty),
        Choice::Coerce => true,
        Choice::Skip => false,
    };
    if !coerced {
        return Ok(None);
    }
    task_type::check_coercible(&mut parameter.ty)?;

    let pattern = (*parameter.pat).clone();
    let argument = match name(&pattern) {
        Some(name) => hygienic(name.clone()),
        None => hygienic(format_ident!("__awaitable{index}")),
    };
    let mut declared = (*parameter.ty).clone();
    Ok(Some(TaskParameter {
        index,
        form: names.generic(&argument, "Form"),
        named: anonymous::name_anonymous(&mut declared, &argument, names),
        declared,
        colon: parameter.colon_token,
        attributes: parameter.attrs.clone(),
        argument,
        pattern,
    }))
}

fn is_level(attribute: &Attribute) -> bool {
    ["allow", "expect", "warn", "deny", "forbid", "cfg_attr"]
        .iter()
        .any(|level| attribute.path().is_ident(level))
}

/// The name that a pattern is, if it is no more than that.
fn name(pattern: &Pat) -> Option<&Ident> {
    match pattern {
        Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => Some(&name.ident),
        _ => None,
    }
}

/// The same name as a variable that only generated code can name.
fn hygienic(mut name: Ident) -> Ident {
    name.set_span(Span::mixed_site().located_at(name.span()));
    name
}

fn refuse(ours: &[Attribute]) -> Result<Option<TaskParameter>> {
    match ours.first() {
        None => Ok(None),
        Some(attribute) => Err(Error::new_spanned(
            attribute,
            "`self` can't be coerced: remove the attribute, or take the task as a parameter of its own",
        )),
    }
}
