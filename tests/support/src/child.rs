//! A child that ends when and how the test decides, and reports how it has ended.

use std::borrow::Borrow;
use std::thread;

use ensure_future::graceful;
use tokio::sync::oneshot;
use tokio::task::{AbortHandle, Id, JoinError, yield_now};

use crate::alive_tasks;
use crate::forms::Form;

/// The output of a child. To most functions, an `Err` is a value like any other.
pub type Returned = Result<u8, &'static str>;

pub const VALUE: u8 = 42;
pub const ERROR: &str = "the child's own error";
pub const PANIC: &str = "the child's own panic";

/// A child, in the form in which it is passed to a function.
pub type ChildOf<F> = <F as Form>::Of<Returned>;

/// How a child has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Value,
    Error,
    Panic,
    Cancellation,
}

impl End {
    pub fn of(result: Result<Returned, impl Borrow<JoinError>>) -> Self {
        match result {
            Ok(returned) => Self::of_returned(returned),
            Err(error) => Self::of_error(error.borrow()),
        }
    }

    fn of_returned(returned: Returned) -> Self {
        match returned {
            Ok(value) => {
                assert_eq!(value, VALUE);
                Self::Value
            }
            Err(error) => {
                assert_eq!(error, ERROR);
                Self::Error
            }
        }
    }

    fn of_error(error: &JoinError) -> Self {
        if error.is_cancelled() {
            return Self::Cancellation;
        }
        let message = error.to_string();
        assert!(message.contains(PANIC), "{message}");
        Self::Panic
    }
}

/// What causes the end of a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Returns,
    Fails,
    Panics,
    /// The child's `AbortHandle` aborts it.
    IsAborted,
    /// `Task::cancel` cancels the child before its task is passed on, since only the owner can call this. The child is
    /// a graceful coroutine, and accepts the request when the test tells it to end.
    IsCancelled,
    /// The child is a graceful coroutine, and returns a value when it is asked to end. The test does not end it.
    Listens,
}

impl Way {
    /// The ways that need no other code than the child.
    pub const BY_ITSELF: [Self; 3] = [Self::Returns, Self::Fails, Self::Panics];

    /// The ways in which a test can end a child that runs in a task.
    pub const OF_A_TASK: [Self; 5] = [
        Self::Returns,
        Self::Fails,
        Self::Panics,
        Self::IsAborted,
        Self::IsCancelled,
    ];

    /// The ways in which a test can end a child of this form.
    ///
    /// A coroutine has no task yet, and later its task belongs to the function that it was passed to.
    pub fn all<F: Form>() -> &'static [Self] {
        if F::RUNS {
            &Self::OF_A_TASK
        } else {
            &Self::BY_ITSELF
        }
    }

    pub fn end(self) -> End {
        match self {
            Self::Returns | Self::Listens => End::Value,
            Self::Fails => End::Error,
            Self::Panics => End::Panic,
            Self::IsAborted | Self::IsCancelled => End::Cancellation,
        }
    }
}

/// Creates a child in this form, and the test's side of it.
pub async fn child<F: Form>(way: Way) -> (ChildOf<F>, Child) {
    let (life, mut child) = life(way);
    let awaitable = match way {
        Way::IsCancelled => F::of(life.until_it_accepts()),
        Way::Listens => F::of(life.until_it_is_asked()),
        _ => F::of(life.until_it_ends(way)),
    };
    child.handle = F::abort_handle(&awaitable);
    if way != Way::IsCancelled {
        return (awaitable, child);
    }
    child.started().await;
    (F::cancel(awaitable), child)
}

/// Creates a child as a coroutine, and the test's side of it. The test has to abort or cancel its task itself.
pub fn coroutine(way: Way) -> (impl Future<Output = Returned> + Send + 'static, Child) {
    let (life, child) = life(way);
    (life.until_it_ends(way), child)
}

fn life(way: Way) -> (Life, Child) {
    let (started, running) = oneshot::channel();
    let (tell, told) = oneshot::channel();
    let (witness, receiver) = oneshot::channel();
    let life = Life {
        started: Some(started),
        told,
        witness: Some(witness),
        end: End::Cancellation,
    };
    let child = Child {
        way,
        tell: Some(tell),
        running: Some(running),
        receiver,
        end: None,
        handle: None,
    };
    (life, child)
}

/// The data that the coroutine of a child owns. Its destructor reports how the child has ended.
struct Life {
    started: Option<oneshot::Sender<()>>,
    told: oneshot::Receiver<()>,
    witness: Option<oneshot::Sender<End>>,
    /// A child that is dropped before it ends by itself counts as cancelled.
    end: End,
}

impl Life {
    async fn until_it_ends(mut self, way: Way) -> Returned {
        self.until_told().await;
        let returned = match way {
            Way::Fails => Err(ERROR),
            Way::Panics => panic!("{PANIC}"),
            _ => Ok(VALUE),
        };
        self.end = End::of_returned(returned);
        returned
    }

    async fn until_it_accepts(mut self) -> Returned {
        graceful(async |cancel| {
            self.until_told().await;
            cancel.accept().await
        })
        .await
    }

    async fn until_it_is_asked(mut self) -> Returned {
        graceful(async |cancel| {
            self.begins();
            cancel.requested().await;
            self.end = End::Value;
        })
        .await;
        Ok(VALUE)
    }

    fn begins(&mut self) {
        let started = self.started.take().expect("the child begins once");
        let _ = started.send(()); // not every test waits for it
    }

    /// Waits until the test tells the child to end, or drops its side of the child.
    async fn until_told(&mut self) {
        self.begins();
        let _ = (&mut self.told).await;
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        let end = if thread::panicking() {
            End::Panic
        } else {
            self.end
        };
        let witness = self.witness.take().expect("the child ends once");
        let _ = witness.send(end); // not every test waits for it
    }
}

/// The test's side of a child.
pub struct Child {
    way: Way,
    tell: Option<oneshot::Sender<()>>,
    running: Option<oneshot::Receiver<()>>,
    receiver: oneshot::Receiver<End>,
    end: Option<End>,
    handle: Option<AbortHandle>,
}

impl Child {
    /// The child's task, if the child had a task before it was passed on.
    pub fn id(&self) -> Option<Id> {
        self.handle.as_ref().map(AbortHandle::id)
    }

    /// Waits until the child runs.
    pub async fn started(&mut self) {
        if let Some(running) = self.running.take() {
            running.await.expect("the child runs");
        }
    }

    /// Ends the child in its way, or tells it to end.
    pub fn end(&mut self) {
        if self.way == Way::IsAborted {
            self.handle.as_ref().expect("a task").abort();
        } else {
            let tell = self.tell.take().expect("a child is ended once");
            tell.send(()).expect("the child is still there");
        }
    }

    /// Ends the child, and waits until its task has woken its awaiters: tokio counts the task until then.
    ///
    /// No other task may end meanwhile.
    pub async fn end_and_tell(&mut self) {
        let before = alive_tasks();
        self.end();
        assert_eq!(self.ended().await, self.way.end());
        while alive_tasks() == before {
            yield_now().await;
        }
    }

    /// Whether the child has ended and its destructors have run.
    pub fn has_ended(&mut self) -> bool {
        self.end = self.end.or_else(|| self.receiver.try_recv().ok());
        self.end.is_some()
    }

    /// Waits until the child has ended and its destructors have run, and returns how it has ended.
    pub async fn ended(&mut self) -> End {
        if !self.has_ended() {
            let end = (&mut self.receiver).await;
            self.end = Some(end.expect("each child reports its end"));
        }
        while self.handle.as_ref().is_some_and(|task| !task.is_finished()) {
            yield_now().await;
        }
        self.end.expect("it was set")
    }

    /// Checks that the child runs until the test ends it, and then ends in its way.
    pub async fn goes_on(mut self) {
        self.started().await;
        assert!(!self.has_ended());
        self.end();
        assert_eq!(self.ended().await, self.way.end());
    }
}
