//! The attributes of an author's function, for the function that callers see and for the function with the body.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::{Attribute, Ident, Meta, Path};

use super::model::{FunctionAttributes, Strategy};
use crate::expand::syntax::attributes::{self, Conditional};

/// Lints that would ask for another signature of the function with the body, for example for a task by reference, or
/// for `const` or `async`. The author chose the signature for callers.
const ALLOWED: [&str; 11] = [
    "box_collection",
    "boxed_local",
    "elidable_lifetime_names",
    "future_not_send",
    "manual_async_fn",
    "missing_const_for_fn",
    "needless_lifetimes",
    "needless_pass_by_value",
    "trivially_copy_pass_by_ref",
    "unnecessary_wraps",
    "unused_self",
];

/// The attributes of a trait that hold for its extension as well: conditions, lint levels and `#[deprecated]`.
pub(crate) fn of_extension(author: &[Attribute]) -> (Vec<Attribute>, Option<Attribute>) {
    let deprecated = author
        .iter()
        .find(|attribute| attributes::may_be(attribute, "deprecated"));
    let flat = attributes::flatten(author);
    let for_both = flat.iter().filter(|part| holds_for_both(&part.attribute));
    // The author's trait fulfils an `#[expect]`, so the extension may not.
    let for_both = for_both.map(|part| match attributes::name(&part.attribute).as_str() {
        "expect" => part.with(allowed(&part.attribute)),
        _ => part.to_attribute(),
    });
    let mut for_both: Vec<Attribute> = for_both.collect();
    for_both.extend(deprecated.map(|_| attributes::allow(quote!(deprecated))));
    (for_both, deprecated.cloned())
}

impl FunctionAttributes {
    /// Sorts the author's attributes for the function with this name.
    pub(crate) fn sort(&mut self, name: &Ident, strategy: &Strategy) {
        for part in attributes::flatten(&self.author) {
            self.add(&part, name, strategy);
        }
    }

    fn add(&mut self, part: &Conditional, name: &Ident, strategy: &Strategy) {
        // A nested function is under the conditions and the lint levels of the outer one.
        let is_nested = matches!(strategy, Strategy::Inside { .. });
        let attribute = &part.attribute;
        match attributes::name(attribute).as_str() {
            // These change the code that the compiler generates.
            "inline" | "cold" | "track_caller" | "target_feature" | "link_section" => {
                self.for_both(part.to_attribute());
            }
            // The span shows arguments and results as the author declared them.
            "instrument" => self.body.push(part.with(named(attribute, name))),
            // Boxes the future of the body, which calls itself. On the callers' function, it would require a `Send`
            // argument. A task is `Send`, but an awaitable need not be.
            "async_recursion" => self.body.push(part.to_attribute()),
            // Either of the two functions may fulfil the expectation.
            "expect" if !is_nested => self.for_both(part.with(allowed(attribute))),
            "expect" => self.callers.push(part.with(allowed(attribute))),
            "deprecated" => {
                self.callers.push(part.to_attribute());
                if !is_nested {
                    // The body may use the function itself.
                    self.body.push(attributes::allow(quote!(deprecated)));
                }
            }
            _ if !is_nested && holds_for_both(attribute) => self.for_both(part.to_attribute()),
            "doc" | "must_use" => self.callers.push(part.to_attribute()),
            // It may belong to a macro on the trait.
            _ if matches!(strategy, Strategy::Extend { .. }) => {}
            _ => self.callers.push(part.to_attribute()),
        }
    }

    fn for_both(&mut self, attribute: Attribute) {
        self.body.push(attribute.clone());
        self.callers.push(attribute);
    }
}

/// Whether it is a condition, a lint level, or an attribute of clippy's.
fn holds_for_both(attribute: &Attribute) -> bool {
    let first = attribute.path().segments.first();
    attributes::is_condition(attribute)
        || attributes::is_lint_level(attribute)
        || first.is_some_and(|first| first.ident == "clippy")
}

/// Allows the lints that the function with the body would find in the author's signature.
pub(crate) fn allowed_for_body() -> Attribute {
    attributes::allow_for_clippy(&ALLOWED)
}

/// The attribute for callers' functions whose author allows that a type is more private than the function: callers see
/// a bound there.
pub(crate) fn private_bounds(author: &[Attribute]) -> Option<Attribute> {
    let allows = |attribute: &Attribute| {
        let metas = attributes::metas(attribute).unwrap_or_default();
        let mut lints = metas.iter().map(Meta::path);
        attribute.path().is_ident("allow") && lints.any(|lint| lint.is_ident("private_interfaces"))
    };
    let is_allowed = author.iter().any(allows);
    is_allowed.then(|| attributes::allow(quote!(private_bounds)))
}

/// `#[allow(..)]` in the place of `#[expect(..)]`
fn allowed(expect: &Attribute) -> Attribute {
    match &expect.meta {
        Meta::List(list) => attributes::allow(list.tokens.clone()),
        Meta::Path(_) | Meta::NameValue(_) => expect.clone(),
    }
}

/// An `#[instrument]` whose span has the name of the author's function, unless the author gave it a name.
fn named(instrument: &Attribute, function: &Ident) -> Attribute {
    let arguments = match &instrument.meta {
        Meta::List(list) => list.tokens.clone(),
        Meta::Path(_) | Meta::NameValue(_) => TokenStream::new(),
    };
    if has_name(arguments.clone()) {
        return instrument.clone();
    }
    let name = function.to_string();
    let path: Path = instrument.path().clone();
    if arguments.is_empty() {
        attributes::list(path, quote!(name = #name))
    } else {
        attributes::list(path, quote!(name = #name, #arguments))
    }
}

/// Whether one of the arguments is `name = ".."`, or a literal, which means the same.
fn has_name(arguments: TokenStream) -> bool {
    let mut tokens = arguments.into_iter().peekable();
    let mut begins = true;
    while let Some(token) = tokens.next() {
        let is_equals_sign =
            |next: &TokenTree| matches!(next, TokenTree::Punct(next) if next.as_char() == '=');
        let is_name = match &token {
            TokenTree::Literal(_) => begins,
            TokenTree::Ident(word) => {
                begins && word == "name" && tokens.peek().is_some_and(is_equals_sign)
            }
            TokenTree::Group(_) | TokenTree::Punct(_) => false,
        };
        if is_name {
            return true;
        }
        begins = matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    }
    false
}
