//! Spawners whose `in_context` panics, or calls its function never or twice: nothing is left behind.

use std::pin::Pin;

use ensure_future::{
    Awaitable, LocalTask, Spawn, SpawnLocal, Task, accepts_awaitable, create_local_task,
    create_task, create_task_on, ensure_future_on, form,
};

use support::{
    History, Panic, alive_tasks, let_others_run, on_current_thread, panic_of, panics_here,
};

/// Spawns on the current runtime.
struct Calling {
    times: usize,
    panics: bool,
}

const NEVER: Calling = Calling {
    times: 0,
    panics: false,
};
const TWICE: Calling = Calling {
    times: 2,
    panics: false,
};
const ONCE_AND_PANICS: Calling = Calling {
    times: 1,
    panics: true,
};

impl Calling {
    fn call(&self, function: &mut dyn FnMut()) {
        for _ in 0..self.times {
            function();
        }
        assert!(!self.panics, "broken");
    }
}

impl Spawn for Calling {
    fn spawn<F>(&self, coroutine: F) -> Task<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        create_task(coroutine)
    }

    fn spawn_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()> + Send>>) -> Task<()> {
        self.spawn(coroutine)
    }

    fn in_context(&self, function: &mut dyn FnMut()) {
        self.call(function);
    }
}

impl SpawnLocal for Calling {
    fn spawn_local<F>(&self, coroutine: F) -> LocalTask<F::Output>
    where
        F: Future<Output: 'static> + 'static,
    {
        create_local_task(coroutine)
    }

    fn spawn_local_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()>>>) -> LocalTask<()> {
        self.spawn_local(coroutine)
    }

    fn in_local_context(&self, function: &mut dyn FnMut()) {
        self.call(function);
    }
}

/// An awaitable of another crate, which spawns without the spawner.
struct SpawnsByItself;

impl Awaitable<Task<u8>, form::Coroutine> for SpawnsByItself {
    fn ensure(self) -> Task<u8> {
        create_task(async { 1 })
    }
}

#[accepts_awaitable(on = *spawner)]
fn start_local<S: SpawnLocal, T>(spawner: &S, task: LocalTask<T>) -> LocalTask<T> {
    task
}

/// Runs a test, and checks that no task is left.
fn leaving_nothing(test: impl AsyncFnOnce(&History)) {
    on_current_thread(tokio::task::LocalSet::new().run_until(async {
        let history = History::default();
        test(&history).await;
        let_others_run().await;
        assert_eq!((history.polls(), history.drops()), (0, 1));
        assert_eq!(alive_tasks(), 0);
    }));
}

/// A call that panics because the spawner did not call the function.
#[track_caller]
fn is_told<R>(panicking: impl FnOnce() -> R) {
    let message = panics_here(panicking);
    assert!(message.contains("in_context"), "{message}");
}

#[test]
fn a_function_that_is_never_called_is_an_error_at_the_callers_line() {
    let object: &dyn Spawn = &NEVER;
    let local: &dyn SpawnLocal = &NEVER;
    leaving_nothing(async |history| {
        is_told(|| create_task_on(&object, history.endless()));
    });
    leaving_nothing(async |history| {
        is_told(|| SpawnLocal::spawn_local(&local, history.endless()));
    });
    leaving_nothing(async |history| {
        is_told(|| start_local(&local, history.endless()));
    });
    on_current_thread(async { is_told(|| ensure_future_on(&NEVER, SpawnsByItself)) });
}

#[test]
fn a_second_call_does_nothing() {
    let object: &dyn Spawn = &TWICE;
    let local: &dyn SpawnLocal = &TWICE;
    leaving_nothing(async |history| {
        let task = create_task_on(&object, history.endless());
        assert!(task.cancel_and_wait().await.unwrap_err().is_cancelled());
        assert_eq!(create_task_on(&object, async { 1 }).await.unwrap(), 1);
    });
    leaving_nothing(async |history| {
        let task = start_local(&local, history.endless());
        assert!(task.cancel_and_wait().await.unwrap_err().is_cancelled());
        assert_eq!(start_local(&local, async { 1 }).await.unwrap(), 1);
    });
    on_current_thread(async {
        let task = ensure_future_on(&TWICE, SpawnsByItself);
        assert_eq!((task.await.unwrap(), alive_tasks()), (1, 0));
    });
}

// Contract 5.4.
#[test]
fn a_panic_cancels_what_was_spawned() {
    let object: &dyn Spawn = &ONCE_AND_PANICS;
    let local: &dyn SpawnLocal = &ONCE_AND_PANICS;
    let is_broken = |panic: Panic| assert_eq!(panic.message, "broken");
    leaving_nothing(async |history| {
        is_broken(panic_of(|| create_task_on(&object, history.endless())));
    });
    leaving_nothing(async |history| {
        is_broken(panic_of(|| start_local(&local, history.endless())));
    });
}
