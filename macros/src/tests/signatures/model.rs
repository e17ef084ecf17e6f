//! A model of the expansion of a signature.
//!
//! The model does not know how the macro works. It joins texts, as an author would write them by hand. It leaves out
//! the lints that generated code allows: the files in `expansions/` show those.

mod callers;

use proc_macro2::TokenStream;
use syn::{File, ImplItemFn, TraitItemFn};

use super::parts::{Place, Signature};

impl Signature {
    /// What the author writes, without the attribute.
    pub(super) fn author(&self) -> String {
        let attributes = self.attributes;
        let own = self.own("f", self.pattern);
        let body = self.result.1;
        match self.place {
            Place::Free | Place::Method => format!("{attributes} {own} {{ {body} }}"),
            Place::Impl => format!("impl Holder {{ {attributes} {own} {{ {body} }} }}"),
            Place::TraitImpl => format!("impl Tr for Holder {{ {attributes} {own} {{ {body} }} }}"),
            Place::Trait => {
                format!("trait Tr {{ {attributes} #[accepts_awaitable(as = call)] {own}; }}")
            }
            Place::Declaration => format!("{attributes} {own};"),
        }
    }

    /// The expected expansion.
    pub(super) fn expected(&self) -> String {
        let body = self.result.1;
        let shell = format!("{} {}", self.attributes, self.track_caller());
        let callers = |name| self.callers(name, &self.bound());
        let handing_on = |to| format!("{} {}", self.assertions(), self.call(to));
        let inner = format!(
            "{} {} {} {{ {body} }}",
            self.attributes.replace("#[must_use]", ""),
            self.hidden(),
            self.own("__f_body", self.pattern),
        );
        let in_place = format!(
            "{shell} {} {{ {} {} {body} }}",
            callers("f"),
            self.assertions(),
            self.statements()
        );
        match self.place {
            Place::Free => format!(
                "{shell} {} {{ {inner} {} }}",
                callers("f"),
                handing_on("__f_body")
            ),
            Place::Method => in_place,
            Place::Impl => format!(
                "impl Holder {{ {shell} {} {{ {} }} {inner} }}",
                callers("f"),
                handing_on("Self::__f_body"),
            ),
            Place::TraitImpl => format!("impl Tr for Holder {{ {in_place} }}"),
            Place::Trait => format!(
                "trait Tr {{ {} {}; }}
                #[doc = \" Calls the methods of [`Tr`] with whatever can become a task.\"]
                #[allow(async_fn_in_trait, dead_code, unreachable_pub)]
                trait TrExt: Tr {{ {shell} {} {} {{ {} }} }}
                impl<Implementor: Tr + ?::core::marker::Sized> TrExt for Implementor {{}}",
                self.attributes,
                self.own("f", self.pattern),
                callers("call"),
                self.sized(),
                handing_on("<Self as Tr>::f"),
            ),
            Place::Declaration => format!(
                "{} {} {};",
                self.attributes,
                if self.receiver.is_empty() {
                    ""
                } else {
                    self.track_caller()
                },
                self.callers("f", self.pattern)
            ),
        }
    }

    /// The author's own signature, under this name.
    fn own(&self, name: &str, pattern: &str) -> String {
        let Signature {
            qualifiers,
            receiver,
            generics,
            form,
            result,
            ..
        } = self;
        let generics = list(&[generics.0, form.generic]);
        let receiver = list_item(receiver);
        format!(
            "{qualifiers} fn {name} {generics} ({receiver} {pattern}: {}) {}",
            form.declared, result.0
        )
    }

    /// The coercion on top of a body that stays.
    fn statements(&self) -> String {
        let ensured = self.named(self.form.handed_on);
        if self.pattern == "_" {
            let name = self.name();
            format!("#[allow(unused_mut)] let mut {name} = {ensured}; let _ = {name};")
        } else {
            format!("let {} = {ensured};", self.pattern)
        }
    }

    fn hidden(&self) -> &'static str {
        if self.place == Place::Impl {
            "#[doc(hidden)]"
        } else {
            ""
        }
    }

    /// The item that the author's function stands in, with the attribute.
    pub(super) fn item(&self) -> String {
        let author = self.author();
        match self.place {
            Place::Free => format!("#[accepts_awaitable] {author}"),
            Place::Method => {
                format!("struct Holder; impl Holder {{ #[accepts_awaitable] {author} }}")
            }
            Place::Impl => format!("struct Holder; #[accepts_awaitable] {author}"),
            Place::TraitImpl => format!(
                "struct Holder;
                trait Tr {{ #[accepts_awaitable] {}; }}
                #[accepts_awaitable] {author}",
                self.own("f", "task"),
            ),
            Place::Trait => format!("#[accepts_awaitable({})] {author}", self.options()),
            Place::Declaration => format!("trait Tr {{ #[accepts_awaitable] {author} }}"),
        }
    }

    /// Whether the expansion is valid in the place of the item.
    pub(super) fn parses(&self, expanded: TokenStream) -> bool {
        match self.place {
            Place::Method => syn::parse2::<ImplItemFn>(expanded).is_ok(),
            Place::Declaration => syn::parse2::<TraitItemFn>(expanded).is_ok(),
            _ => syn::parse2::<File>(expanded).is_ok(),
        }
    }

    pub(super) fn options(&self) -> &'static str {
        if self.place == Place::Trait {
            "as = TrExt"
        } else {
            ""
        }
    }
}

pub(super) fn list(generics: &[&str]) -> String {
    let generics = generics.concat();
    match generics.trim_end_matches(", ") {
        "" => String::new(),
        generics => format!("<{generics}>"),
    }
}

pub(super) fn list_item(item: &str) -> String {
    if item.is_empty() {
        String::new()
    } else {
        format!("{item},")
    }
}
