//! The span of `tracing` that a coroutine or a function keeps: the span that is current when it is passed.
//!
//! Without the feature `tracing`, nothing is wrapped.

#[cfg(not(feature = "tracing"))]
mod imp {
    /// Returns the coroutine.
    pub(crate) fn in_current_span<F: Future>(coroutine: F) -> F {
        coroutine
    }

    /// Returns the function.
    pub(crate) fn call_in_current_span<T>(function: impl FnOnce() -> T) -> impl FnOnce() -> T {
        function
    }
}

#[cfg(feature = "tracing")]
mod imp {
    use std::cell::Cell;

    use tracing::Span;
    use tracing::instrument::{Instrument, Instrumented};
    use tracing::span::Id;

    /// Wraps a coroutine so that it runs in the span that is current now.
    pub(crate) fn in_current_span<F: Future>(coroutine: F) -> Instrumented<F> {
        coroutine.instrument(current())
    }

    /// Wraps a function so that it runs in the span that is current now.
    pub(crate) fn call_in_current_span<T>(function: impl FnOnce() -> T) -> impl FnOnce() -> T {
        let span = current();
        move || span.in_scope(function)
    }

    fn current() -> Span {
        let current = Span::current();
        if current.id().is_some() && current.id() == left() {
            Span::none()
        } else {
            current
        }
    }

    thread_local! {
        /// The id of the span that coroutines do not keep while it is current.
        static LEFT: Cell<Option<u64>> = const { Cell::new(None) };
    }

    fn left() -> Option<Id> {
        LEFT.get().map(Id::from_u64)
    }

    /// Until this is dropped, coroutines that are passed do not keep the span that was current when this was made.
    ///
    /// They do keep a span that is entered later.
    pub(crate) struct Outside {
        before: Option<u64>,
    }

    impl Outside {
        pub(crate) fn new() -> Self {
            Self::leave(Span::current().id())
        }

        fn leave(span: Option<Id>) -> Self {
            let before = LEFT.replace(span.map(|span| span.into_u64()));
            Self { before }
        }
    }

    impl Drop for Outside {
        fn drop(&mut self) {
            LEFT.set(self.before);
        }
    }

    /// Calls a function inside the span. Coroutines that the function passes keep the span, or no span if it is
    /// disabled.
    pub(crate) fn in_span(span: &Span, function: impl FnOnce()) {
        let _outside = if span.is_disabled() {
            Outside::new()
        } else {
            Outside::leave(None)
        };
        span.in_scope(function);
    }
}

#[cfg(feature = "tracing")]
pub(crate) use imp::{Outside, in_span};
pub(crate) use imp::{call_in_current_span, in_current_span};
