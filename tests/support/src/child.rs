//! A child whose end the test decides: how does it end, when, and what is seen of that?

use ensure_future::{Awaitable, Task, create_task, form};
use tokio::sync::oneshot;
use tokio::task::{AbortHandle, Id, JoinError, JoinHandle, yield_now};

use crate::forms::{Coroutine, Form, Running, TokiosHandle};
use crate::{Lifeline, Watch, lifeline};

/// What a child returns.
pub type Returned = Result<u8, &'static str>;

/// How a child ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End {
    Value,
    Error,
    Panic,
    /// By tokio's `AbortHandle`, which only a task has that ran before it was handed over.
    Abort,
    /// By the toolkit's own `cancel()`.
    Cancel,
}

impl End {
    pub const ALL: [Self; 5] = [
        Self::Value,
        Self::Error,
        Self::Panic,
        Self::Abort,
        Self::Cancel,
    ];

    /// Those that are the child's own doing.
    pub const BY_ITSELF: [Self; 3] = [Self::Value, Self::Error, Self::Panic];

    pub fn outcome(self) -> Outcome {
        match self {
            Self::Value => Outcome::Returned(Ok(7)),
            Self::Error => Outcome::Returned(Err("failed")),
            Self::Panic => Outcome::Panicked,
            Self::Abort | Self::Cancel => Outcome::Cancelled,
        }
    }
}

/// When a child ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Time {
    /// Before it is handed over.
    Before,
    /// When it has been, and nobody awaits it yet.
    Handed,
    /// While it is awaited.
    Awaited,
}

impl Time {
    pub const ALL: [Self; 3] = [Self::Before, Self::Handed, Self::Awaited];
}

/// What is seen of a child's end.
#[derive(Debug, PartialEq)]
pub enum Outcome {
    Returned(Returned),
    Panicked,
    Cancelled,
}

impl Outcome {
    pub fn of(result: Result<Returned, &JoinError>) -> Self {
        match result {
            Ok(returned) => Self::Returned(returned),
            Err(error) if error.is_panic() => Self::Panicked,
            Err(_) => Self::Cancelled,
        }
    }
}

/// The test's side of a child.
pub struct Child {
    tell: Option<oneshot::Sender<End>>,
    obeys: oneshot::Receiver<()>,
    watch: Watch,
    /// What aborts it, if it ran before it was handed over.
    remote: Option<AbortHandle>,
}

/// A coroutine that ends as it is told to.
pub fn coroutine() -> (impl Future<Output = Returned> + Send + 'static, Child) {
    let (line, watch) = lifeline();
    let (tell, told) = oneshot::channel();
    let (obeying, obeys) = oneshot::channel();
    let child = Child {
        tell: Some(tell),
        obeys,
        watch,
        remote: None,
    };
    (obey(line, told, obeying), child)
}

async fn obey(
    mut line: Lifeline,
    told: oneshot::Receiver<End>,
    obeying: oneshot::Sender<()>,
) -> Returned {
    line.started();
    let end = told.await;
    let _ = obeying.send(()); // not every test looks
    match end {
        Ok(End::Value) => Ok(7),
        Ok(End::Error) => Err("failed"),
        Ok(End::Panic) => panic!("the child's own words"),
        Ok(_) => unreachable!("nobody is told to be cancelled"),
        Err(_) => Err("let go"),
    }
}

/// The same, in a form.
pub fn child<F: RemoteForm>() -> (impl Awaitable<Task<Returned>, F::Marker>, Child) {
    let (coroutine, mut child) = coroutine();
    let (awaitable, remote) = F::with_remote(coroutine, |_| {});
    child.remote = remote;
    (awaitable, child)
}

/// A child that ended before it was handed over, or `None` if it can't end like that then.
///
/// A coroutine that nobody has scheduled ends with its first turn.
pub async fn ended<F: RemoteForm>(
    end: End,
) -> Option<(impl Awaitable<Task<Returned>, F::Marker>, Child)> {
    let (coroutine, mut child) = coroutine();
    let (awaitable, remote) = F::with_remote(
        coroutine,
        match end {
            End::Cancel => |task| assert!(task.cancel()),
            _ => |_| {},
        },
    );
    child.remote = remote;
    if end == End::Abort && child.remote.is_some() {
        child.started().await;
    }
    let ends = end == End::Cancel && child.remote.is_some() || child.end(end);
    while !child.remote.as_ref().is_none_or(AbortHandle::is_finished) {
        yield_now().await;
    }
    ends.then_some((awaitable, child))
}

impl Child {
    pub async fn started(&mut self) {
        self.watch.started().await;
    }

    /// Has it end, other than by the toolkit's `cancel()`, and returns whether it can.
    pub fn end(&mut self, end: End) -> bool {
        match end {
            End::Value | End::Error | End::Panic => {
                let tell = self.tell.take().expect("it is told once");
                tell.send(end).expect("it is still there");
                true
            }
            End::Abort => {
                let remote = self.remote.as_ref();
                remote.inspect(|remote| remote.abort()).is_some()
            }
            End::Cancel => false,
        }
    }

    /// Which task it is, if it was one before it was handed over.
    pub fn id(&self) -> Option<Id> {
        self.remote.as_ref().map(AbortHandle::id)
    }

    /// Waits until the child's destructors have run.
    pub async fn dropped(self) {
        self.watch.dropped().await;
    }

    /// Checks that the child goes on until it is told to end, and that its destructors run then.
    pub async fn goes_on_until(mut self, end: End) {
        assert!(self.watch.is_alive());
        assert!(self.end(end));
        self.obeys.await.expect("it goes on");
        self.watch.dropped().await;
    }
}

/// A form that also gives what aborts the task, if there is one before it is handed over.
pub trait RemoteForm: Form {
    fn with_remote<T: Send + 'static>(
        coroutine: impl Future<Output = T> + Send + 'static,
        look: fn(&Task<T>),
    ) -> (impl Awaitable<Task<T>, Self::Marker>, Option<AbortHandle>);
}

impl RemoteForm for Coroutine {
    fn with_remote<T: Send + 'static>(
        coroutine: impl Future<Output = T> + Send + 'static,
        _: fn(&Task<T>),
    ) -> (
        impl Awaitable<Task<T>, form::Coroutine>,
        Option<AbortHandle>,
    ) {
        (coroutine, None)
    }
}

impl RemoteForm for Running {
    fn with_remote<T: Send + 'static>(
        coroutine: impl Future<Output = T> + Send + 'static,
        look: fn(&Task<T>),
    ) -> (impl Awaitable<Task<T>, form::Itself>, Option<AbortHandle>) {
        let task = create_task(coroutine);
        look(&task);
        let remote = task.abort_handle();
        (task, Some(remote))
    }
}

impl RemoteForm for TokiosHandle {
    fn with_remote<T: Send + 'static>(
        coroutine: impl Future<Output = T> + Send + 'static,
        look: fn(&Task<T>),
    ) -> (impl Awaitable<Task<T>, form::Running>, Option<AbortHandle>) {
        let task = create_task(coroutine);
        look(&task);
        let remote = task.abort_handle();
        (JoinHandle::from(task), Some(remote))
    }
}
