//! Operations with one child.

use super::{Model, NEVER, Owner, Run};
use crate::outcome::{Given, Outcome, passed_on};
use crate::program::{Form, Millis, Node, One, Op};

impl Model {
    pub(super) fn one(&self, mut owner: Owner, one: One, form: Form, child: &Node) -> Run {
        let (start, cancel) = (owner.start, owner.cancel);
        match one {
            One::Awaits => {
                let run = self.run(child, start, cancel);
                let (end, outcome) = owner.ties(run, form, cancel);
                owner.passes_on(end, outcome)
            }
            One::InPlace => self.in_place(owner, form, child),
            One::WaitsFor(limit) => self.waits_for(owner, start + limit.millis(), form, child),
            One::TimesOut(limit) => {
                let limit = start + limit;
                let run = self.run(child, start, limit.min(cancel));
                let (end, outcome) = owner.ties(run, form, limit.min(cancel));
                self.within(owner, limit, end, outcome)
            }
            One::Watches(limit) => self.watches(owner, start + limit, form, child),
            // The child runs on (4.5).
            One::Shields(limit) => {
                let run = self.run(child, start, NEVER);
                let (end, outcome) = self.watched(&mut owner, run, cancel.min(start + limit));
                self.within(owner, start + limit, end, outcome)
            }
            One::Shares(limit) => {
                let run = self.run(child, start, NEVER);
                let (end, outcome) = self.watched(&mut owner, run, cancel);
                if end >= cancel {
                    return owner.cancelled();
                }
                let is_in_time = self.is_before(end, start + limit);
                let first = is_in_time.then(|| outcome.clone());
                let first = first.unwrap_or(Outcome::TimedOut);
                owner.returns(end, Ok(vec![(0, first), (0, outcome)]))
            }
            One::Cancels(after) => self.cancels(owner, start + after, form, child),
            One::CancelledByHandle(after) => {
                let at = start + after;
                let run = self.run(child, start, at.min(cancel));
                if run.end >= at {
                    self.is_before(at, cancel); // the first cancellation decides
                }
                let (end, outcome) = owner.ties(run, form, cancel);
                owner.passes_on(end, outcome)
            }
            One::Starts(after) => self.starts(owner, start + after, child),
            One::Detaches => {
                owner.lets_go(self.run(child, start, NEVER));
                owner.returns(start, Ok(Vec::new()))
            }
        }
    }

    /// Takes the end and the outcome of a child that runs on when its await is dropped at this time (3.1).
    pub(super) fn watched(
        &self,
        owner: &mut Owner,
        run: Run,
        dropped: Millis,
    ) -> (Millis, Outcome) {
        if self.is_before(run.end, dropped) {
            owner.takes(run)
        } else {
            owner.lets_go(run)
        }
    }

    /// Ends with the child, or at a limit of tokio's `timeout`.
    fn within(&self, owner: Owner, limit: Millis, end: Millis, outcome: Outcome) -> Run {
        if end < limit.min(owner.cancel) {
            owner.returns(end, passed_on(outcome))
        } else if self.is_before(limit, owner.cancel) {
            owner.returns(limit, passed_on(Outcome::TimedOut))
        } else {
            owner.cancelled()
        }
    }

    fn in_place(&self, mut owner: Owner, form: Form, child: &Node) -> Run {
        let (start, cancel) = (owner.start, owner.cancel);
        let (end, outcome) = match form {
            Form::Coroutine => owner.takes(self.run(child, start, cancel)),
            Form::Task | Form::Local => owner.ties(self.run(child, start, cancel), form, cancel),
            Form::Handle => {
                let run = self.run(child, start, NEVER);
                self.is_before(run.end, cancel);
                owner.lets_go(run)
            }
        };
        let outcome = match outcome {
            Outcome::Panicked if end < cancel && form == Form::Coroutine => {
                return owner.panics(end);
            }
            Outcome::Panicked => Outcome::Error(Given(0, vec![(0, Outcome::Panicked)])),
            other => other,
        };
        owner.passes_on(end, outcome)
    }

    /// At the limit, cancels the child. Then waits for the end of the child and of everything that it leaves behind
    /// (4.3).
    fn waits_for(&self, mut owner: Owner, limit: Millis, form: Form, child: &Node) -> Run {
        let (start, cancel) = (owner.start, owner.cancel);
        let limit = if is_due(child, start, limit) {
            NEVER
        } else {
            limit
        };
        let run = self.run(child, start, limit.min(cancel));
        if run.end < limit.min(cancel) || !self.is_before(limit, cancel) {
            let (end, outcome) = owner.ties(run, form, cancel);
            return owner.passes_on(end, outcome);
        }
        let over = run.over();
        if !self.is_before(over, cancel) {
            owner.ties(run, form, cancel);
            return owner.cancelled();
        }
        let outcome = match owner.lets_go(run).1 {
            Outcome::Cancelled => Outcome::TimedOut,
            other => other,
        };
        owner.returns(over, passed_on(outcome))
    }

    /// The first await does not tie the child. The second does (3.2).
    fn watches(&self, mut owner: Owner, limit: Millis, form: Form, child: &Node) -> Run {
        let (start, cancel) = (owner.start, owner.cancel);
        let run = self.run(child, start, NEVER);
        if self.is_before(run.end, limit.min(cancel)) {
            let (end, outcome) = owner.takes(run);
            return owner.returns(end, passed_on(outcome));
        }
        if !self.is_before(limit, cancel) {
            owner.lets_go(run);
            return owner.cancelled();
        }
        let run = self.run(child, start, cancel);
        let (end, outcome) = owner.ties(run, form, cancel);
        owner.passes_on(end, outcome)
    }

    /// Waits for the end of the child and of everything that it leaves behind (4.3).
    fn cancels(&self, mut owner: Owner, at: Millis, form: Form, child: &Node) -> Run {
        let (start, cancel) = (owner.start, owner.cancel);
        if !self.is_before(at, cancel) {
            owner.lets_go(self.run(child, start, NEVER)); // the child is detached
            return owner.cancelled();
        }
        let run = self.run(child, start, at);
        let over = run.over().max(at);
        if !self.is_before(over, cancel) {
            owner.ties(run, form, cancel);
            return owner.cancelled();
        }
        let (_, outcome) = owner.lets_go(run);
        owner.returns(over, passed_on(outcome))
    }

    /// A group with one child, which is ready at some time unless it has ended by then.
    fn starts(&self, mut owner: Owner, ready: Millis, child: &Node) -> Run {
        let (start, cancel) = (owner.start, owner.cancel);
        let run = self.run(child, start, cancel);
        let (end, over) = (run.end, run.over());
        let is_ready = self.is_before(ready, end);
        let outcome = run.outcome.clone();
        owner.leaves_all(vec![run]);
        if end >= cancel || (is_ready && !self.is_before(over, cancel)) {
            return owner.cancelled();
        }
        match outcome {
            outcome if is_ready => owner.returns(over, passed_on(outcome)),
            Outcome::Panicked => owner.panics(end),
            Outcome::Value(_) => owner.returns(end, Err(Vec::new())), // the child was never ready
            outcome => owner.returns(end, passed_on(outcome)),
        }
    }
}

/// Whether a coroutine ends by itself exactly at the limit. Then its result is returned (2.5).
pub(super) fn is_due(child: &Node, start: Millis, limit: Millis) -> bool {
    match child.op {
        Op::Returns(after) | Op::Fails(after) | Op::Panics(after) => start + after == limit,
        _ => false,
    }
}

impl Owner {
    /// Passes on the outcome of the child, if the child has ended before the operation is cancelled.
    fn passes_on(self, end: Millis, outcome: Outcome) -> Run {
        if end < self.cancel {
            self.returns(end, passed_on(outcome))
        } else {
            self.cancelled()
        }
    }
}
