//! The `tracing` span of the current thread.

use std::fmt::{Debug, Write};
use std::sync::Once;

use tracing::dispatcher::get_default;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Subscriber, subscriber::set_global_default};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::{LookupSpan, Registry};

/// Installs a subscriber that records all spans.
///
/// Each test of a framework with spans calls this first: a span that is created without a subscriber may stay disabled.
pub fn record() {
    static RECORDED: Once = Once::new();
    RECORDED.call_once(|| {
        set_global_default(Registry::default().with(Record)).expect("there is no other");
    });
}

/// The current span, with its fields.
pub fn current() -> Option<String> {
    get_default(|subscriber| {
        let current = subscriber.current_span();
        let registry: &Registry = subscriber.downcast_ref()?;
        let span = registry.span(current.id()?)?;
        let shown = span.extensions().get::<Shown>()?.0.clone();
        Some(shown)
    })
}

/// Whether the span is still open.
pub fn is_open(span: &Id) -> bool {
    get_default(|subscriber| {
        let registry: Option<&Registry> = subscriber.downcast_ref();
        registry.is_some_and(|registry| registry.span(span).is_some())
    })
}

/// Stores the name and the fields of each span.
struct Record;

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Record {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut shown = Shown(attributes.metadata().name().to_owned());
        attributes.record(&mut shown);
        let span = context.span(id).expect("it is new");
        span.extensions_mut().insert(shown);
    }
}

/// The name of a span, and its fields.
struct Shown(String);

impl Visit for Shown {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}
