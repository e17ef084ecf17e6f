//! Which span of `tracing` the current thread is in.

use std::cell::RefCell;
use std::fmt::{Debug, Write};
use std::sync::{Mutex, Once};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber, subscriber::set_global_default};

/// Has all spans recorded.
///
/// Each test of a framework with spans calls it first: a span that is met without a subscriber may stay disabled.
pub fn record() {
    static RECORDED: Once = Once::new();
    RECORDED.call_once(|| set_global_default(Spans::default()).expect("there is no other"));
}

/// The span that this is called in, with its fields.
pub fn current() -> Option<String> {
    ENTERED.with_borrow(|entered| entered.last().cloned())
}

thread_local! {
    static ENTERED: RefCell<Vec<String>> = RefCell::default();
}

/// All spans that there have been. The id of a span is its place.
#[derive(Default)]
struct Spans(Mutex<Vec<String>>);

impl Subscriber for Spans {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut shown = Shown(attributes.metadata().name().to_owned());
        attributes.record(&mut shown);
        let mut spans = self.0.lock().unwrap();
        spans.push(shown.0);
        Id::from_u64(spans.len() as u64)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, id: &Id) {
        let place = usize::try_from(id.into_u64()).unwrap() - 1;
        let shown = self.0.lock().unwrap()[place].clone();
        ENTERED.with_borrow_mut(|entered| entered.push(shown));
    }

    fn exit(&self, _: &Id) {
        ENTERED.with_borrow_mut(Vec::pop);
    }
}

struct Shown(String);

impl Visit for Shown {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}
