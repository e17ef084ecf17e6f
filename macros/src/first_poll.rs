//! When does an `async fn` coerce? When its future is first polled. As the body is an `async fn` already, what callers
//! see need not be another one: the compiler has twice as much to do for that as for all else that we add.

use std::mem;

use proc_macro2::Span;
use quote::{ToTokens, quote, quote_spanned};
use syn::{Attribute, ItemImpl, ReturnType, Signature, Token, Type};

use crate::attributes;
use crate::function::Function;
use crate::lifetimes;
use crate::options::Options;
use crate::walk::{Part, Then, Walk};

/// What a function stands in.
#[derive(Clone, Copy)]
pub(crate) enum Around<'a> {
    Nothing,
    Impl(&'a ItemImpl),
    Trait,
}

/// Whether an `async fn` may become a `fn` that gives a future, for nobody can tell the two apart.
pub(crate) fn may_give_future(
    function: &mut Function,
    around: Around<'_>,
    options: &Options,
) -> bool {
    let signature = &mut function.signature;
    signature.asyncness.is_some()
        && options.on.is_none() // which may await something
        && function.attributes.iter().all(means_the_same)
        && around.attributes().iter().all(means_the_same)
        && has_same_result(&mut signature.output)
        // Whoever needs what such a future still borrows would be told to list its captures, but for a trait's method.
        && (around.is_of_trait() || !around.borrows() && !lifetimes::borrows(signature))
}

impl Around<'_> {
    fn attributes(&self) -> &[Attribute] {
        match self {
            Self::Impl(header) => &header.attrs,
            Self::Nothing | Self::Trait => &[], // what callers see of a trait has none of its macros
        }
    }

    fn is_of_trait(&self) -> bool {
        match self {
            Self::Nothing => false,
            Self::Impl(header) => header.trait_.is_some(),
            Self::Trait => true,
        }
    }

    /// Whether there is a lifetime in the type of an `impl`.
    fn borrows(&self) -> bool {
        match self {
            Self::Impl(header) => header.self_ty.to_token_stream().to_string().contains('\''),
            Self::Nothing | Self::Trait => false,
        }
    }
}

/// `async fn f() -> T` becomes `fn f() -> impl Future<Output = T>`.
///
/// It stands between these places.
pub(crate) fn give_future(signature: &mut Signature, start: Span, end: Span) {
    signature.asyncness = None;
    let (arrow, output) = match mem::replace(&mut signature.output, ReturnType::Default) {
        ReturnType::Type(arrow, ty) => (arrow, ty.into_token_stream()),
        ReturnType::Default => (Token![->](start), quote!(())),
    };
    let future = quote_spanned!(start=> impl ::core::future::Future);
    let future = quote_spanned!(end=> #future<Output = #output>);
    signature.output = ReturnType::Type(arrow, Box::new(Type::Verbatim(future)));
}

/// Attributes that mean the same on both. `must_use` is about what awaiting gives, `expect` may be of a lint that asks
/// for an `async fn`, and so may any macro.
const SAME: [&str; 13] = [
    "allow",
    "cfg",
    "cold",
    "deny",
    "deprecated",
    "doc",
    "forbid",
    "inline",
    "link_section",
    "target_feature",
    "track_caller",
    "unsafe",
    "warn",
];

/// Whose attributes are no macros.
const TOOLS: [&str; 3] = ["clippy", "diagnostic", "rustfmt"];

fn means_the_same(attribute: &Attribute) -> bool {
    if let Some((_, attributes)) = attributes::conditional(attribute) {
        return attributes.iter().all(means_the_same);
    }
    let segments = &attribute.path().segments;
    let Some(first) = segments.first() else {
        return false;
    };
    let first = first.ident.to_string();
    let known: &[&str] = if segments.len() == 1 { &SAME } else { &TOOLS };
    known.contains(&first.as_str())
}

/// Whether the result means the same inside `impl Future<Output = ..>`: there, `!` is not stable, and `impl Trait` may
/// capture less. A macro could be either.
fn has_same_result(result: &mut ReturnType) -> bool {
    let mut is_same = true;
    Walk(&mut |part| {
        if let Part::Type(
            Type::ImplTrait(_) | Type::Never(_) | Type::Macro(_) | Type::Verbatim(_),
        ) = part
        {
            is_same = false;
        }
        Then::Inside
    })
    .result(result);
    is_same
}
