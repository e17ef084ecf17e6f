//! The history of a program: the events of its coroutines, with their times.

use std::cell::RefCell;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::task::{Id, try_id};
use tokio::time::Instant;

use crate::outcome::{Added, Body, Given, Output};
use crate::program::Millis;

/// The coroutine of an operation.
pub(crate) type Coroutine = Pin<Box<dyn Future<Output = Output> + Send>>;

#[derive(Clone, Debug)]
pub(crate) struct Event {
    /// The number of the coroutine.
    pub(crate) number: usize,
    pub(crate) at: Millis,
    pub(crate) what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    IsMade,
    /// The coroutine is first polled, in this task.
    Starts(Option<Id>),
    Returns(Output),
    IsDropped,
    /// A group refuses the coroutine, since the group has failed on another thread meanwhile.
    IsRefused,
}

/// The events of a running program, in order.
#[derive(Clone)]
pub(crate) struct History {
    beginning: Instant,
    /// The real time of a program's millisecond.
    milli: Duration,
    events: Arc<Mutex<Vec<Event>>>,
}

thread_local! {
    /// The history of the program on this thread's runtime.
    static CURRENT: RefCell<Option<History>> = const { RefCell::new(None) };
}

impl History {
    pub(crate) fn beginning_now(milli: Duration) -> Self {
        Self {
            beginning: Instant::now(),
            milli,
            events: Arc::default(),
        }
    }

    /// Makes this thread record its events here.
    pub(crate) fn enter(&self) {
        CURRENT.set(Some(self.clone()));
    }

    pub(crate) fn events(&self) -> Vec<Event> {
        self.events.lock().unwrap().clone()
    }

    pub(crate) fn now(&self) -> Millis {
        let elapsed = self.beginning.elapsed().as_millis();
        elapsed.try_into().expect("programs are shorter")
    }

    fn note(&self, number: usize, what: What) {
        let at = self.now();
        self.events.lock().unwrap().push(Event { number, at, what });
    }
}

fn note(number: usize, what: What) {
    with_current(|history| history.note(number, what));
}

/// Records whether a group takes a child.
pub(crate) fn added(number: usize, child: Added) -> Added {
    if child.is_err() {
        note(number, What::IsRefused);
    }
    child
}

/// A program's time in real time.
pub(crate) fn ms(millis: Millis) -> Duration {
    let millis = u32::try_from(millis).expect("programs are shorter");
    with_current(|history| history.milli * millis)
}

fn with_current<T>(f: impl FnOnce(&History) -> T) -> T {
    CURRENT.with_borrow(|history| f(history.as_ref().expect("a program runs")))
}

/// Makes the coroutine of an operation, which records its events.
pub(crate) fn watch(number: usize, body: impl Future<Output = Body> + Send + 'static) -> Coroutine {
    let watched = Watched::new(number);
    Box::pin(async move {
        watched.note(What::Starts(try_id()));
        let children = body.await;
        let given = |children| Given(watched.0, children);
        let output = children.map(given).map_err(given);
        watched.note(What::Returns(output.clone()));
        output
    })
}

struct Watched(usize);

impl Watched {
    fn new(number: usize) -> Self {
        note(number, What::IsMade);
        Self(number)
    }

    fn note(&self, what: What) {
        note(self.0, what);
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.note(What::IsDropped);
    }
}
