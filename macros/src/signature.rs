//! What do callers see? The author's signature, in which each task has become whatever can become one.

use quote::ToTokens;
use syn::{
    CapturedParam, FnArg, GenericParam, Generics, Pat, PatType, Signature, Token, Type, parse_quote,
};

use crate::accepted::Accepting;
use crate::attributes;
use crate::lifetimes::{self, Elided};
use crate::options::Options;
use crate::parameter::{self, Drawn, TaskParameter};
use crate::place;
use crate::source::{self, Source};
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

/// Widens the author's signature.
pub(crate) fn widened(
    author: &Signature,
    parameters: &[TaskParameter],
    binding: Binding,
    options: &Options,
) -> Signature {
    let mut signature = author.clone();
    if binding == Binding::Names {
        // The option `on` may use the author's names; otherwise lints need not see that we use them too.
        let is_hidden = options.on.is_none();
        bind_names(&mut signature, is_hidden);
    }
    let mut new = Vec::new();
    let captures = captures(&mut signature);
    for parameter in parameters {
        new.extend(widen_one(
            &mut signature,
            author,
            parameter,
            binding,
            captures,
            options,
        ));
    }
    if let Some(GenericParam::Lifetime(named)) = new.first() {
        if lifetimes::elided_in_result(author) == Elided::TheOnlyOne {
            lifetimes::name_in_result(&mut signature, &named.lifetime);
        }
    }
    if captures {
        capture(&mut signature, &new);
    }
    add_generics(&mut signature, new);
    signature
}

/// Binds every argument to a name, one that only generated code can see if it is to be hidden.
pub(crate) fn bind_names(signature: &mut Signature, is_hidden: bool) {
    let arguments = parameter::arguments(signature);
    for (input, argument) in signature.inputs.iter_mut().zip(arguments) {
        match input {
            FnArg::Receiver(receiver) => receiver.mutability = None,
            FnArg::Typed(parameter) => {
                let name = match parameter::name(&parameter.pat) {
                    Some(name) if !is_hidden => name.clone(),
                    _ => argument,
                };
                *parameter.pat = Pat::Verbatim(name.into_token_stream());
                parameter
                    .attrs
                    .retain(|attribute| !attributes::is_level(attribute));
            }
        }
    }
}

/// `task: Task<T>` becomes `task: impl Awaitable<Task<T>, __TaskForm>`; returns the generic parameters for it.
fn widen_one(
    signature: &mut Signature,
    author: &Signature,
    parameter: &TaskParameter,
    binding: Binding,
    captures: bool,
    options: &Options,
) -> Vec<GenericParam> {
    let mut accepting = Accepting::new(parameter, author, options, captures);
    let accepted = match &parameter.drawn {
        Some(drawn) => widen_source(&mut signature.generics, parameter, drawn, &mut accepting),
        None => accepting.accepted(),
    };
    signature.inputs[parameter.index] = FnArg::Typed(PatType {
        attrs: parameter.others().cloned().collect(),
        pat: Box::new(pattern(parameter, binding)),
        colon_token: parameter.colon,
        ty: Box::new(accepted),
    });
    let lifetimes = parameter.named.lifetimes.iter().cloned();
    let types = accepting.into_types().into_iter();
    let mut generics: Vec<_> = lifetimes
        .map(GenericParam::Lifetime)
        .chain(types.map(GenericParam::Type))
        .collect();
    for generic in &mut generics {
        let attributes = match generic {
            GenericParam::Lifetime(lifetime) => &mut lifetime.attrs,
            GenericParam::Type(ty) => &mut ty.attrs,
            GenericParam::Const(constant) => &mut constant.attrs,
        };
        attributes.extend(parameter.conditions().cloned());
    }
    generics
}

/// Has the author's factory, iterator or stream give what can become a task; in its own type, or in its bounds.
fn widen_source(
    generics: &mut Generics,
    parameter: &TaskParameter,
    drawn: &Drawn,
    accepting: &mut Accepting<'_>,
) -> Type {
    let mut author = drawn.author.clone();
    let bound = accepting.awaitable(&parameter.declared);
    let found = match (&drawn.generic, &mut author) {
        (Some(generic), _) => source::find_for(generics, generic, drawn.marked),
        (None, Type::ImplTrait(ty)) => source::find(&mut ty.bounds, drawn.marked),
        _ => None,
    };
    if let Some(item) = found.and_then(|(_, given)| given.widen(&drawn.item, &bound)) {
        accepting.name(item);
    }
    author
}

fn pattern(parameter: &TaskParameter, binding: Binding) -> Pat {
    let argument = &parameter.argument;
    let mutable = parameter
        .drawn
        .as_ref()
        .is_some_and(|drawn| matches!(drawn.source, Source::Factory { mutable: true, .. }));
    match binding {
        // Without a body there is nothing to bind, and rustc says what may stand there.
        Binding::Nothing => parameter.pattern.clone(),
        Binding::ForBody | Binding::Names if mutable => parse_quote!(mut #argument),
        Binding::ForBody | Binding::Names => Pat::Verbatim(argument.to_token_stream()),
    }
}

/// Adds what is new to the author's generic parameters; lifetimes stand before all else.
fn add_generics(signature: &mut Signature, new: Vec<GenericParam>) {
    // Where rustc would have the author write the first one, as in `fn cancel<'a>(..)`.
    let behind_name = place::behind(signature.ident.span());
    let generics = &mut signature.generics;
    generics.lt_token.get_or_insert(Token![<](behind_name));
    generics.gt_token.get_or_insert(Token![>](behind_name));
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
