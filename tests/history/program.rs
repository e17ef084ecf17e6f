//! Programs: trees of operations, each of which is a coroutine.

use ensure_future::ReturnWhen;

/// A time in milliseconds of the paused clock.
pub(crate) type Millis = u64;

/// An operation, and its number in the program.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// The number of the root is 1. An operation comes before its children.
    pub(crate) number: usize,
    pub(crate) op: Op,
}

#[derive(Clone, Debug)]
pub(crate) enum Op {
    /// Returns a value after some time.
    Returns(Millis),
    /// Returns an error after some time.
    Fails(Millis),
    /// Panics after some time.
    Panics(Millis),
    /// Returns a value after some yields, which take no time.
    Yields(u8),
    /// Awaits a promise, which is resolved or dropped after some time.
    Promises {
        after: Millis,
        resolves: bool,
    },
    /// A graceful coroutine, which returns a value after some time unless it is cancelled meanwhile. It is always the
    /// whole coroutine of a task.
    Graceful {
        work: Millis,
        clean_up: Millis,
        end: CleanUp,
    },
    /// Awaits coroutines in place, one after the other, until one returns an error.
    InOrder(Vec<Node>),
    One(One, Form, Box<Node>),
    Several(Several, Form, Vec<Node>),
    /// A group around a body, which is awaited in place. The children are added before the body begins.
    Scope {
        limit: Option<Limit>,
        /// Whether the body is a region that must finish.
        finishes: bool,
        form: Form,
        children: Vec<Node>,
        body: Box<Node>,
    },
}

/// What a graceful coroutine does when it is cancelled.
#[derive(Clone, Copy, Debug)]
pub(crate) enum CleanUp {
    /// After the time of its clean-up, the coroutine returns a value, returns an error, panics, or ends as cancelled.
    Returns,
    Fails,
    Panics,
    Accepts,
    /// The coroutine goes on with its work.
    Ignores,
}

/// The form in which a child is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Coroutine,
    Task,
    /// tokio's `JoinHandle`.
    Handle,
    /// A `LocalTask`, for operations that [take one](One::takes_local).
    Local,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Limit {
    /// A timeout that starts now.
    In(Millis),
    /// A deadline at this distance from now.
    At(Millis),
}

/// An operation on one child.
#[derive(Clone, Copy, Debug)]
pub(crate) enum One {
    /// `task.await`.
    Awaits,
    /// Awaits the child as [`InPlace`](ensure_future::InPlace) does.
    InPlace,
    WaitsFor(Limit),
    /// tokio's `timeout` of `task.await`, which drops the await.
    TimesOut(Millis),
    /// tokio's `timeout` of `(&mut task).await`, and then `task.await`.
    Watches(Millis),
    /// tokio's `timeout` of a shield.
    Shields(Millis),
    /// tokio's `timeout` of a shared task, and then an await of another clone.
    Shares(Millis),
    /// `cancel_and_wait` after some time.
    Cancels(Millis),
    /// Another task cancels the child by a `CancelHandle` after some time.
    CancelledByHandle(Millis),
    /// `TaskGroup::start`: the child reports after some time that it is ready.
    Starts(Millis),
    /// Drops the task.
    Detaches,
}

/// An operation on several children.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Several {
    Gather,
    TryGather,
    RaceOk,
    Wait(ReturnWhen, Option<Millis>),
    /// Draws this number of outcomes and drops the stream.
    AsCompleted {
        draws: usize,
    },
    Buffered(Buffer),
    BufferUnordered(Buffer),
    /// A factory creates one child at a time, until a child returns a value.
    Retry,
    Group(GroupEnd),
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Buffer {
    pub(crate) limit: usize,
    pub(crate) draws: usize,
    /// Whether children are created when they are drawn.
    pub(crate) is_lazy: bool,
}

/// How a group ends.
#[derive(Clone, Copy, Debug)]
pub(crate) enum GroupEnd {
    Join,
    /// The group is cancelled after some time, and joined.
    Cancel(Millis),
    /// The group is joined, and a token cancels it after some time.
    Token(Millis),
    /// The group is dropped after some time.
    Drop(Millis),
}

impl Node {
    pub(crate) fn children(&self) -> Vec<&Self> {
        match &self.op {
            Op::InOrder(children) | Op::Several(_, _, children) => children.iter().collect(),
            Op::One(_, _, child) => vec![child],
            Op::Scope { children, body, .. } => children.iter().chain([&**body]).collect(),
            _ => Vec::new(),
        }
    }

    fn children_mut(&mut self) -> Vec<&mut Self> {
        match &mut self.op {
            Op::InOrder(children) | Op::Several(_, _, children) => children.iter_mut().collect(),
            Op::One(_, _, child) => vec![child],
            Op::Scope { children, body, .. } => children.iter_mut().chain([&mut **body]).collect(),
            _ => Vec::new(),
        }
    }

    /// The same program with tasks in place of local tasks, for a runtime without those.
    pub(crate) fn without_local(mut self) -> Self {
        for child in self.children_mut() {
            *child = child.clone().without_local();
        }
        if let Op::One(_, form @ Form::Local, _) = &mut self.op {
            *form = Form::Task;
        }
        self
    }

    /// Numbers the operations of a program.
    pub(crate) fn numbered(mut self) -> Self {
        self.number_from(&mut 1);
        self
    }

    fn number_from(&mut self, next: &mut usize) {
        self.number = *next;
        *next += 1;
        for child in self.children_mut() {
            child.number_from(next);
        }
    }

    /// The operation and all operations below it, in the order of their numbers.
    pub(crate) fn all(&self) -> Vec<&Self> {
        let mut all = vec![self];
        all.extend(self.children().into_iter().flat_map(Self::all));
        all
    }
}

impl From<Op> for Node {
    fn from(op: Op) -> Self {
        Self { number: 0, op }
    }
}

impl One {
    /// Whether the operation takes a child as a `LocalTask`.
    pub(crate) fn takes_local(self) -> bool {
        !matches!(
            self,
            Self::WaitsFor(_) | Self::Shields(_) | Self::Shares(_) | Self::Starts(_)
        )
    }
}

impl Limit {
    pub(crate) fn millis(self) -> Millis {
        match self {
            Self::In(millis) | Self::At(millis) => millis,
        }
    }
}
