//! What do we give back? The author's function with a wider signature and, on top of its body, the coercions.

use std::mem;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{
    Attribute, Error, FnArg, GenericParam, Pat, PatType, Signature, Token, Type, TypeParam,
    parse_quote,
};

use crate::choice;
use crate::coercion;
use crate::documentation;
use crate::function::Function;
use crate::names::Names;
use crate::options::Options;
use crate::parameter::{self, TaskParameter};

/// Rewrites a function. Whatever is wrong, the function is still there beside the errors, so that its callers and the
/// author's editor see the mistake alone.
pub(crate) fn accepts_awaitable(options: TokenStream, item: TokenStream) -> TokenStream {
    let mut function: Function = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            let item = choice::strip(item);
            return [item, error.into_compile_error()].into_iter().collect();
        }
    };
    let mut errors = Vec::new();
    let options = Options::parse(options, &mut errors);
    errors.extend(take_repetitions(&mut function));
    documentation::move_to_function(&mut function);
    let parameters = parameter::task_parameters(
        function.signature.inputs.iter_mut(),
        &mut Names::used_in(item),
        &mut errors,
    );

    if let Some(error) = refusal(&function, &options) {
        errors.push(error);
    } else if !parameters.is_empty() {
        rewrite(&mut function, &parameters, &options);
    } else if errors.is_empty() {
        errors.push(nothing_to_coerce(&function));
    }

    let mut tokens = function.into_token_stream();
    tokens.extend(errors.into_iter().map(Error::into_compile_error));
    tokens
}

/// Takes off the attributes that would rewrite the function once more.
fn take_repetitions(function: &mut Function) -> Vec<Error> {
    let is_ours = |attribute: &Attribute| {
        let name = attribute.path().segments.last();
        name.is_some_and(|name| name.ident == "accepts_awaitable")
    };
    let (repetitions, others): (Vec<_>, _) = mem::take(&mut function.attributes)
        .into_iter()
        .partition(is_ours);
    function.attributes = others;
    let explain = |attribute| {
        Error::new_spanned(attribute, "`#[accepts_awaitable]` is given twice: keep one")
    };
    repetitions.iter().map(explain).collect()
}

/// Why this function can't be rewritten at all.
fn refusal(function: &Function, options: &Options) -> Option<Error> {
    let signature = &function.signature;
    if let Some(constness) = &signature.constness {
        return Some(Error::new_spanned(
            constness,
            "a `const fn` can't schedule a task: remove `const`",
        ));
    }
    if let Some(abi) = &signature.abi {
        let rust = abi.name.as_ref().is_some_and(|name| name.value() == "Rust");
        if !rust {
            return Some(Error::new_spanned(
                abi,
                "a function with a foreign ABI can't take awaitables: remove `extern`, or wrap it in a Rust function",
            ));
        }
    }
    match &options.on {
        Some(on) if !function.has_body() => Some(Error::new_spanned(
            on,
            "a method without a body coerces nothing: put the option `on` where the method is implemented",
        )),
        _ => None,
    }
}

fn nothing_to_coerce(function: &Function) -> Error {
    let message = "no parameter of this function is a task: declare one as `Task<T>`, `LocalTask<T>` or \
                   `JoinHandle<T>`, mark one with `#[awaitable]`, or remove `#[accepts_awaitable]`";
    Error::new_spanned(&function.signature.ident, message)
}

fn rewrite(function: &mut Function, parameters: &[TaskParameter], options: &Options) {
    let has_body = function.has_body();
    for parameter in parameters {
        let signature = &mut function.signature;
        signature.inputs[parameter.index] = input(parameter, has_body, options);
        add_generics(signature, parameter);
    }
    track_caller(function);
    if has_body {
        allow_items_after_statements(function);
        function.prepend(coercion::statements(parameters, options));
    }
}

/// `task: Task<T>` becomes `task: impl Awaitable<Task<T>, __TaskForm>`.
fn input(parameter: &TaskParameter, has_body: bool, options: &Options) -> FnArg {
    let TaskParameter { declared, form, .. } = parameter;
    // Without a body there is nothing to bind, and rustc says what may stand there.
    let pattern = if has_body {
        Pat::Verbatim(parameter.argument.to_token_stream())
    } else {
        parameter.pattern.clone()
    };
    // From the first to the last of the declared type's tokens, for messages about the bound to point at all of it.
    let [start, end] = ends(declared);
    let runtime = options.runtime_crate(start);
    let mut accepted = quote_spanned!(start=> impl #runtime::Awaitable<#declared, #form);
    accepted.extend(quote_spanned!(end=> >));
    FnArg::Typed(PatType {
        attrs: parameter.others().cloned().collect(),
        pat: Box::new(pattern),
        colon_token: parameter.colon,
        ty: Box::new(Type::Verbatim(accepted)),
    })
}

/// Adds the form and whatever got a name in the declared type; lifetimes stand before all else.
fn add_generics(signature: &mut Signature, parameter: &TaskParameter) {
    let name = signature.ident.span();
    let generics = &mut signature.generics;
    // At the author's tokens, should rustc suggest to add to them.
    generics.lt_token.get_or_insert(Token![<](name));
    generics.gt_token.get_or_insert(Token![>](name));
    let form = TypeParam::from(parameter.form.clone());
    for mut lifetime in parameter.named.lifetimes.iter().cloned() {
        lifetime.attrs.extend(parameter.conditions().cloned());
        generics.params.insert(0, GenericParam::Lifetime(lifetime));
    }
    for mut ty in parameter.named.types.iter().cloned().chain([form]) {
        ty.attrs.extend(parameter.conditions().cloned());
        generics.params.push(GenericParam::Type(ty));
    }
}

/// Has a missing runtime reported at the caller's line, which Rust can do for a `fn` but not for an `async fn`.
fn track_caller(function: &mut Function) {
    let is_tracked = function
        .attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("track_caller"));
    if function.signature.asyncness.is_none() && !is_tracked {
        function.attributes.push(parse_quote!(#[track_caller]));
    }
}

/// A body may begin with items, and clippy is not to mind that our statements stand before them now.
fn allow_items_after_statements(function: &mut Function) {
    if function.begins_with_item() {
        let allow = parse_quote!(#[allow(clippy::items_after_statements)]);
        function.attributes.push(allow);
    }
}

/// The spans of the first and of the last token.
fn ends(tokens: &impl ToTokens) -> [Span; 2] {
    let mut spans = tokens
        .to_token_stream()
        .into_iter()
        .map(|token| token.span());
    let start = spans.next().unwrap_or_else(Span::call_site);
    [start, spans.last().unwrap_or(start)]
}
