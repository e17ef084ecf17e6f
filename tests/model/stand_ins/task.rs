//! Tasks. A thread of the model ends a task. As in tokio, the end has two steps: the task is finished, and then its
//! join waker is woken.

use std::cell::Cell;
use std::error::Error;
use std::fmt;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

use loom::sync::{Condvar, Mutex};

pub(crate) use super::owned::are_there_names; // the runtime has a module `task` too

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Id(usize);

/// The task was cancelled. No task of the model panics.
#[derive(Debug)]
pub struct JoinError;

impl JoinError {
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self)
    }
}

impl fmt::Display for JoinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cancelled")
    }
}

impl Error for JoinError {}

/// The data that a task and its handles share.
struct Shared {
    id: Id,
    state: Mutex<State>,
    aborted: Condvar,
}

#[derive(Default)]
struct State {
    is_aborted: bool,
    is_finished: bool,
    join_waker: Option<Waker>,
}

/// The outcome of a task, until its handle returns it. No other lock is taken under this one, so no thread waits for
/// it.
type Outcome<T> = Arc<std::sync::Mutex<Option<Result<T, JoinError>>>>;

/// The side of a task that a thread of the model runs.
pub struct Running<T> {
    shared: Arc<Shared>,
    outcome: Outcome<T>,
}

pub struct JoinHandle<T> {
    shared: Arc<Shared>,
    outcome: Outcome<T>,
}

#[derive(Clone)]
pub struct AbortHandle(Arc<Shared>);

/// Makes a task.
pub fn task<T>() -> (Running<T>, JoinHandle<T>) {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let shared = Arc::new(Shared {
        id: Id(NEXT.fetch_add(1, Ordering::Relaxed)),
        state: Mutex::default(),
        aborted: Condvar::new(),
    });
    let outcome = Outcome::default();
    let running = Running {
        shared: shared.clone(),
        outcome: outcome.clone(),
    };
    (running, JoinHandle { shared, outcome })
}

loom::thread_local! {
    static CURRENT: Cell<Option<Id>> = Cell::new(None);
}

/// Returns the id of the task that this thread runs: *id is set*.
pub fn try_id() -> Option<Id> {
    CURRENT.with(Cell::get)
}

impl<T> Running<T> {
    /// Runs code as a poll or the destructor of the coroutine would.
    pub fn run<R>(&self, body: impl FnOnce() -> R) -> R {
        let before = CURRENT.with(|current| current.replace(Some(self.shared.id)));
        let result = body();
        CURRENT.with(|current| current.set(before));
        result
    }

    /// Ends the task with a value, unless it was aborted.
    pub fn end(self, value: T) {
        let is_aborted = self.shared.state.lock().unwrap().is_aborted;
        self.end_with(if is_aborted {
            Err(JoinError)
        } else {
            Ok(value)
        });
    }

    /// Ends the task as soon as it is aborted.
    pub fn end_when_aborted(self) {
        let mut state = self.shared.state.lock().unwrap();
        while !state.is_aborted {
            state = self.shared.aborted.wait(state).unwrap();
        }
        drop(state);
        self.end_with(Err(JoinError));
    }

    fn end_with(self, outcome: Result<T, JoinError>) {
        *self.outcome.lock().unwrap() = Some(outcome);
        let join_waker = {
            let mut state = self.shared.state.lock().unwrap();
            state.is_finished = true;
            state.join_waker.take()
        };
        if let Some(join_waker) = join_waker {
            join_waker.wake(); // *finished before woken*, *woken once*
        }
    }
}

impl<T> JoinHandle<T> {
    pub fn id(&self) -> Id {
        self.shared.id
    }

    pub fn is_finished(&self) -> bool {
        self.shared.state.lock().unwrap().is_finished
    }

    pub fn abort_handle(&self) -> AbortHandle {
        AbortHandle(self.shared.clone())
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let waker = context.waker().clone();
        let mut state = self.shared.state.lock().unwrap();
        if state.is_finished {
            drop(state);
            let outcome = self.outcome.lock().unwrap().take();
            return Poll::Ready(outcome.expect("output is given once")); // *finished is ready*
        }
        let old = state.join_waker.replace(waker);
        drop(state);
        drop(old); // *old waker is dropped*
        Poll::Pending
    }
}

/// The output that was not returned, and the waker that will not be woken, are dropped with the handle.
impl<T> Drop for JoinHandle<T> {
    fn drop(&mut self) {
        let mut state = self.shared.state.lock().unwrap();
        let unneeded = mem::take(&mut state.join_waker);
        drop(state);
        drop(unneeded);
        let output = self.outcome.lock().unwrap().take();
        drop(output);
    }
}

impl AbortHandle {
    pub fn id(&self) -> Id {
        self.0.id
    }

    pub fn is_finished(&self) -> bool {
        self.0.state.lock().unwrap().is_finished
    }

    pub fn abort(&self) {
        self.0.state.lock().unwrap().is_aborted = true;
        self.0.aborted.notify_one();
    }
}

/// The cooperative budget, which never runs out.
pub mod coop {
    use std::task::{Context, Poll};

    pub struct Turn;

    impl Turn {
        pub fn made_progress(&self) {
            let Self = self;
        }
    }

    pub fn poll_proceed(_: &mut Context<'_>) -> Poll<Turn> {
        Poll::Ready(Turn)
    }

    pub fn has_budget_remaining() -> bool {
        true
    }

    pub fn unconstrained<F>(future: F) -> F {
        future
    }
}
