//! The function that callers see, and its call of the function with the body.

use super::{list, list_item};
use crate::tests::signatures::parts::Signature;

impl Signature {
    /// The signature that callers see.
    pub(super) fn callers(&self, name: &str, bound: &str) -> String {
        let form = self.form;
        let generics = [
            self.generics.0,
            &self.named(form.widened),
            &self.named(form.new),
        ];
        let generics = list(&generics);
        let receiver = list_item(self.receiver);
        let accepted = self.named(form.accepted);
        let (qualifiers, result) = (self.qualifiers, self.result.0);
        let predicates = match form.predicate {
            "" => String::new(),
            predicate => format!("where {}", self.named(predicate)),
        };
        format!(
            "{qualifiers} fn {name} {generics} ({receiver} {bound}: {accepted}) {result} {predicates}"
        )
    }

    /// The pattern of the callers' argument.
    pub(super) fn bound(&self) -> String {
        let mutable = if self.form.is_mutable { "mut " } else { "" };
        format!("{mutable}{}", self.name())
    }

    pub(super) fn name(&self) -> String {
        let index = usize::from(!self.receiver.is_empty());
        if self.pattern == "_" {
            format!("argument{index}")
        } else {
            "task".to_owned()
        }
    }

    /// Fills the names into a text of the form.
    pub(super) fn named(&self, text: &str) -> String {
        let index = usize::from(!self.receiver.is_empty());
        let prefix = if self.pattern == "_" {
            format!("Argument{index}")
        } else {
            "Task".to_owned()
        };
        text.replace("{name}", &self.name())
            .replace("{awaitable}", &format!("{prefix}Awaitable"))
            .replace("{form}", &format!("{prefix}Form"))
    }

    /// The assertions that types with the name of a task are tasks.
    pub(super) fn assertions(&self) -> String {
        let assert = |ty| format!("let _ = ::ensure_future::__private::assert_task::<{ty}, _>;");
        self.form.tasks.iter().map(assert).collect()
    }

    /// The call of the function with the body.
    pub(super) fn call(&self, path: &str) -> String {
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
            format!("{call}.await")
        } else {
            call
        }
    }

    pub(super) fn track_caller(&self) -> &'static str {
        if self.qualifiers.contains("async") {
            ""
        } else {
            "#[track_caller]"
        }
    }

    pub(super) fn sized(&self) -> &'static str {
        match (self.receiver, self.form.predicate) {
            ("self", "") => "where Self: ::core::marker::Sized",
            ("self", _) => ", Self: ::core::marker::Sized",
            _ => "",
        }
    }
}
