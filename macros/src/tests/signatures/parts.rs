//! The parts of a signature.

/// Where the function stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Place {
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
const ATTRIBUTES: [&str; 3] = ["", "#[inline]", "#[must_use] #[inline]"];
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
pub(super) struct Form {
    pub(super) declared: &'static str,
    /// The author's generic parameter for the type.
    pub(super) generic: &'static str,
    /// The author's generic parameter, as callers see it.
    pub(super) widened: &'static str,
    /// The new generic parameters.
    pub(super) new: &'static str,
    /// The new predicate.
    pub(super) predicate: &'static str,
    pub(super) accepted: &'static str,
    pub(super) handed_on: &'static str,
    pub(super) is_mutable: bool,
    /// The tasks in the type, each once.
    pub(super) tasks: &'static [&'static str],
}

const PLAIN: Form = Form {
    declared: "",
    generic: "",
    widened: "",
    new: "{form}",
    predicate: "",
    accepted: "",
    handed_on: "::ensure_future::Awaitable::ensure({name})",
    is_mutable: false,
    tasks: &["Task<u8>"],
};
const FORMS: [Form; 9] = [
    Form {
        declared: "Task<u8>",
        accepted: "impl ::ensure_future::Awaitable<Task<u8>, {form}>",
        ..PLAIN
    },
    Form {
        declared: "Vec<(Option<LocalTask<u8>>, JoinHandle<u8>)>",
        accepted: "impl ::ensure_future::Awaitable<Vec<(Option<LocalTask<u8>>, JoinHandle<u8>)>, {form}>",
        tasks: &["LocalTask<u8>", "JoinHandle<u8>"],
        ..PLAIN
    },
    Form {
        declared: "[Task<Cow<'static, str>>; 2]",
        accepted: "[impl ::ensure_future::Awaitable<Task<Cow<'static, str>>, {form}>; 2]",
        tasks: &["Task<Cow<'static, str>>"],
        handed_on: "<_ as ::ensure_future::Awaitable<[Task<Cow<'static, str>>; 2], _>>::ensure({name})",
        ..PLAIN
    },
    Form {
        declared: "(Option<LocalTask<u8>>, JoinHandle<u8>)",
        tasks: &["LocalTask<u8>", "JoinHandle<u8>"],
        new: "{form}, {form}2",
        accepted: "(Option<impl ::ensure_future::Awaitable<LocalTask<u8>, {form}>>, \
                   impl ::ensure_future::Awaitable<JoinHandle<u8>, {form}2>)",
        handed_on: "<_ as ::ensure_future::Awaitable<(Option<LocalTask<u8>>, JoinHandle<u8>), _>>::ensure({name})",
        ..PLAIN
    },
    Form {
        declared: "Option<BTreeMap<u8, Task<u8>>>",
        accepted: "Option<BTreeMap<u8, impl ::ensure_future::Awaitable<Task<u8>, {form}>>>",
        handed_on: "<_ as ::ensure_future::Awaitable<Option<BTreeMap<u8, Task<u8>>>, _>>::ensure({name})",
        ..PLAIN
    },
    Form {
        declared: "impl Fn(u8, String) -> Task<u8>",
        new: "{awaitable}, {form}",
        predicate: "{awaitable}: ::ensure_future::Awaitable<Task<u8>, {form}>",
        accepted: "impl Fn(u8, String) -> {awaitable}",
        handed_on: "move |__input0: u8, __input1: String| -> Task<u8> { \
                    ::ensure_future::Awaitable::ensure({name}(__input0, __input1)) }",
        ..PLAIN
    },
    Form {
        declared: "F",
        generic: "F: FnMut() -> Task<u8> + Send, ",
        widened: "F: FnMut() -> {awaitable} + Send, ",
        new: "{awaitable}, {form}",
        predicate: "{awaitable}: ::ensure_future::Awaitable<Task<u8>, {form}>",
        accepted: "F",
        handed_on: "move || -> Task<u8> { ::ensure_future::Awaitable::ensure({name}()) }",
        is_mutable: true,
        ..PLAIN
    },
    Form {
        declared: "impl IntoIterator<Item = Task<u8>> + Send",
        accepted: "impl IntoIterator<Item: ::ensure_future::Awaitable<Task<u8>, {form}>> + Send",
        handed_on: "::ensure_future::__private::map_items({name}, move |item| ::ensure_future::Awaitable::ensure(item))",
        ..PLAIN
    },
    Form {
        declared: "impl Stream<Item = Task<u8>>",
        accepted: "impl Stream<Item: ::ensure_future::Awaitable<Task<u8>, {form}>>",
        handed_on: "::ensure_future::__private::map_stream({name}, move |item| ::ensure_future::Awaitable::ensure(item))",
        ..PLAIN
    },
];

/// A combination of the parts.
pub(super) struct Signature {
    pub(super) place: Place,
    pub(super) qualifiers: &'static str,
    pub(super) receiver: &'static str,
    pub(super) generics: (&'static str, &'static str),
    pub(super) pattern: &'static str,
    pub(super) form: &'static Form,
    pub(super) result: (&'static str, &'static str),
    pub(super) attributes: &'static str,
}

pub(super) fn all() -> Vec<Signature> {
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
            // Without a receiver, a method looks like a free function.
            Place::Method => !self.receiver.is_empty(),
            Place::Impl | Place::TraitImpl => true,
            Place::Trait | Place::Declaration => self.pattern != "mut task",
        }
    }
}
