//! What do callers see? The author's signature, in which each task has become whatever can become one.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{CapturedParam, FnArg, GenericParam, Signature, Token, WherePredicate, parse_quote};

use crate::accepted::Accepting;
use crate::anonymous;
use crate::attributes;
use crate::coercion::Coerced;
use crate::drawn::Drawn;
use crate::lifetimes::{self, Elided};
use crate::names::Names;
use crate::options::Options;
use crate::parameter::{self, TaskParameter};
use crate::pattern;
use crate::place;
use crate::source::{self, Given, Source};
use crate::walk::{Part, Then, Walk};

/// What the new signature binds.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Binding {
    /// What the author bound, for there is no body.
    Nothing,
    /// What the author bound, and the awaitables under names that the author's body can't see.
    ForBody,
    /// A name for each argument, to hand it on.
    Names,
}

/// Widens the author's signature; returns what is to be coerced now.
pub(crate) fn widen(
    signature: &mut Signature,
    parameters: Vec<TaskParameter>,
    binding: Binding,
    options: &Options,
    names: &mut Names,
) -> Vec<Coerced> {
    // Of the author's types, for ours say less of lifetimes.
    let elided_in_result = lifetimes::elided_in_result(signature);
    if binding == Binding::Names {
        // The option `on` may use the author's names; otherwise lints need not see that we use them too.
        let is_hidden = options.on.is_none();
        bind_names(signature, is_hidden);
    }
    let mut new = Vec::new();
    let mut implied = Vec::new();
    let mut coerced = Vec::new();
    let captures = captures(signature);
    for parameter in parameters {
        let mut accepting = Accepting::new(&parameter, signature, options, captures);
        let declared = widen_one(signature, &parameter, &mut accepting, names);
        let (generics, of_authors) = generics(accepting, &parameter);
        new.extend(generics);
        implied.extend(of_authors);
        bind(signature, &parameter, binding);
        coerced.push(Coerced {
            parameter,
            declared,
        });
    }
    if let Some(GenericParam::Lifetime(named)) = new.first() {
        if elided_in_result == Elided::TheOnlyOne {
            lifetimes::name_in_result(signature, &named.lifetime);
        }
    }
    if captures {
        capture(signature, &new);
    }
    add_generics(signature, new);
    if !implied.is_empty() {
        let where_clause = signature.generics.make_where_clause();
        for predicate in implied {
            where_clause.predicates.push(predicate);
        }
    }
    coerced
}

/// Binds every argument to a name, one that only generated code can see if it is to be hidden.
pub(crate) fn bind_names(signature: &mut Signature, is_hidden: bool) {
    let arguments = parameter::arguments(signature);
    for (index, argument) in arguments.into_iter().enumerate() {
        match &mut signature.inputs[index] {
            FnArg::Receiver(receiver) => receiver.mutability = None,
            FnArg::Typed(parameter) => {
                let name = match parameter::name(&parameter.pat) {
                    Some(name) if !is_hidden => name.clone(),
                    _ => argument,
                };
                *parameter.pat = pattern::variable(name, false);
                attributes::take(&mut parameter.attrs, attributes::is_level);
            }
        }
    }
}

/// `task: Task<T>` becomes `task: impl Awaitable<Task<T>, __TaskForm>`; returns what was declared.
fn widen_one(
    signature: &mut Signature,
    parameter: &TaskParameter,
    accepting: &mut Accepting<'_>,
    names: &mut Names,
) -> TokenStream {
    let Signature {
        generics, inputs, ..
    } = signature;
    let FnArg::Typed(input) = &mut inputs[parameter.index] else {
        return TokenStream::new();
    };
    if let Some(drawn) = &parameter.drawn {
        return match source::find(&mut input.ty, generics, drawn.marked) {
            Some((_, given)) => widen_given(given, drawn, accepting, names),
            None => TokenStream::new(),
        };
    }
    accepting.name_anonymous(&mut input.ty, names);
    accepting.imply(&mut input.ty);
    let declared = input.ty.to_token_stream();
    accepting.widen(&mut input.ty, generics);
    declared
}

/// Makes the author's factory, iterator or stream give what can become a task; returns what it gave, with nothing in it
/// that a closure's result can't be.
fn widen_given(
    mut given: Given<'_>,
    drawn: &Drawn,
    accepting: &mut Accepting<'_>,
    names: &mut Names,
) -> TokenStream {
    let Some(ty) = given.ty() else {
        return TokenStream::new();
    };
    // What is elided in a factory belongs to each call.
    if !drawn.source.is_factory() {
        accepting.name_anonymous(ty, names);
    }
    accepting.imply(ty);
    let bound = accepting.awaitable(ty, place::ends(ty));
    anonymous::infer_anonymous(ty);
    let declared = ty.to_token_stream();
    if let Some(item) = given.widen(&drawn.item, &bound) {
        accepting.name(item);
    }
    declared
}

/// The generic parameters that the parameter needs, which are there if it is, and what is to be said of the author's.
fn generics(
    accepting: Accepting<'_>,
    parameter: &TaskParameter,
) -> (Vec<GenericParam>, Vec<WherePredicate>) {
    let conditions = &parameter.conditions;
    let (mut generics, implied) = accepting.into_generics();
    if conditions.is_empty() {
        return (generics, implied);
    }
    for generic in &mut generics {
        let attributes = match generic {
            GenericParam::Lifetime(lifetime) => &mut lifetime.attrs,
            GenericParam::Type(ty) => &mut ty.attrs,
            GenericParam::Const(constant) => &mut constant.attrs,
        };
        *attributes = parse_quote!(#conditions);
    }
    (generics, Vec::new()) // a bound may not stand on a condition
}

fn bind(signature: &mut Signature, parameter: &TaskParameter, binding: Binding) {
    let FnArg::Typed(input) = &mut signature.inputs[parameter.index] else {
        return;
    };
    // Levels are meant for what the author bound.
    attributes::take(&mut input.attrs, attributes::is_level);
    let argument = &parameter.argument;
    let mutable = parameter
        .drawn
        .as_ref()
        .is_some_and(|drawn| matches!(drawn.source, Source::Factory { mutable: true, .. }));
    match binding {
        // Without a body there is nothing to bind, and rustc says what may stand there.
        Binding::Nothing => {}
        Binding::ForBody | Binding::Names => {
            *input.pat = pattern::variable(argument.clone(), mutable);
        }
    }
}

/// Adds what is new to the author's generic parameters; lifetimes stand before all else.
fn add_generics(signature: &mut Signature, new: Vec<GenericParam>) {
    // Where rustc would have the author write the first one, as in `fn cancel<'a>(..)`.
    let behind_name = place::behind(signature.ident.span());
    let generics = &mut signature.generics;
    if generics.lt_token.is_none() {
        generics.lt_token = Some(Token![<](behind_name));
        generics.gt_token = Some(Token![>](behind_name));
    }
    for generic in new {
        match generic {
            GenericParam::Lifetime(_) => generics.params.insert(0, generic),
            GenericParam::Type(_) | GenericParam::Const(_) => generics.params.push(generic),
        }
    }
}

/// Whether the result lists what it captures, with `use<..>`.
fn captures(signature: &mut Signature) -> bool {
    let mut found = false;
    Walk(&mut |part| {
        found |= matches!(part, Part::Capture(_));
        Then::Inside
    })
    .result(&mut signature.output);
    found
}

/// Adds the new types to each `use<..>`, which has to list all that there are.
fn capture(signature: &mut Signature, new: &[GenericParam]) {
    Walk(&mut |part| {
        if let Part::Capture(capture) = part {
            for generic in new {
                if let GenericParam::Type(ty) = generic {
                    capture.params.push(CapturedParam::Ident(ty.ident.clone()));
                }
            }
        }
        Then::Inside
    })
    .result(&mut signature.output);
}
