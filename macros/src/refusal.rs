//! Why is a function not rewritten?

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{Attribute, Error, FnArg, Ident, MetaNameValue, Path, Signature};

use crate::attributes;
use crate::function::Function;
use crate::mention;
use crate::options::Options;
use crate::parameter::{self, TaskParameter};
use crate::pattern;
use crate::place;

/// Why this function can't be rewritten at all.
pub(crate) fn of_function(function: &Function) -> Option<Error> {
    let signature = &function.signature;
    if let Some(constness) = &signature.constness {
        return Some(place::error(
            constness,
            "a `const fn` can't schedule a task: remove `const`",
        ));
    }
    let abi = signature.abi.as_ref()?;
    let is_rust = abi.name.as_ref().is_some_and(|name| name.value() == "Rust");
    (!is_rust).then(|| {
        place::error(abi,
            "a function with a foreign ABI can't take awaitables: remove `extern`, or wrap it in a Rust function",
        )
    })
}

/// Why a runtime can't be entered for these parameters.
pub(crate) fn of_on(
    options: &Options,
    signature: &Signature,
    parameters: &[TaskParameter],
) -> Option<Error> {
    let on = options.on.as_ref()?;
    if parameters.iter().any(|parameter| parameter.drawn.is_some()) {
        return Some(place::error(
            on,
            "the runtime is entered when the function is called, not when a task is drawn later: remove the option \
             `on`, and have the body enter the runtime where it draws",
        ));
    }
    for parameter in parameters {
        let Some(name) = &parameter.name else {
            continue;
        };
        if let Some(mention) = mention::of_variable(on.clone(), name) {
            let message = format!(
                "`{name}` becomes a task inside the runtime that `on` names, so `on` can't use it: name the runtime \
                 through `self` or a parameter that is not coerced"
            );
            return Some(Error::new(mention, message));
        }
    }
    for input in &signature.inputs {
        match input {
            FnArg::Typed(parameter) if parameter::name(&parameter.pat).is_none() => {
                for name in pattern::variables(&parameter.pat) {
                    if let Some(mention) = mention::of_variable(on.clone(), name) {
                        return Some(on_uses_pattern(mention, name));
                    }
                }
            }
            _ => {}
        }
    }
    None
}

fn on_uses_pattern(mention: Span, name: &Ident) -> Error {
    let message = format!(
        "`on` can't use `{name}`, which the body takes out of a pattern: give the parameter a name, and use that"
    );
    Error::new(mention, message)
}

/// Takes off what a generic function can't have.
pub(crate) fn take_exports(function: &mut Function) -> Vec<Error> {
    let message = "a function that is exported by its name can't take awaitables: wrap it in a function of its own";
    let mut errors = Vec::new();
    for export in attributes::take(&mut function.attributes, exports) {
        errors.push(place::error(&export, message));
    }
    errors
}

/// `#[no_mangle]` and its like, also as `#[unsafe(no_mangle)]`.
fn exports(attribute: &Attribute) -> bool {
    let is_export = |path: &Path| path.is_ident("no_mangle") || path.is_ident("export_name");
    if attribute.path().is_ident("unsafe") {
        return match attributes::metas(attribute).as_deref() {
            Some([meta]) => is_export(meta.path()),
            _ => false,
        };
    }
    is_export(attribute.path())
}

/// Why the attribute stands there for nothing; `nothing` says so, and ends where one is told what to declare.
pub(crate) fn nothing_to_coerce(place: &dyn ToTokens, nothing: &str) -> Error {
    let message = format!(
        "{nothing} as `Task<T>`, `LocalTask<T>`, `SharedTask<T>` or `JoinHandle<T>`, mark one with `#[awaitable]`, or \
         remove `#[accepts_awaitable]`"
    );
    place::error(place, &message)
}

/// rustc says so itself, but not where the attribute is read as part of an `impl` or a `trait`.
pub(crate) fn options_without_parentheses(meta: &MetaNameValue) -> Error {
    let message = "options stand in parentheses: `#[accepts_awaitable(boxed)]`";
    place::error(meta, message)
}

pub(crate) fn on_without_body(on: &TokenStream) -> Error {
    place::error(
        on,
        "a method without a body coerces nothing: put the option `on` where the method is implemented",
    )
}

pub(crate) fn alias_outside_a_trait(alias: &Ident) -> Error {
    place::error(
        alias,
        "the option `as` names what a trait's callers use: put it on a whole `trait`, and on the methods in it",
    )
}

/// The trait that its callers use would have to name it on the same condition.
pub(crate) fn condition_of_generic(condition: &Attribute) -> Error {
    place::error(
        condition,
        "which generic parameters this trait has can't depend on a condition, for Rust has no conditional generic \
         arguments: write the trait once for each case, with the condition on all of it",
    )
}

pub(crate) fn alias_is_taken(alias: &Ident) -> Error {
    let message = format!(
        "callers need another name than `{alias}`, which is what implementors use: choose one for `as`"
    );
    Error::new(alias.span(), message)
}
