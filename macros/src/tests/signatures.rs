//! Every combination of what a signature may consist of: is the expansion what a simple model says, and does it compile?
//!
//! The model knows nothing of how the macro works. It puts texts together, as somebody would who writes by hand.

use std::collections::HashSet;
use std::fmt::Write;
use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use proc_macro2::TokenStream;

use super::tokens;
use crate::expand::accepts_awaitable;

/// Where the function stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Free,
    Method,
    Impl,
    TraitImpl,
    Trait,
    Declaration,
}

const PLACES: [Place; 6] = [
    Place::Free,
    Place::Method,
    Place::Impl,
    Place::TraitImpl,
    Place::Trait,
    Place::Declaration,
];
const QUALIFIERS: [&str; 4] = ["", "async", "unsafe", "async unsafe"];
const RECEIVERS: [&str; 4] = ["", "&self", "self", "self: Arc<Self>"];
const ATTRIBUTES: [&str; 2] = ["", "#[must_use] #[inline]"];
const PATTERNS: [&str; 3] = ["task", "mut task", "_"];

/// Generic parameters, and the author's arguments for them.
const GENERICS: [(&str, &str); 3] = [
    ("", ""),
    ("T: Clone + Send, ", "T"),
    ("'a, T: Clone, const N: usize, ", "T, N"),
];

/// Results, and bodies that give them.
const RESULTS: [(&str, &str); 3] = [
    ("", ""),
    ("-> Result<u8, String>", "Ok(1)"),
    ("-> impl Iterator<Item = u8>", "std::iter::empty()"),
];

/// A type that an author may declare, and what the expansion has in its place. `{name}` is the parameter's name.
struct Form {
    declared: &'static str,
    /// The author's generic parameter for it.
    generic: &'static str,
    /// The same, as callers see it.
    widened: &'static str,
    /// The new generic parameters.
    new: &'static str,
    accepted: &'static str,
    handed_on: &'static str,
    is_mutable: bool,
}

const PLAIN: Form = Form {
    declared: "",
    generic: "",
    widened: "",
    new: "{form}",
    accepted: "",
    handed_on: "::ensure_future::Awaitable::ensure({name})",
    is_mutable: false,
};
const FORMS: [Form; 8] = [
    Form {
        declared: "Task<u8>",
        accepted: "impl ::ensure_future::Awaitable<Task<u8>, {form}>",
        ..PLAIN
    },
    Form {
        declared: "Vec<(Option<LocalTask<u8>>, JoinHandle<u8>)>",
        accepted: "impl ::ensure_future::Awaitable<Vec<(Option<LocalTask<u8>>, JoinHandle<u8>)>, {form}>",
        ..PLAIN
    },
    Form {
        declared: "Task<impl Display>",
        new: "{type}: Display, {form}",
        accepted: "impl ::ensure_future::Awaitable<Task<{type}>, {form}>",
        ..PLAIN
    },
    Form {
        declared: "[Task<Cow<'static, str>>; 2]",
        accepted: "impl ::ensure_future::Awaitable<[Task<Cow<'static, str>>; 2], {form}>",
        ..PLAIN
    },
    Form {
        declared: "impl Fn(u8, &str) -> Task<u8>",
        new: "{item}: ::ensure_future::Awaitable<Task<u8>, {form}>, {form}",
        accepted: "impl Fn(u8, &str) -> {item}",
        handed_on: "move |__input0: u8, __input1: &str| -> Task<u8> { \
                    ::ensure_future::Awaitable::ensure({name}(__input0, __input1)) }",
        ..PLAIN
    },
    Form {
        declared: "F",
        generic: "F: FnMut() -> Task<u8> + Send, ",
        widened: "F: FnMut() -> {item} + Send, ",
        new: "{item}: ::ensure_future::Awaitable<Task<u8>, {form}>, {form}",
        accepted: "F",
        handed_on: "move || -> Task<u8> { ::ensure_future::Awaitable::ensure({name}()) }",
        is_mutable: true,
    },
    Form {
        declared: "impl IntoIterator<Item = Task<u8>> + Send",
        accepted: "impl IntoIterator<Item: ::ensure_future::Awaitable<Task<u8>, {form}>> + Send",
        handed_on: "::ensure_future::__private::map_items({name}, |item| ::ensure_future::Awaitable::ensure(item))",
        ..PLAIN
    },
    Form {
        declared: "impl Stream<Item = Task<u8>>",
        accepted: "impl Stream<Item: ::ensure_future::Awaitable<Task<u8>, {form}>>",
        handed_on: "::ensure_future::__private::map_stream({name}, |item| ::ensure_future::Awaitable::ensure(item))",
        ..PLAIN
    },
];

/// One of all signatures.
struct Signature {
    place: Place,
    qualifiers: &'static str,
    receiver: &'static str,
    generics: (&'static str, &'static str),
    pattern: &'static str,
    form: &'static Form,
    result: (&'static str, &'static str),
    attributes: &'static str,
}

fn all() -> Vec<Signature> {
    let mut all = Vec::new();
    for place in PLACES {
        for receiver in RECEIVERS {
            for qualifiers in QUALIFIERS {
                for generics in GENERICS {
                    for pattern in PATTERNS {
                        for form in &FORMS {
                            for result in RESULTS {
                                for attributes in ATTRIBUTES {
                                    all.push(Signature {
                                        place,
                                        qualifiers,
                                        receiver,
                                        generics,
                                        pattern,
                                        form,
                                        result,
                                        attributes,
                                    });
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    all.retain(Signature::is_rust);
    all
}

impl Signature {
    fn is_rust(&self) -> bool {
        match self.place {
            Place::Free => self.receiver.is_empty(),
            // Without one, it can't be told from a free function.
            Place::Method => !self.receiver.is_empty(),
            Place::Impl | Place::TraitImpl => true,
            Place::Trait | Place::Declaration => self.pattern != "mut task",
        }
    }

    /// What the author writes, without the attribute.
    fn author(&self) -> String {
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

    /// What is to become of it.
    fn expected(&self) -> String {
        let body = self.result.1;
        let shell = format!("{} {}", self.attributes, self.track_caller());
        let callers = |name| self.callers(name, &self.bound());
        let inner = format!(
            "{} {} {} {{ {body} }}",
            self.attributes.replace("#[must_use]", ""),
            self.allow(),
            self.own("__f_body", self.pattern),
        );
        match self.place {
            Place::Free => format!(
                "{shell} {} {{ {inner} {} }}",
                callers("f"),
                self.call("__f_body")
            ),
            Place::Method => format!(
                "{shell} {} {{ {} {body} }}",
                self.callers("f", &self.bound()),
                self.statements(),
            ),
            Place::Impl => format!(
                "impl Holder {{ {shell} {} {{ {} }} {inner} }}",
                callers("f"),
                self.call("Self::__f_body"),
            ),
            Place::TraitImpl => format!(
                "impl Tr for Holder {{ {shell} {} {{
                    #[allow(unused_imports)] use Tr as _;
                    trait __FBody: Tr {{ {}; }}
                    impl __FBody for Holder {{ {inner} }}
                    {}
                }} }}",
                callers("f"),
                self.own("__f_body", &self.name()),
                self.call("<Self as __FBody>::__f_body"),
            ),
            Place::Trait => format!(
                "trait Tr {{ {} {}; }}
                #[doc = \" Calls the methods of [`Tr`] with whatever can become a task.\"]
                #[allow(async_fn_in_trait)]
                trait TrExt: Tr {{ {shell} {} {} {{ {} }} }}
                impl<__TrImplementor: Tr + ?Sized> TrExt for __TrImplementor {{}}",
                self.attributes,
                self.own("f", self.pattern),
                callers("call"),
                self.sized(),
                self.call("<Self as Tr>::f"),
            ),
            Place::Declaration => format!("{shell} {};", self.callers("f", self.pattern)),
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

    /// The signature that callers see.
    fn callers(&self, name: &str, bound: &str) -> String {
        let Signature {
            qualifiers,
            receiver,
            generics,
            form,
            result,
            ..
        } = self;
        let generics = list(&[generics.0, &self.named(form.widened), &self.named(form.new)]);
        let receiver = list_item(receiver);
        let accepted = self.named(form.accepted);
        format!(
            "{qualifiers} fn {name} {generics} ({receiver} {bound}: {accepted}) {}",
            result.0
        )
    }

    /// What the callers' argument is bound to.
    fn bound(&self) -> String {
        let mutable = if self.form.is_mutable { "mut " } else { "" };
        format!("{mutable}{}", self.name())
    }

    fn name(&self) -> String {
        let index = usize::from(!self.receiver.is_empty());
        if self.pattern == "_" {
            format!("__argument{index}")
        } else {
            "task".to_owned()
        }
    }

    /// Puts the names into a text of the form.
    fn named(&self, text: &str) -> String {
        let index = usize::from(!self.receiver.is_empty());
        let prefix = if self.pattern == "_" {
            format!("__Argument{index}")
        } else {
            "__Task".to_owned()
        };
        text.replace("{name}", &self.name())
            .replace("{item}", &format!("{prefix}Item"))
            .replace("{form}", &format!("{prefix}Form"))
            .replace("{type}", &format!("{prefix}Type0"))
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

    /// The call of the function with the body.
    fn call(&self, path: &str) -> String {
        let generic = if self.form.generic.is_empty() {
            ""
        } else {
            "_"
        };
        let arguments = [self.generics.1, generic];
        let arguments: Vec<_> = arguments
            .into_iter()
            .filter(|name| !name.is_empty())
            .collect();
        let turbofish = match &arguments[..] {
            [] => String::new(),
            arguments => format!("::<{}>", arguments.join(", ")),
        };
        let receiver = if self.receiver.is_empty() {
            ""
        } else {
            "self,"
        };
        let handed_on = self.named(self.form.handed_on);
        let mut call = format!("{path} {turbofish} ({receiver} {handed_on})");
        if self.qualifiers.contains("unsafe") {
            call = format!("unsafe {{ {call} }}");
        }
        if self.qualifiers.contains("async") {
            call += ".await";
        }
        call
    }

    fn track_caller(&self) -> &'static str {
        if self.qualifiers.contains("async") {
            ""
        } else {
            "#[track_caller]"
        }
    }

    fn allow(&self) -> &'static str {
        if self.result.0.contains("impl") {
            "#[allow(clippy::manual_async_fn, clippy::needless_pass_by_value)]"
        } else {
            "#[allow(clippy::needless_pass_by_value)]"
        }
    }

    fn sized(&self) -> &'static str {
        if matches!(self.receiver, "" | "self") {
            "where Self: Sized"
        } else {
            ""
        }
    }

    /// The item that the author's function stands in, with the attribute.
    fn item(&self) -> String {
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

    fn options(&self) -> &'static str {
        if self.place == Place::Trait {
            "as = TrExt"
        } else {
            ""
        }
    }
}

fn list(generics: &[&str]) -> String {
    let generics = generics.concat();
    match generics.trim_end_matches(", ") {
        "" => String::new(),
        generics => format!("<{generics}>"),
    }
}

fn list_item(item: &str) -> String {
    if item.is_empty() {
        String::new()
    } else {
        format!("{item},")
    }
}

/// Tokens as a text that does not depend on what they know of the space around them.
fn dense(tokens: &TokenStream) -> String {
    tokens.to_string().split_whitespace().collect()
}

#[test]
fn every_signature_becomes_what_the_model_says() {
    let all = all();
    let mut seen = HashSet::new();
    for signature in &all {
        let author = signature.author();
        let expanded = accepts_awaitable(tokens(signature.options()), tokens(&author));
        let expected = tokens(&signature.expected());
        assert_eq!(dense(&expanded), dense(&expected), "{author}");
        assert!(seen.insert(author));
    }
    println!("{} signatures", seen.len());
    assert!(seen.len() >= 20_000);
}

/// A `SEED` in the environment repeats a choice.
#[test]
fn a_few_hundred_of_them_compile() {
    let seed = std::env::var("SEED").map_or_else(|_| now(), |seed| seed.parse().unwrap());
    println!("SEED={seed}");
    let mut modules = String::new();
    for (index, signature) in chosen(all(), 400, seed).iter().enumerate() {
        let item = signature.item();
        writeln!(modules, "mod signature{index} {{ use super::*; {item} }}").unwrap();
    }
    let code = format!(
        "#![allow(warnings)]
        use std::{{borrow::Cow, fmt::Display, sync::Arc}};
        use ensure_future::{{LocalTask, Task, accepts_awaitable}};
        use futures_core::Stream;
        use tokio::task::JoinHandle;
        {modules}
        fn main() {{}}"
    );
    let path = std::env::temp_dir().join(format!("signatures_{seed}.rs"));
    fs::write(&path, code).unwrap();
    trybuild::TestCases::new().pass(path);
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    u64::from(since.subsec_nanos())
}

/// Chooses by steps of a linear congruential generator.
fn chosen(mut all: Vec<Signature>, count: usize, mut seed: u64) -> Vec<Signature> {
    let mut choose = || {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let index = (seed >> 33) % all.len() as u64;
        all.swap_remove(usize::try_from(index).unwrap())
    };
    (0..count).map(|_| choose()).collect()
}
