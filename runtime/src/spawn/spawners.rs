//! The spawners of tokio, tokio-util and tracing.

use std::pin::Pin;

use tokio::runtime::{Handle, LocalRuntime, Runtime};
use tokio::task::LocalSet;

use super::{Spawn, SpawnLocal};
use crate::task::{announcing, in_current_span};
use crate::{LocalTask, Task};

macro_rules! spawn {
    (
        $spawner:ty,
        |$this:ident, $coroutine:ident| $spawn:expr,
        |$context:ident, $function:ident| $in_context:expr $(,)?
    ) => {
        impl Spawn for $spawner {
            fn spawn<F>(&self, $coroutine: F) -> Task<F::Output>
            where
                F: Future<Output: Send + 'static> + Send + 'static,
            {
                let $this = self;
                $spawn
            }

            fn spawn_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()> + Send>>) -> Task<()> {
                Spawn::spawn(self, coroutine)
            }

            fn in_context(&self, $function: &mut dyn FnMut()) {
                let $context = self;
                $in_context
            }
        }
    };
}

macro_rules! spawn_local {
    (
        $spawner:ty,
        |$this:ident, $coroutine:ident| $spawn:expr,
        |$context:ident, $function:ident| $in_context:expr $(,)?
    ) => {
        impl SpawnLocal for $spawner {
            fn spawn_local<F>(&self, $coroutine: F) -> LocalTask<F::Output>
            where
                F: Future<Output: 'static> + 'static,
            {
                let $this = self;
                $spawn
            }

            fn spawn_local_boxed(
                &self,
                coroutine: Pin<Box<dyn Future<Output = ()>>>,
            ) -> LocalTask<()> {
                SpawnLocal::spawn_local(self, coroutine)
            }

            fn in_local_context(&self, $function: &mut dyn FnMut()) {
                let $context = self;
                $in_context
            }
        }
    };
}

/// Calls a function while the guard of `enter` exists.
macro_rules! entered {
    ($spawner:ident, $function:ident) => {{
        let _entered = $spawner.enter();
        $function();
    }};
}

spawn! {
    Handle,
    |runtime, coroutine| Task::spawned(runtime.spawn(in_current_span(coroutine))),
    |runtime, function| entered!(runtime, function),
}

spawn! {
    Runtime,
    |runtime, coroutine| Task::spawned(runtime.spawn(in_current_span(coroutine))),
    |runtime, function| entered!(runtime, function),
}

spawn! {
    LocalRuntime,
    |runtime, coroutine| Task::spawned(runtime.handle().spawn(in_current_span(coroutine))),
    |runtime, function| entered!(runtime, function),
}

spawn_local! {
    LocalRuntime,
    |runtime, coroutine| {
        let (coroutine, end) = announcing(coroutine);
        LocalTask::new(runtime.spawn_local(coroutine), end)
    },
    |runtime, function| entered!(runtime, function),
}

spawn! {
    LocalSet,
    |set, coroutine| Task::spawned(set.spawn_local(in_current_span(coroutine))),
    |set, function| entered!(set, function),
}

spawn_local! {
    LocalSet,
    |set, coroutine| {
        let (coroutine, end) = announcing(coroutine);
        LocalTask::new(set.spawn_local(coroutine), end)
    },
    |set, function| entered!(set, function),
}

/// A `TaskTracker`: it tracks the tasks that it spawns on the current runtime.
#[cfg(feature = "tokio-util")]
mod tokio_util {
    use std::pin::Pin;

    use tokio_util::task::TaskTracker;

    use crate::{LocalTask, Spawn, SpawnLocal, Task, create_local_task, create_task};

    spawn! {
        TaskTracker,
        |tracker, coroutine| create_task(tracker.track_future(coroutine)),
        |_tracker, function| function(),
    }

    spawn_local! {
        TaskTracker,
        |tracker, coroutine| create_local_task(tracker.track_future(coroutine)),
        |_tracker, function| function(),
    }
}

/// A `Span`: the tasks that it spawns on the current runtime run inside the span.
#[cfg(feature = "tracing")]
mod tracing {
    use std::pin::Pin;

    use tracing::Span;
    use tracing::instrument::{Instrument, Instrumented};

    use crate::task::{Outside, in_span};
    use crate::{LocalTask, Spawn, SpawnLocal, Task, create_local_task, create_task};

    spawn! {
        Span,
        |span, coroutine| {
            let _outside = Outside::new();
            create_task(coroutine.instrument(span.clone()))
        },
        |span, function| in_span(span, function),
    }

    spawn_local! {
        Span,
        |span, coroutine| {
            let _outside = Outside::new();
            create_local_task(coroutine.instrument(span.clone()))
        },
        |span, function| in_span(span, function),
    }

    /// Spawns through the inner spawner, inside the span.
    impl<S: Spawn> Spawn for Instrumented<S> {
        fn spawn<F>(&self, coroutine: F) -> Task<F::Output>
        where
            F: Future<Output: Send + 'static> + Send + 'static,
        {
            let _outside = Outside::new();
            let instrumented = coroutine.instrument(self.span().clone());
            self.inner().spawn(instrumented)
        }

        fn spawn_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()> + Send>>) -> Task<()> {
            let _outside = Outside::new();
            let instrumented = coroutine.instrument(self.span().clone());
            self.inner().spawn_boxed(Box::pin(instrumented))
        }

        fn in_context(&self, function: &mut dyn FnMut()) {
            in_span(self.span(), || self.inner().in_context(function));
        }
    }

    /// Spawns through the inner spawner, inside the span.
    impl<S: SpawnLocal> SpawnLocal for Instrumented<S> {
        fn spawn_local<F>(&self, coroutine: F) -> LocalTask<F::Output>
        where
            F: Future<Output: 'static> + 'static,
        {
            let _outside = Outside::new();
            let instrumented = coroutine.instrument(self.span().clone());
            self.inner().spawn_local(instrumented)
        }

        fn spawn_local_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()>>>) -> LocalTask<()> {
            let _outside = Outside::new();
            let instrumented = coroutine.instrument(self.span().clone());
            self.inner().spawn_local_boxed(Box::pin(instrumented))
        }

        fn in_local_context(&self, function: &mut dyn FnMut()) {
            in_span(self.span(), || self.inner().in_local_context(function));
        }
    }
}
