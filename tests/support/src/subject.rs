//! What is a child that ends when and how a test wants it to, and tells how it did?

use std::future;
use std::thread;

use ensure_future::graceful;
use tokio::sync::oneshot;
use tokio::task::{AbortHandle, JoinError, yield_now};

pub use crate::reachable::Reachable;
use crate::{alive_tasks, text};

/// What a child returns. To most functions, an `Err` is a value like any other.
pub type Outcome = Result<u8, &'static str>;

pub const VALUE: u8 = 42;
pub const ERROR: &str = "the child's own error";
pub const PANIC: &str = "the child's own panic";

/// What becomes of a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Value,
    Error,
    Panic,
    Cancellation,
}

impl End {
    pub fn of(result: Result<Outcome, JoinError>) -> Self {
        match result {
            Ok(outcome) => Self::of_outcome(&outcome),
            Err(error) if error.is_cancelled() => Self::Cancellation,
            Err(error) => {
                assert_eq!(text(&*error.into_panic()), PANIC);
                Self::Panic
            }
        }
    }

    fn of_outcome(outcome: &Outcome) -> Self {
        match outcome {
            Ok(value) => {
                assert_eq!(*value, VALUE);
                Self::Value
            }
            Err(error) => {
                assert_eq!(*error, ERROR);
                Self::Error
            }
        }
    }
}

/// What brings the end of a child about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Returns,
    Fails,
    Panics,
    /// By its `AbortHandle`.
    IsAborted,
    /// By `Task::cancel`. Only the owner of a task can do that, and so it is done before the task is passed on; but the
    /// child is a `graceful` one, and accepts it only when it is told to.
    IsCancelled,
    /// It is a `graceful` one that nobody tells to end: when it is asked to, it returns.
    Listens,
}

impl Way {
    pub fn end(self) -> End {
        match self {
            Self::Returns | Self::Listens => End::Value,
            Self::Fails => End::Error,
            Self::Panics => End::Panic,
            Self::IsAborted | Self::IsCancelled => End::Cancellation,
        }
    }
}

/// Makes a child, and what the test has of it.
pub async fn subject<F: Reachable>(way: Way) -> (F::Child, Subject) {
    let (started, running) = oneshot::channel();
    let (tell, told) = oneshot::channel();
    let (witness, receiver) = oneshot::channel();
    let life = Life {
        started: Some(started),
        told,
        witness: Some(witness),
        end: End::Cancellation,
    };
    let child = match way {
        Way::IsCancelled => F::begin(life.until_it_accepts()),
        Way::Listens => F::begin(life.until_it_is_asked()),
        _ => F::begin(life.until_it_ends(way)),
    };
    let mut subject = Subject {
        way,
        tell: Some(tell),
        running: Some(running),
        receiver,
        end: None,
        handle: F::abort_handle(&child),
    };
    if way != Way::IsCancelled {
        return (child, subject);
    }
    subject.started().await;
    (F::cancel(child), subject)
}

/// What is in the child. Its destructor tells how the child has ended.
struct Life {
    started: Option<oneshot::Sender<()>>,
    told: oneshot::Receiver<()>,
    witness: Option<oneshot::Sender<End>>,
    /// What is not told to end, and is dropped, was cancelled.
    end: End,
}

impl Life {
    async fn until_it_ends(mut self, way: Way) -> Outcome {
        self.until_told().await;
        let outcome = match way {
            Way::Returns => Ok(VALUE),
            Way::Fails => Err(ERROR),
            Way::Panics => panic!("{PANIC}"),
            _ => unreachable!("it is not told"),
        };
        self.end = End::of_outcome(&outcome);
        outcome
    }

    async fn until_it_accepts(mut self) -> Outcome {
        graceful(async |cancel| {
            self.until_told().await;
            cancel.accept().await
        })
        .await
    }

    async fn until_it_is_asked(mut self) -> Outcome {
        graceful(async |cancel| {
            self.begins();
            cancel.requested().await;
            self.end = End::Value;
        })
        .await;
        Ok(VALUE)
    }

    fn begins(&mut self) {
        let started = self.started.take().expect("it begins once");
        let _ = started.send(()); // not every test wants to know
    }

    async fn until_told(&mut self) {
        self.begins();
        if (&mut self.told).await.is_err() {
            future::pending::<()>().await;
        }
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        let end = if thread::panicking() {
            End::Panic
        } else {
            self.end
        };
        let witness = self.witness.take().expect("it ends once");
        let _ = witness.send(end); // not every test wants to know
    }
}

/// The test's end of a child.
pub struct Subject {
    way: Way,
    tell: Option<oneshot::Sender<()>>,
    running: Option<oneshot::Receiver<()>>,
    receiver: oneshot::Receiver<End>,
    end: Option<End>,
    handle: Option<AbortHandle>,
}

impl Subject {
    /// Waits until the child runs.
    pub async fn started(&mut self) {
        if let Some(running) = self.running.take() {
            running.await.expect("the child runs");
        }
    }

    /// Brings the child's end about.
    pub fn end(&mut self) {
        if self.way == Way::IsAborted {
            self.handle.as_ref().expect("a task").abort();
        } else {
            let tell = self.tell.take().expect("it is ended once");
            tell.send(()).expect("the child is there");
        }
    }

    /// Ends the child, and waits until its task has told those who await it: tokio counts it until then.
    ///
    /// The task is to be the only one that ends meanwhile.
    pub async fn end_and_tell(&mut self) {
        let before = alive_tasks();
        self.end();
        assert_eq!(self.ended().await, self.way.end());
        while alive_tasks() == before {
            yield_now().await;
        }
    }

    /// Whether the child has ended, destructors and all.
    pub fn has_ended(&mut self) -> bool {
        self.end = self.end.or_else(|| self.receiver.try_recv().ok());
        self.end.is_some()
    }

    /// Waits until the child has ended, destructors and all, and says how it did.
    pub async fn ended(&mut self) -> End {
        if !self.has_ended() {
            let end = (&mut self.receiver).await;
            self.end = Some(end.expect("each child has a witness"));
        }
        while self.handle.as_ref().is_some_and(|task| !task.is_finished()) {
            yield_now().await;
        }
        self.end.expect("it was set")
    }
}
