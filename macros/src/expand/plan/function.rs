//! The plan of a function: what is coerced, and where its body goes.

use proc_macro2::{Group, Ident, Span};
use syn::{Attribute, Error, GenericParam, Meta};

use super::context::{Context, Uncoercible};
use super::model::{
    CoercionKind, FunctionAttributes, FunctionPlan, InPlace, InputPlan, ItemPlan, Strategy,
};
use super::{documentation, inputs, refusals, sorted_attributes, sources};
use crate::expand::parse::{Body, Function, Item, Options};
use crate::expand::syntax::{attributes, mentions};

/// Plans a function that has the attribute by itself.
pub(crate) fn by_itself<'a>(
    context: &mut Context,
    function: &'a Function,
    options: Options,
    item: &Item,
) -> ItemPlan<'a> {
    for other in ours_on(function) {
        context.errors.push(refusals::given_twice(other));
    }
    context.errors.extend(refusals::of_alias(&options));
    let draft = draft(context, function, options, Uncoercible::Refuse);
    ItemPlan::Function(match &function.body {
        _ if !draft.is_coerced() => draft,
        Body::Absent(_) => {
            let on = draft.options.on.as_ref();
            context.errors.extend(on.map(refusals::on_without_body));
            draft.declared()
        }
        Body::Block(body)
            if draft.is_generic(body) || is_method(function, &draft.options, item) =>
        {
            draft.with_body_kept()
        }
        Body::Block(_) => {
            let body = context.names.body_of(&function.signature.ident);
            draft.split(Strategy::Inside { body })
        }
    })
}

/// Whether a function is a member of an `impl` or `trait`. The attribute on a single function does not see the block
/// around it, so this is known from `self` and `Self`. For generic parameters of the `impl`, there is the option
/// `method`.
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
) -> (Options, Uncoercible) {
    let mut attributes = ours_on(function);
    let own = attributes.next();
    for other in attributes {
        context.errors.push(refusals::given_twice(other));
    }
    let (tokens, uncoercible) = match own.map(|attribute| &attribute.meta) {
        None => (None, Uncoercible::LeaveAlone),
        Some(Meta::Path(_)) => (None, Uncoercible::Refuse),
        Some(Meta::List(list)) => (Some(list.tokens.clone()), Uncoercible::Refuse),
        Some(Meta::NameValue(meta)) => {
            context
                .errors
                .push(refusals::options_without_parentheses(meta));
            (None, Uncoercible::Refuse)
        }
    };
    let options = Options::parse(tokens.unwrap_or_default(), &mut context.errors).within(block);
    context.errors.extend(refusals::of_method(&options));
    (options, uncoercible)
}

/// The `#[accepts_awaitable]`s on a function beside the one that is expanded.
fn ours_on(function: &Function) -> impl Iterator<Item = &Attribute> {
    function
        .attributes
        .iter()
        .filter(|attribute| is_ours(attribute))
}

fn is_ours(attribute: &Attribute) -> bool {
    attributes::name(attribute) == "accepts_awaitable"
}

/// Plans everything but where the body goes. The draft's strategy is `Unchanged`; if an input is coerced, the caller
/// replaces that.
pub(crate) fn draft<'a>(
    context: &mut Context,
    function: &'a Function,
    options: Options,
    uncoercible: Uncoercible,
) -> FunctionPlan<'a> {
    let known = context.errors.len();
    let mut plan = FunctionPlan {
        inputs: inputs::plan(context, &function.signature, &options, uncoercible),
        function,
        options,
        strategy: Strategy::Unchanged,
        attributes: FunctionAttributes::default(),
        generic_arguments: Vec::new(),
    };
    let of_block = sources::of_enclosing_block(&function.signature);
    let is_about_a_task = plan.is_coerced() || of_block.is_some();
    let is_unexplained = !plan.is_coerced() && context.errors.len() == known;
    let nothing = || of_block.unwrap_or_else(|| nothing_to_coerce(function));
    let refused = refusals::of_function(function).or_else(|| is_unexplained.then(nothing));
    if let Some(error) = refused {
        if uncoercible == Uncoercible::Refuse {
            context.errors.push(error);
        } else if is_about_a_task {
            context.left_alone = Some(error);
        }
        for input in &mut plan.inputs {
            input.coercion = None;
        }
    } else if plan.is_coerced() && !plan.inputs.iter().any(InputPlan::is_spawned) {
        let own = plan.options.on.take();
        let own = own.filter(|_| !plan.options.is_on_of_block);
        context
            .errors
            .extend(own.as_ref().map(refusals::on_spawns_nothing));
    } else if let Some(error) = refusals::of_on(&plan.options, &plan.inputs) {
        context.errors.push(error);
        plan.options.on = None;
    }
    plan.attributes.author = authors_attributes(context, &plan);
    plan.generic_arguments = generic_arguments(&plan);
    plan
}

fn nothing_to_coerce(function: &Function) -> Error {
    let nothing = "no parameter of this function is coerced: declare one";
    refusals::nothing_to_coerce(&function.signature.ident, nothing)
}

/// The author's attributes without those of this crate. If the function stays as it is, the documentation of its parameters
/// joins them.
fn authors_attributes(context: &mut Context, plan: &FunctionPlan<'_>) -> Vec<Attribute> {
    let function = plan.function;
    let mut attributes = Vec::new();
    for attribute in &function.attributes {
        if plan.is_coerced() && refusals::is_export(attribute) {
            context.errors.push(refusals::of_export(attribute));
        } else if !is_ours(attribute) {
            attributes.push(attribute.clone());
        }
    }
    if !plan.is_coerced() {
        attributes.extend(documentation::for_author(plan));
    }
    attributes
}

fn generic_arguments(plan: &FunctionPlan<'_>) -> Vec<Ident> {
    let generics = &plan.function.signature.generics;
    if attributes::condition_of_generic(generics).is_some() {
        return Vec::new();
    }
    let mut arguments = Vec::new();
    for parameter in &generics.params {
        let name = match parameter {
            GenericParam::Lifetime(_) => continue,
            GenericParam::Type(ty) => &ty.ident,
            GenericParam::Const(constant) => &constant.ident,
        };
        let mut wrapped = plan.inputs.iter().flat_map(InputPlan::generics);
        arguments.push(if wrapped.any(|generic| generic == name) {
            Ident::new("_", Span::call_site())
        } else {
            name.clone()
        });
    }
    arguments
}

impl FunctionPlan<'_> {
    pub(crate) fn is_coerced(&self) -> bool {
        self.inputs.iter().any(|input| input.coercion.is_some())
    }

    /// Whether the body is compiled for each type that callers pass, wherever the body goes. This is so if all its
    /// inputs are futures to await in place and it does not name their types: in a body that stays, those names mean
    /// other types.
    pub(crate) fn is_generic(&self, body: &Group) -> bool {
        let mut coerced = self.inputs.iter().filter(|input| input.coercion.is_some());
        coerced.all(|input| match input.kind() {
            Some(CoercionKind::InPlace(InPlace { boxed: None, .. })) => {
                let mut generics = input.generics();
                !generics.any(|generic| mentions::of_generic(body, generic).is_some())
            }
            _ => false,
        })
    }

    /// The plan of a function without a body: only its signature changes.
    pub(crate) fn declared(mut self) -> Self {
        self.attributes.callers.clone_from(&self.attributes.author);
        self.with_strategy(Strategy::Declaration)
    }

    /// The plan of a function whose body stays where it is.
    pub(crate) fn with_body_kept(mut self) -> Self {
        // A body may begin with items. The statements that coerce come before them.
        let allow = attributes::allow_for_clippy(&["items_after_statements"]);
        self.attributes.callers.clone_from(&self.attributes.author);
        self.attributes.callers.push(allow);
        self.with_strategy(Strategy::BodyStays)
    }

    /// The plan of a function whose body is not in the function that callers see: the body moves to another function,
    /// or, for a trait, stays in the trait's own method.
    pub(crate) fn split(mut self, strategy: Strategy) -> Self {
        let name = &self.function.signature.ident;
        self.attributes.sort(name, &strategy);
        let body = &mut self.attributes.body;
        body.push(sorted_attributes::allowed_for_body());
        if let Strategy::Beside { .. } = strategy {
            body.push(attributes::doc_hidden());
        }
        self.with_strategy(strategy)
    }

    /// Sets the strategy, and adds the attributes that callers' functions need.
    fn with_strategy(mut self, strategy: Strategy) -> Self {
        let signature = &self.function.signature;
        let of_parameters = documentation::for_callers(&self);
        let callers = &mut self.attributes.callers;
        callers.extend(of_parameters);
        callers.extend(sorted_attributes::private_bounds(&self.attributes.author));
        // A missing runtime is reported at the caller's line. Rust allows this for a `fn` but not for an `async fn`,
        // nor for a function of another language, which a declaration without receiver may be.
        let is_track_caller = |attribute| attributes::may_be(attribute, "track_caller");
        let is_tracked = callers.iter().any(is_track_caller);
        let may_be_foreign =
            matches!(strategy, Strategy::Declaration) && signature.receiver().is_none();
        let is_main = signature.ident == "main"; // `main` may not have it, and is refused for its parameters
        if signature.asyncness.is_none() && !is_tracked && !may_be_foreign && !is_main {
            callers.push(attributes::track_caller());
        }
        self.strategy = strategy;
        self
    }
}
