//! The plan of a function: what is coerced, and where its body goes.

use syn::{Attribute, Error, GenericParam, Meta};

use super::attributes::{self, Placement};
use super::context::{Context, Otherwise};
use super::model::{
    FunctionAttributes, FunctionPlan, GenericArgument, InputPlan, ItemPlan, Strategy,
};
use super::{documentation, inputs, refusals, sources};
use crate::expand::parse::{Body, Function, Item, Options};
use crate::expand::syntax::{self, mentions};

/// Plans a function that has the attribute by itself.
pub(crate) fn by_itself<'a>(
    context: &mut Context,
    function: &'a Function,
    options: Options,
    item: &Item,
) -> ItemPlan<'a> {
    for other in own_attributes(function) {
        context.errors.push(refusals::given_twice(other));
    }
    context.errors.extend(refusals::of_alias(&options));
    let plan = unchanged(context, function, options, Otherwise::Refuse);
    ItemPlan::Function(match &function.body {
        _ if !plan.is_coerced() => plan,
        Body::Absent(_) => {
            let on = plan.options.on.as_ref();
            context.errors.extend(on.map(refusals::on_without_body));
            plan.declared()
        }
        Body::Block(_) if is_method(function, &plan.options, item) => plan.in_place(),
        Body::Block(_) => {
            let body = context.names.body_of(&function.signature.ident);
            plan.split(Strategy::Inside { body }, Placement::Inside)
        }
    })
}

/// Whether a function is one of an `impl` or `trait`. The attribute on a single function does not see what is around
/// it, so this is known from `self` and `Self`; for generic parameters of the `impl`, there is the option `method`.
fn is_method(function: &Function, options: &Options, item: &Item) -> bool {
    options.method.is_some()
        || function.signature.receiver().is_some()
        || mentions::contain(item.tokens.clone(), "Self")
}

/// The options and the rules for a member of a block, which may have an attribute of its own.
pub(crate) fn options_of_member(
    context: &mut Context,
    function: &Function,
    block: &Options,
) -> (Options, Otherwise) {
    let mut attributes = own_attributes(function);
    let own = attributes.next();
    for other in attributes {
        context.errors.push(refusals::given_twice(other));
    }
    let (tokens, otherwise) = match own.map(|attribute| &attribute.meta) {
        None => (None, Otherwise::LeaveAlone),
        Some(Meta::Path(_)) => (None, Otherwise::Refuse),
        Some(Meta::List(list)) => (Some(list.tokens.clone()), Otherwise::Refuse),
        Some(Meta::NameValue(meta)) => {
            context
                .errors
                .push(refusals::options_without_parentheses(meta));
            (None, Otherwise::Refuse)
        }
    };
    let options = Options::parse(tokens.unwrap_or_default(), &mut context.errors).within(block);
    context.errors.extend(refusals::of_method(&options));
    (options, otherwise)
}

/// The `#[accepts_awaitable]`s on a function beside the one that is expanded.
fn own_attributes(function: &Function) -> impl Iterator<Item = &Attribute> {
    function.attributes.iter().filter(|own| is_own(own))
}

fn is_own(attribute: &Attribute) -> bool {
    syntax::attributes::name(attribute) == "accepts_awaitable"
}

/// Plans the inputs of a function that stays as it is. If one of them is coerced, the caller chooses another strategy.
pub(crate) fn unchanged<'a>(
    context: &mut Context,
    function: &'a Function,
    mut options: Options,
    otherwise: Otherwise,
) -> FunctionPlan<'a> {
    let known = context.errors.len();
    let mut inputs = inputs::plan(context, &function.signature, &options, otherwise);
    let is_coerced = inputs.iter().any(|input| input.coercion.is_some());
    let of_block = sources::of_enclosing_block(&function.signature);
    let is_about_a_task = is_coerced || of_block.is_some();
    let is_unexplained = !is_coerced && context.errors.len() == known;
    let nothing = || of_block.unwrap_or_else(|| nothing_to_coerce(function));
    let refused = refusals::of_function(function).or_else(|| is_unexplained.then(nothing));
    if let Some(error) = refused {
        if otherwise == Otherwise::Refuse {
            context.errors.push(error);
        } else if is_about_a_task {
            context.left_alone = Some(error);
        }
        for input in &mut inputs {
            input.coercion = None;
        }
    } else if let Some(error) = refusals::of_on(&options, &inputs) {
        context.errors.push(error);
        options.on = None;
    }
    let attributes = FunctionAttributes {
        own: own(context, function, &inputs),
        ..FunctionAttributes::default()
    };
    FunctionPlan {
        generic_arguments: generic_arguments(function, &inputs),
        function,
        options,
        strategy: Strategy::Unchanged,
        attributes,
        inputs,
    }
}

fn nothing_to_coerce(function: &Function) -> Error {
    let nothing = "no parameter of this function is coerced: declare one";
    refusals::nothing_to_coerce(&function.signature.ident, nothing)
}

/// The author's attributes without those of this crate, and with the documentation of the parameters.
fn own(context: &mut Context, function: &Function, inputs: &[InputPlan<'_>]) -> Vec<Attribute> {
    let is_coerced = inputs.iter().any(|input| input.coercion.is_some());
    let mut own = Vec::new();
    for attribute in &function.attributes {
        if is_coerced && refusals::is_export(attribute) {
            context.errors.push(refusals::of_export(attribute));
        } else if !is_own(attribute) {
            own.push(attribute.clone());
        }
    }
    own.extend(documentation::of_parameters(&function.signature));
    own
}

fn generic_arguments(
    function: &Function,
    inputs: &[InputPlan<'_>],
) -> Option<Vec<GenericArgument>> {
    let generics = &function.signature.generics;
    if syntax::attributes::condition_of_generic(generics).is_some() {
        return None;
    }
    let mut arguments = Vec::new();
    for parameter in &generics.params {
        let name = match parameter {
            GenericParam::Lifetime(_) => continue,
            GenericParam::Type(ty) => &ty.ident,
            GenericParam::Const(constant) => &constant.ident,
        };
        let mut drawn = inputs.iter().filter_map(InputPlan::drawn);
        let is_source = drawn.any(|drawn| drawn.generic.as_ref() == Some(name));
        arguments.push(if is_source {
            GenericArgument::Inferred
        } else {
            GenericArgument::Named(name.clone())
        });
    }
    Some(arguments)
}

impl FunctionPlan<'_> {
    pub(crate) fn is_coerced(&self) -> bool {
        self.inputs.iter().any(|input| input.coercion.is_some())
    }

    /// The same function, whose signature changes and which has no body.
    pub(crate) fn declared(mut self) -> Self {
        self.attributes.callers.clone_from(&self.attributes.own);
        self.with_strategy(Strategy::Declaration)
    }

    /// The same function, whose body stays where it is.
    pub(crate) fn in_place(mut self) -> Self {
        // The statements that coerce stand before the items with which a body may begin.
        let allow = syntax::attributes::allow_for_clippy(&["items_after_statements"]);
        self.attributes.callers.clone_from(&self.attributes.own);
        self.attributes.callers.push(allow);
        self.with_strategy(Strategy::InPlace)
    }

    /// The same function, whose body goes to, or is in, another function.
    pub(crate) fn split(mut self, strategy: Strategy, placement: Placement) -> Self {
        let name = &self.function.signature.ident;
        let sorted = attributes::sort(&self.attributes.own, name, placement);
        self.attributes.callers = sorted.callers;
        self.attributes.body = sorted.body;
        self.attributes.body.extend(attributes::of_body(placement));
        self.with_strategy(strategy)
    }

    /// Sets the strategy, and adds the attributes that callers' functions need.
    fn with_strategy(mut self, strategy: Strategy) -> Self {
        let signature = &self.function.signature;
        let callers = &mut self.attributes.callers;
        callers.extend(attributes::private_bounds(&self.attributes.own));
        // A missing runtime is reported at the caller's line, which Rust can do for a `fn` but not for an `async fn`.
        // A declaration without receiver may be of a function of another language, which can't have it either.
        let is_tracked = callers
            .iter()
            .any(|attribute| attribute.path().is_ident("track_caller"));
        let may_be_foreign =
            matches!(strategy, Strategy::Declaration) && signature.receiver().is_none();
        let is_main = signature.ident == "main"; // which may not have it, and is refused for its parameters
        if signature.asyncness.is_none() && !is_tracked && !may_be_foreign && !is_main {
            callers.push(syntax::attributes::track_caller());
        }
        self.strategy = strategy;
        self
    }
}
