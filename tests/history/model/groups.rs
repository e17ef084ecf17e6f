//! Groups and scopes.

use super::several::first;
use super::{Model, NEVER, Owner, Run};
use crate::outcome::{Children, Outcome};
use crate::program::{GroupEnd, Millis, Node};

impl Model {
    /// A group ends when its children and everything that they leave behind have ended (3.4).
    pub(super) fn group(&self, mut owner: Owner, end: GroupEnd, children: &[Node]) -> Run {
        let (start, cancel) = (owner.start, owner.cancel);
        // The group sleeps first, or is joined at once.
        let (joins, stop) = match end {
            GroupEnd::Join => (start, NEVER),
            GroupEnd::Token(after) => (start, start + after),
            GroupEnd::Cancel(after) | GroupEnd::Drop(after) => (start + after, start + after),
        };
        let children: Vec<_> = children.iter().collect();
        let (runs, stopped) = self.members(&children, start, stop.min(cancel));
        if stopped >= stop {
            self.is_before(stop, cancel); // the first cancellation decides
        }
        let failures = self.failures(&runs);
        let over = runs.iter().map(Run::over).max();
        let over = over.max(Some(joins)).unwrap_or(start);
        let outcomes = owner.leaves_all(runs);
        if !self.is_before(joins, cancel) {
            return owner.cancelled();
        }
        if let GroupEnd::Drop(_) = end {
            return owner.returns(stop, Ok(Vec::new()));
        }
        if !self.is_in_time(over, stopped, cancel) {
            return owner.cancelled();
        }
        owner.gone = over;
        if failures.is_empty() {
            owner.returns(over, Ok(outcomes))
        } else {
            owner.returns(over, Err(failures))
        }
    }

    /// A scope is a group that may time out (4.6). `members` are the children and, as the last, the body.
    pub(super) fn scope(
        &self,
        mut owner: Owner,
        limit: Millis,
        finishes: bool,
        members: &[&Node],
    ) -> Run {
        let (start, cancel) = (owner.start, owner.cancel);
        let (mut runs, stopped) = self.members(members, start, limit.min(cancel));
        let has_failed = stopped < limit.min(cancel);
        if let (Some(body), Some(run)) = (members.last(), runs.last_mut()) {
            if finishes {
                *run = self.run(body, start, cancel); // only the body's owner cancels it
            }
        }
        let body = runs.last().expect("there is a body");
        let (body_end, body_outcome) = (body.end, body.outcome.clone());
        if body_outcome == Outcome::Panicked {
            owner.leaves_all(runs);
            return owner.panics(body_end);
        }
        // The limit applies to the body and the children, not to the tasks that they leave behind.
        let ended = runs.iter().map(|run| run.end).max();
        let is_late = ended >= Some(limit) && self.is_before(limit, cancel);
        let failures = self.failures(&runs);
        let over = runs.iter().map(Run::over).max().unwrap_or(start);
        owner.leaves_all(runs);
        if body_end >= cancel || !self.is_in_time(over, stopped, cancel) {
            return owner.cancelled();
        }
        owner.gone = over;
        let position = members.len() - 1;
        let is_timed_out = is_late && !has_failed;
        let timed_out = is_timed_out.then_some((position, Outcome::TimedOut));
        let failures: Children = failures.into_iter().chain(timed_out).collect();
        if failures.is_empty() {
            owner.returns(over, Ok(vec![(position, body_outcome)]))
        } else {
            owner.returns(over, Err(failures))
        }
    }

    /// Runs the members of a group. They are cancelled at the given time, or earlier when one of them fails (4.4). Also
    /// returns the time of the cancellation.
    fn members(&self, members: &[&Node], start: Millis, cancel: Millis) -> (Vec<Run>, Millis) {
        let runs = self.runs(members, start, cancel);
        match first(&runs, cancel, Outcome::is_failure) {
            Some(first) => {
                let failed = runs[first].end;
                (self.cut_others(runs, members, start, first), failed)
            }
            None => (runs, cancel),
        }
    }

    /// Whether a group is over before it is cancelled from outside. Its members were cancelled at `stopped`.
    fn is_in_time(&self, over: Millis, stopped: Millis, cancel: Millis) -> bool {
        if stopped < cancel {
            self.is_before(over, cancel)
        } else {
            over < cancel
        }
    }

    /// The failures, in the order in which they happen (2.4).
    fn failures(&self, runs: &[Run]) -> Children {
        let failed = runs
            .iter()
            .enumerate()
            .filter(|(_, run)| run.outcome.is_failure());
        let mut failed: Vec<_> = failed.collect();
        failed.sort_by_key(|(_, run)| run.end);
        for pair in failed.windows(2) {
            self.is_before(pair[0].1.end, pair[1].1.end);
        }
        let failures = failed
            .into_iter()
            .map(|(index, run)| (index, run.outcome.clone()));
        failures.collect()
    }
}

impl Owner {
    /// Takes the members that a group leaves behind.
    pub(super) fn leaves_all(&mut self, runs: Vec<Run>) -> Children {
        let outcomes = runs.into_iter().map(|run| {
            self.gone = self.gone.max(run.over());
            self.lets_go(run).1
        });
        outcomes.enumerate().collect()
    }
}
