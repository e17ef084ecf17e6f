//! The reasons why a function is not rewritten, or not as its author asks for.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{Attribute, Error, FnArg, Ident, ItemTrait, MetaNameValue, Type, TypeParamBound};

use super::model::InputPlan;
use crate::expand::parse::{Function, Options};
use crate::expand::syntax::{attributes, mentions, patterns, spans};

/// Refuses a function that can't be rewritten at all.
pub(crate) fn of_function(function: &Function) -> Option<Error> {
    let signature = &function.signature;
    if let Some(constness) = &signature.constness {
        return Some(spans::error(
            constness,
            "a `const fn` can't schedule a task: remove `const`",
        ));
    }
    let abi = signature.abi.as_ref()?;
    let is_rust = abi.name.as_ref().is_some_and(|name| name.value() == "Rust");
    (!is_rust).then(|| {
        spans::error(abi,
            "a function with a foreign ABI can't take awaitables: remove `extern`, or wrap it in a Rust function",
        )
    })
}

/// Refuses an option `on` that names an input which it can't use.
pub(crate) fn of_on(options: &Options, inputs: &[InputPlan<'_>]) -> Option<Error> {
    let on = options.on.as_ref()?;
    for input in inputs {
        let FnArg::Typed(author) = input.author else {
            continue;
        };
        for name in patterns::variables(&author.pat) {
            let Some(mention) = mentions::of_variable(on.clone(), name) else {
                continue;
            };
            let message = if patterns::name(&author.pat).is_none() {
                format!(
                    "`on` can't use `{name}`, which is part of a pattern: give the parameter a name, and use that name"
                )
            } else if input.coercion.is_some() {
                format!(
                    "`on` can't use `{name}`, since `{name}` itself is spawned through `on`: name a spawner through \
                     `self` or a parameter that is not coerced"
                )
            } else {
                continue;
            };
            return Some(Error::new(mention, message));
        }
    }
    None
}

/// Refuses an attribute that exports a function by its name, which a generic function can't have.
pub(crate) fn of_export(export: &Attribute) -> Error {
    let message = "a function that is exported by its name can't be generic, so it can't take awaitables: export a \
                   separate function that calls this one";
    spans::error(export, message)
}

/// Whether it is `#[no_mangle]`, `#[export_name = ".."]` or one of these as `#[unsafe(..)]`.
pub(crate) fn is_export(attribute: &Attribute) -> bool {
    let path = attributes::path(attribute);
    path.is_ident("no_mangle") || path.is_ident("export_name")
}

/// Refuses an attribute where nothing is coerced. The message begins with `nothing`, and advises what to declare.
pub(crate) fn nothing_to_coerce(place: &dyn ToTokens, nothing: &str) -> Error {
    let message = format!(
        "{nothing} as `Task<T>`, `LocalTask<T>`, `SharedTask<T>` or `JoinHandle<T>`, mark one with `#[awaitable]`, or \
         remove `#[accepts_awaitable]`"
    );
    spans::error(place, &message)
}

/// rustc refuses this itself, except where it reads the attribute as part of an `impl` or a `trait`.
pub(crate) fn options_without_parentheses(meta: &MetaNameValue) -> Error {
    let message = "write options in parentheses: `#[accepts_awaitable(boxed)]`";
    spans::error(meta, message)
}

pub(crate) fn on_without_body(on: &TokenStream) -> Error {
    spans::error(
        on,
        "a method without a body coerces nothing: put the option `on` where the method is implemented",
    )
}

pub(crate) fn on_spawns_nothing(on: &TokenStream) -> Error {
    let message =
        "this function awaits its futures in place and spawns nothing: remove the option `on`";
    spans::error(on, message)
}

pub(crate) fn given_twice(attribute: &Attribute) -> Error {
    spans::error(attribute, "`#[accepts_awaitable]` is given twice: keep one")
}

/// Refuses the option `method` in a block.
pub(crate) fn of_method(options: &Options) -> Option<Error> {
    let message = "the option `method` is for a function that has the attribute by itself: in an `impl` or a `trait` with \
                   the attribute, leave it out";
    let method = options.method.as_ref()?;
    Some(spans::error(method, message))
}

/// Refuses the option `as` outside a trait.
pub(crate) fn of_alias(options: &Options) -> Option<Error> {
    let message = "the option `as` names what a trait's callers use: put it on a whole `trait`, and on the methods in it";
    let alias = options.alias.as_ref()?;
    Some(spans::error(alias, message))
}

pub(crate) fn awaitable_on_self(marks: &[Attribute]) -> Option<Error> {
    let message =
        "`self` can't be coerced: remove the attribute, or take the task as a parameter of its own";
    marks.first().map(|mark| spans::error(mark, message))
}

/// The trait for callers would have to name the generic parameter on the same condition.
pub(crate) fn condition_of_generic(condition: &Attribute) -> Error {
    spans::error(
        condition,
        "a generic parameter of this trait can't have a condition, since Rust has no conditional generic arguments: \
         write the trait once for each case, with the condition on the whole trait",
    )
}

pub(crate) fn alias_is_taken(alias: &Ident) -> Error {
    let message = format!(
        "implementors use the name `{alias}`, so callers need another one: choose another name for `as`"
    );
    Error::new(alias.span(), message)
}

pub(crate) fn trait_without_alias(header: &ItemTrait) -> Error {
    let name = &header.ident;
    let message = format!(
        "callers of `{name}` use a second trait with methods of its own, which need names: write \
         `#[accepts_awaitable(as = {name}Ext)]` here, and `#[accepts_awaitable(as = ..)]` on each method that takes a \
         task"
    );
    spans::error(name, &message)
}

pub(crate) fn method_without_alias(function: &Function, header: &ItemTrait) -> Error {
    let name = &function.signature.ident;
    let message = format!(
        "implementors of `{}` write `{name}`, so callers need another name for it: put `#[accepts_awaitable(as = \
         ..)]` on this method",
        header.ident
    );
    spans::error(name, &message)
}

/// Refuses a second bound that gives tasks.
pub(crate) fn given_again(given: &Type) -> Error {
    let message = "another bound already names the tasks: remove them from this bound";
    spans::error(given, message)
}

/// Refuses a bound that may hold for the caller's type, but not for the wrapper in the body.
pub(crate) fn bound_that_is_lost(bound: &TypeParamBound) -> Error {
    let shown = bound.to_token_stream();
    let message = format!(
        "the body gets a wrapper, not the caller's own type, and the wrapper may not implement `{shown}`: remove the \
         bound; leave the parameter as it is with `#[awaitable(skip)]`; or mark it with `#[awaitable]` if the wrapper \
         implements it"
    );
    spans::error(bound, &message)
}

/// Refuses another use of the generic parameter of a source.
pub(crate) fn source_used_again(mention: Span, generic: &Ident) -> Error {
    let message = format!(
        "inside the body, `{generic}` is not the caller's own type, so `{generic}` can't be used again here: give another \
         parameter a generic parameter of its own, return an `impl Trait`, or leave the parameter as it is with \
         `#[awaitable(skip)]`"
    );
    Error::new(mention, message)
}

pub(crate) fn join_without_future(ty: &Type) -> Error {
    let message = "`#[awaitable(join)]` needs a future that says how a task ended: declare `impl Future<Output = \
                   Result<T, JoinError>>`";
    spans::error(ty, message)
}

/// Refuses something about a generic parameter of the `impl` or `trait` around a method. `instead` ends the message.
pub(crate) fn generic_of_block(place: &dyn ToTokens, name: &Ident, instead: &str) -> Error {
    let message = format!(
        "`{name}` is a generic parameter of the `impl` or `trait`, so callers can't pass a type of their own for it: \
         {instead}"
    );
    spans::error(place, &message)
}

pub(crate) fn into_future_with_output(output: &Type) -> Error {
    let message = "with this output, a task would be accepted in two ways, as itself and as an `IntoFuture`: declare \
                   `impl Future`";
    spans::error(output, message)
}

/// Refuses a future inside another type.
pub(crate) fn future_inside(ty: &Type) -> Error {
    let message = "only a future itself is awaited in place: declare `impl Future<Output = ..>`, for which callers can also \
                   pass a `&mut` future or a boxed one; declare several as `Vec<impl Future<Output = ..>>`; or remove the \
                   mark";
    spans::error(ty, message)
}

pub(crate) fn output_of_no_task(output: &Type) -> Error {
    let shown = output.to_token_stream();
    let message = format!(
        "a task can end without a `{shown}`: declare `impl Future` and leave its output to the caller, declare `Output = \
         Result<T, E>`, or mark the parameter with `#[awaitable(join)]` and declare `Output = Result<T, JoinError>`"
    );
    spans::error(output, &message)
}

/// Refuses a future that is awaited in place and not boxed, in a trait with a name for callers.
pub(crate) fn unboxed_in_trait(ty: &Type) -> Error {
    let message = "in a trait with `as`, implementors get the future in a box: add the option `boxed` here or to the \
                   trait, as in `#[accepts_awaitable(as = .., boxed)]`";
    spans::error(ty, message)
}

/// Refuses a future that a trait's implementors can't get in a box.
pub(crate) fn unknown_box_in_trait(ty: &Type) -> Error {
    let message = "in a trait with `as`, implementors get the future in a box, whose type has to be known: declare \
                   `impl Future<Output = ..>` or a `Vec` of these, with a named type as output; or put the attribute \
                   on each method, and not on the trait";
    spans::error(ty, message)
}
