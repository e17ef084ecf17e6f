//! A sequential model of the contracts, without tokio. The numbers in parentheses are those of the contracts.
//!
//! An operation begins at some time, and may be cancelled at some time. Nothing else around the operation matters, so
//! [`Model::run`] computes its outcome and its end from these two times. An owner that cancels its children first runs
//! them without a cancellation, to find the time at which it cancels. Then it runs those children again that have not
//! ended by that time.
//!
//! If two events happen at the same time, the contracts often leave their order open: this is a *tie*. The model notes
//! the tie, and its prediction then holds for one of the orders.

mod drawing;
mod groups;
mod one;
mod several;

use std::cell::Cell;

use crate::outcome::{Body, Children, Given, Outcome, Output, passed_on};
use crate::program::{CleanUp, Form, Millis, Node, Op, Several};

/// Later than every time.
pub(crate) const NEVER: Millis = Millis::MAX;

/// The fate of a coroutine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fate {
    /// The time of its first poll.
    pub(crate) starts: Option<Millis>,
    pub(crate) returns: Option<Output>,
    /// The time at which it is dropped, which is its end.
    pub(crate) ends: Millis,
}

/// The run of an operation.
pub(crate) struct Run {
    pub(crate) end: Millis,
    pub(crate) outcome: Outcome,
    /// The time at which everything has ended that it leaves behind.
    pub(crate) gone: Millis,
    /// The fates of its coroutine and of all coroutines below, by number.
    pub(crate) fates: Vec<(usize, Fate)>,
}

#[derive(Default)]
pub(crate) struct Model {
    has_tie: Cell<bool>,
}

impl Model {
    pub(crate) fn has_tie(&self) -> bool {
        self.has_tie.get()
    }

    /// Compares two times that don't depend on each other.
    fn is_before(&self, time: Millis, other: Millis) -> bool {
        if time == other && time != NEVER {
            self.has_tie.set(true);
        }
        time < other
    }

    /// Runs an operation that begins at one time and is cancelled at another time, unless it has ended by then (4.1).
    pub(crate) fn run(&self, node: &Node, start: Millis, cancel: Millis) -> Run {
        if !self.is_before(start, cancel) {
            return Run::unstarted(node, start);
        }
        let owner = Owner {
            number: node.number,
            start,
            cancel,
            gone: start,
            fates: Vec::new(),
        };
        match &node.op {
            Op::Returns(after) => self.leaf(owner, start + after, |owner, end| {
                owner.returns(end, Ok(Vec::new()))
            }),
            Op::Fails(after) => self.leaf(owner, start + after, |owner, end| {
                owner.returns(end, Err(Vec::new()))
            }),
            Op::Panics(after) => self.leaf(owner, start + after, Owner::panics),
            Op::Yields(_) => owner.returns(start, Ok(Vec::new())),
            Op::Promises { after, resolves } => self.leaf(owner, start + after, |owner, end| {
                let value = Outcome::Value(Given(0, Vec::new()));
                let outcome = if *resolves { value } else { Outcome::Cancelled };
                owner.returns(end, passed_on(outcome))
            }),
            Op::Graceful {
                work,
                clean_up,
                end,
            } => self.graceful(owner, start + work, *clean_up, *end),
            Op::InOrder(steps) => self.in_order(owner, steps),
            Op::One(one, form, child) => self.one(owner, *one, *form, child),
            Op::Several(Several::Group(end), _, children) => self.group(owner, *end, children),
            Op::Several(several, form, children) => self.several(owner, *several, *form, children),
            Op::Scope {
                limit,
                finishes,
                children,
                body,
                ..
            } => {
                let limit = limit.map_or(NEVER, |limit| start + limit.millis());
                let members: Vec<_> = children.iter().chain([&**body]).collect();
                self.scope(owner, limit, *finishes, &members)
            }
        }
    }

    fn leaf(&self, owner: Owner, end: Millis, ends: impl FnOnce(Owner, Millis) -> Run) -> Run {
        if self.is_before(end, owner.cancel) {
            ends(owner, end)
        } else {
            owner.cancelled()
        }
    }

    /// Runs a graceful coroutine, which is asked and decides how to end (4.2).
    fn graceful(&self, owner: Owner, end: Millis, clean_up: Millis, then: CleanUp) -> Run {
        if self.is_before(end, owner.cancel) || matches!(then, CleanUp::Ignores) {
            return owner.returns(end, Ok(Vec::new()));
        }
        let end = owner.cancel + clean_up;
        match then {
            CleanUp::Returns | CleanUp::Ignores => owner.returns(end, Ok(Vec::new())),
            CleanUp::Fails => owner.returns(end, Err(Vec::new())),
            CleanUp::Panics => owner.panics(end),
            CleanUp::Accepts => owner.cancelled_at(end),
        }
    }

    /// Runs steps in order. A panic of a step unwinds through the whole operation (5.2).
    fn in_order(&self, mut owner: Owner, steps: &[Node]) -> Run {
        let mut now = owner.start;
        let mut given = Vec::new();
        for (index, step) in steps.iter().enumerate() {
            let run = self.run(step, now, owner.cancel);
            let (end, outcome) = owner.takes(run);
            if end >= owner.cancel {
                return owner.cancelled();
            }
            now = end;
            match outcome {
                Outcome::Panicked => return owner.panics(now),
                Outcome::Value(_) => given.push((index, outcome)),
                _ => {
                    given.push((index, outcome));
                    return owner.returns(now, Err(given));
                }
            }
        }
        owner.returns(now, Ok(given))
    }

    /// Runs a child again if its owner cancels it before it ends.
    fn cut(&self, run: Run, child: &Node, start: Millis, cancel: Millis) -> Run {
        if self.is_before(run.end, cancel) {
            run
        } else {
            self.run(child, start, cancel)
        }
    }
}

impl Run {
    /// The run of a coroutine that is dropped before its first poll.
    fn unstarted(node: &Node, dropped: Millis) -> Self {
        let fate = Fate {
            starts: None,
            returns: None,
            ends: dropped,
        };
        Self {
            end: dropped,
            outcome: Outcome::Cancelled,
            gone: dropped,
            fates: vec![(node.number, fate)],
        }
    }

    /// The time at which the operation and everything that it leaves behind have ended.
    fn over(&self) -> Millis {
        self.end.max(self.gone)
    }
}

/// An operation that runs, as the owner of its children.
struct Owner {
    number: usize,
    start: Millis,
    cancel: Millis,
    gone: Millis,
    fates: Vec<(usize, Fate)>,
}

impl Owner {
    fn returns(self, end: Millis, body: Body) -> Run {
        let given = |children: Children| Given(self.number, children);
        let output = body.map(given).map_err(given);
        let outcome = match output.clone() {
            Ok(given) => Outcome::Value(given),
            Err(given) => Outcome::Error(given),
        };
        self.ends(end, outcome, Some(output))
    }

    fn panics(self, end: Millis) -> Run {
        self.ends(end, Outcome::Panicked, None)
    }

    fn cancelled(self) -> Run {
        let cancel = self.cancel;
        self.cancelled_at(cancel)
    }

    fn cancelled_at(self, end: Millis) -> Run {
        self.ends(end, Outcome::Cancelled, None)
    }

    fn ends(mut self, end: Millis, outcome: Outcome, returns: Option<Output>) -> Run {
        let fate = Fate {
            starts: Some(self.start),
            returns,
            ends: end,
        };
        self.fates.push((self.number, fate));
        Run {
            end,
            outcome,
            gone: self.gone,
            fates: self.fates,
        }
    }

    /// Takes the end and the outcome of a child that runs on when the operation is dropped (3.1), or of which nothing
    /// is left.
    fn lets_go(&mut self, run: Run) -> (Millis, Outcome) {
        self.fates.extend(run.fates);
        (run.end, run.outcome)
    }

    /// Takes the end and the outcome of a child. Everything that the child leaves behind now belongs to this operation.
    fn takes(&mut self, run: Run) -> (Millis, Outcome) {
        self.gone = self.gone.max(run.gone);
        self.lets_go(run)
    }

    /// Takes the end and the outcome of a child. If the child has not ended at the given time, its await is dropped
    /// (3.2). The child is then left behind, unless it is a task whose handle came from elsewhere.
    fn ties(&mut self, run: Run, form: Form, dropped: Millis) -> (Millis, Outcome) {
        if run.end < dropped {
            self.gone = self.gone.max(run.gone);
        } else if form != Form::Handle {
            self.gone = self.gone.max(run.over());
        }
        self.lets_go(run)
    }
}
