//! Which parameters are tasks, and why is one refused?

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Attribute, Error, FnArg, Ident, Pat, PatType, Result, Signature};

use crate::attributes;
use crate::choice::{self, Choice};
use crate::drawn::{self, Drawn};
use crate::lifetimes;
use crate::mention;
use crate::names::Names;
use crate::place;
use crate::shape::{self, Shape};
use crate::source::Source;
use crate::task_type;

/// A parameter that the rewritten function coerces.
pub(crate) struct TaskParameter {
    /// Where it stands among the function's inputs.
    pub(crate) index: usize,
    /// What the author bound it to, `mut` and all.
    pub(crate) pattern: TokenStream,
    /// The same, if it is a name.
    pub(crate) name: Option<Ident>,
    /// The name that the awaitable has in the new signature: the author's if that is a name, and hidden from the body.
    pub(crate) argument: Ident,
    pub(crate) colon: TokenStream,
    /// Whether callers pass a collection in the shape of that one, rather than whatever becomes it.
    pub(crate) keeps_shape: bool,
    /// How the names of the new generic parameters begin.
    pub(crate) prefix: String,
    pub(crate) drawn: Option<Drawn>,
    /// The `#[cfg]`s, which hold for all that is made of the parameter.
    pub(crate) conditions: TokenStream,
    /// The lint levels, which are meant for what the author bound.
    pub(crate) levels: TokenStream,
}

impl TaskParameter {
    /// The author's generic parameter that a caller's source and the body's are two types for.
    pub(crate) fn is_source(&self, generic: &Ident) -> bool {
        let drawn = self.drawn.as_ref();
        drawn.is_some_and(|drawn| drawn.generic.as_ref() == Some(generic))
    }
}

/// Whether what can't be coerced is a mistake, or one of the functions that a whole `impl` or `trait` leaves alone.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Otherwise {
    Refuse,
    LeaveAlone,
}

/// Finds the inputs that are tasks and takes our own attributes off all of them. One that is refused stays as it is.
pub(crate) fn task_parameters(
    signature: &mut Signature,
    otherwise: Otherwise,
    names: &mut Names,
    errors: &mut Vec<Error>,
) -> Vec<TaskParameter> {
    let mut found = Vec::new();
    let arguments = arguments(signature);
    for (index, argument) in arguments.into_iter().enumerate() {
        let choice = match &mut signature.inputs[index] {
            FnArg::Receiver(receiver) => {
                refuse_on_self(&choice::take(&mut receiver.attrs)).map(|()| Choice::Skip)
            }
            FnArg::Typed(parameter) => Choice::of(&choice::take(&mut parameter.attrs)),
        };
        let parameter = choice.and_then(|choice| {
            let parameter = task_parameter(index, argument, choice, signature, names);
            let leaves_alone = otherwise == Otherwise::LeaveAlone && choice == Choice::ByType;
            parameter.or_else(|error| if leaves_alone { Ok(None) } else { Err(error) })
        });
        match parameter {
            Ok(Some(parameter)) => found.push(parameter),
            Ok(None) => {}
            Err(error) => errors.push(error),
        }
    }
    found
}

fn task_parameter(
    index: usize,
    argument: Ident,
    choice: Choice,
    signature: &mut Signature,
    names: &mut Names,
) -> Result<Option<TaskParameter>> {
    let Signature {
        generics, inputs, ..
    } = &mut *signature;
    let FnArg::Typed(PatType {
        attrs,
        pat,
        colon_token,
        ty,
    }) = &mut inputs[index]
    else {
        return Ok(None);
    };
    if choice == Choice::Skip {
        return Ok(None);
    }
    let marked = choice == Choice::Coerce;
    let prefix = names.prefix(&argument);
    let item = || names.generic(&argument, "Item");
    let drawn = drawn::drawn(ty, generics, item, marked)?;
    if drawn.is_none() {
        if !marked && !task_type::mentions_task(ty) {
            return Ok(None);
        }
        task_type::check_coercible(ty, marked)?;
    }
    // What the author implements `Awaitable` for may be a collection.
    let keeps_shape =
        drawn.is_none() && !marked && !matches!(shape::of(ty, generics), Shape::Nothing);
    let conditions = attributes::conditions(attrs);
    let levels = attrs.iter().filter(|level| attributes::is_level(level));
    let mut parameter = TaskParameter {
        index,
        pattern: pat.to_token_stream(),
        name: name(pat).cloned(),
        argument,
        colon: colon_token.to_token_stream(),
        keeps_shape,
        prefix,
        conditions: quote!(#(#conditions)*),
        levels: quote!(#(#levels)*),
        drawn,
    };
    if let Some(drawn) = &mut parameter.drawn {
        if let Some(generic) = &drawn.generic {
            if !drawn::is_only_use(generic, index, signature)? {
                return Ok(None);
            }
        }
        if let Source::Factory { arguments, .. } = &mut drawn.source {
            lifetimes::elide_higher_ranked(signature, arguments);
        }
    }
    Ok(Some(parameter))
}

/// The names that the inputs have in the new signature: the author's, where it is a name, and there once.
pub(crate) fn arguments(signature: &Signature) -> Vec<Ident> {
    let mut names = Vec::new();
    for input in signature.inputs.pairs() {
        names.push(input_name(input.value()));
    }
    let mut texts = Vec::new();
    for name in &names {
        texts.push(name.map(Ident::to_string));
    }
    let mut arguments = Vec::new();
    for (index, input) in signature.inputs.pairs().enumerate() {
        let is_there_once = texts.iter().filter(|text| **text == texts[index]).count() == 1;
        arguments.push(match (names[index], &texts[index]) {
            // A keyword in the edition of generated names, which is ours.
            (Some(name), Some(text)) if is_there_once && text == "gen" => {
                hygienic(Ident::new_raw(text, name.span()))
            }
            (Some(name), _) if is_there_once => hygienic(name.clone()),
            _ => hygienic(format_ident!(
                "__argument{index}",
                span = place::ends(input.value())[0]
            )),
        });
    }
    arguments
}

fn input_name(input: &FnArg) -> Option<&Ident> {
    match input {
        FnArg::Typed(parameter) => name(&parameter.pat),
        FnArg::Receiver(_) => None,
    }
}

/// The name that a pattern is, if it is no more than that.
pub(crate) fn name(pattern: &Pat) -> Option<&Ident> {
    match pattern {
        Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => Some(&name.ident),
        _ => None,
    }
}

/// Allows parameters that are there for the option `on` alone.
pub(crate) fn allow_unused(signature: &mut Signature, on: &TokenStream) {
    for input in signature.inputs.pairs_mut() {
        if let FnArg::Typed(PatType { attrs, pat, .. }) = input.into_value() {
            if is_mentioned(pat, on) {
                attrs.push(attributes::allow_unused());
            }
        }
    }
}

/// Whether the option `on` uses the parameter.
pub(crate) fn is_mentioned(pattern: &Pat, on: &TokenStream) -> bool {
    name(pattern).is_some_and(|name| mention::of_variable(on.clone(), name).is_some())
}

/// The same name as a variable that only generated code can name.
fn hygienic(mut name: Ident) -> Ident {
    name.set_span(Span::mixed_site().located_at(name.span()));
    name
}

fn refuse_on_self(ours: &[Attribute]) -> Result<()> {
    match ours.first() {
        None => Ok(()),
        Some(attribute) => Err(place::error(
            attribute,
            "`self` can't be coerced: remove the attribute, or take the task as a parameter of its own",
        )),
    }
}
