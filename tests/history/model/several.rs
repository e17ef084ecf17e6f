//! Operations with several children.

use ensure_future::ReturnWhen;

use super::one::is_due;
use super::{Model, NEVER, Owner, Run};
use crate::outcome::{Children, Outcome};
use crate::program::{Buffer, Form, Millis, Node, Several};

impl Model {
    pub(super) fn several(
        &self,
        owner: Owner,
        several: Several,
        form: Form,
        children: &[Node],
    ) -> Run {
        match several {
            Several::Gather => self.gather(owner, form, children),
            Several::TryGather => self.until_one(owner, false, form, children),
            Several::RaceOk => self.until_one(owner, true, form, children),
            Several::Wait(when, limit) => self.wait(owner, when, limit, children),
            Several::AsCompleted { draws } => {
                let buffer = Buffer {
                    limit: children.len(),
                    draws,
                    is_lazy: false,
                };
                self.draw(owner, form, children, buffer, false)
            }
            Several::Buffered(buffer) => self.draw(owner, form, children, buffer, true),
            Several::BufferUnordered(buffer) => self.draw(owner, form, children, buffer, false),
            Several::Retry => self.retry(owner, form, children),
            Several::Group(_) => unreachable!("a group is no function"),
        }
    }

    pub(super) fn runs(&self, children: &[&Node], start: Millis, cancel: Millis) -> Vec<Run> {
        let runs = children.iter().map(|child| self.run(child, start, cancel));
        runs.collect()
    }

    /// The outcomes are in the order of the children (2.1).
    fn gather(&self, mut owner: Owner, form: Form, children: &[Node]) -> Run {
        let children: Vec<_> = children.iter().collect();
        let runs = self.runs(&children, owner.start, owner.cancel);
        let last = runs.iter().map(|run| run.end).max().unwrap_or(owner.start);
        let given = owner.ties_all(runs, form);
        if last < owner.cancel {
            owner.returns(last, Ok(given))
        } else {
            owner.cancelled()
        }
    }

    /// Waits for the first success in a race, or else for the first failure. Then cancels the other children, and waits
    /// until they have ended (4.3). If there is no such child, waits until all have ended by themselves.
    fn until_one(&self, mut owner: Owner, is_race: bool, form: Form, children: &[Node]) -> Run {
        let (start, cancel) = (owner.start, owner.cancel);
        let children: Vec<_> = children.iter().collect();
        let runs = self.runs(&children, start, cancel);
        let Some(first) = first(&runs, cancel, |outcome| outcome.is_value() == is_race) else {
            let last = runs.iter().map(|run| run.end).max().unwrap_or(start);
            let given = owner.ties_all(runs, form);
            return match is_race {
                _ if last >= cancel => owner.cancelled(),
                true => owner.returns(last, Err(given)),
                false => owner.returns(last, Ok(given)),
            };
        };
        let at = runs[first].end;
        let are_late: Vec<_> = runs.iter().map(|run| run.end > at).collect();
        let runs = self.cut_others(runs, &children, start, first);
        // It waits for the tasks that the cancelled children leave behind, and only for those.
        let late = runs.iter().zip(are_late).filter(|(_, is_late)| *is_late);
        let over = late.map(|(run, _)| run.over()).max().unwrap_or(at);
        if over > at && !self.is_before(over, cancel) {
            owner.ties_all(runs, form);
            return owner.cancelled();
        }
        let mut given = owner.ties_all(runs, form);
        let (index, outcome) = given.swap_remove(first);
        if is_race {
            owner.returns(over, Ok(vec![(0, outcome)])) // the result does not name the child
        } else {
            owner.returns(over, Err(vec![(index, outcome)]))
        }
    }

    /// Cancels the others when this child has ended.
    pub(super) fn cut_others(
        &self,
        runs: Vec<Run>,
        children: &[&Node],
        start: Millis,
        first: usize,
    ) -> Vec<Run> {
        let at = runs[first].end;
        let cut = |(index, run)| {
            if index == first {
                run
            } else {
                self.cut(run, children[index], start, at)
            }
        };
        runs.into_iter().enumerate().map(cut).collect()
    }

    /// No child is drawn before it is awaited (1.5).
    fn retry(&self, mut owner: Owner, form: Form, children: &[Node]) -> Run {
        let (mut now, cancel) = (owner.start, owner.cancel);
        let mut given = Vec::new();
        for (index, child) in children.iter().enumerate() {
            let run = self.run(child, now, cancel);
            let (end, outcome) = owner.ties(run, form, cancel);
            if end >= cancel {
                return owner.cancelled();
            }
            now = end;
            let is_value = outcome.is_value();
            given.push((index, outcome));
            if is_value {
                return owner.returns(now, Ok(given));
            }
        }
        owner.returns(now, Err(given))
    }

    /// `wait` cancels nothing (3.3).
    fn wait(
        &self,
        mut owner: Owner,
        when: ReturnWhen,
        limit: Option<Millis>,
        children: &[Node],
    ) -> Run {
        let (start, cancel) = (owner.start, owner.cancel);
        let children: Vec<_> = children.iter().collect();
        let runs = self.runs(&children, start, NEVER);
        let limit = limit.map_or(NEVER, |limit| start + limit);
        let Some(fulfilled) = fulfilled(when, &runs) else {
            return owner.returns(start, Err(Vec::new())); // there is nothing to wait for
        };
        for (run, child) in runs.iter().zip(&children) {
            if !is_due(child, start, limit) {
                self.is_before(run.end, limit);
            }
        }
        let end = fulfilled.min(limit);
        let done = self.done(when, &runs, end);
        let outcomes = runs.into_iter().enumerate().map(|(index, run)| {
            let is_taken = done.contains(&index) && self.is_before(run.end, cancel);
            let (_, outcome) = if is_taken {
                owner.takes(run)
            } else {
                owner.lets_go(run)
            };
            outcome
        });
        let outcomes: Vec<_> = outcomes.collect();
        if !self.is_before(end, cancel) {
            return owner.cancelled();
        }
        let pending = (0..outcomes.len()).filter(|index| !done.contains(index));
        let pending = pending.map(|index| (index, Outcome::Pending));
        let given = done.iter().map(|&index| (index, outcomes[index].clone()));
        owner.returns(end, Ok(given.chain(pending).collect()))
    }

    /// The children that have ended by this time, in the order in which `wait` returns them (2.2).
    fn done(&self, when: ReturnWhen, runs: &[Run], by: Millis) -> Vec<usize> {
        let ends = runs.iter().map(|run| run.end).enumerate();
        let mut done: Vec<_> = ends.filter(|&(_, end)| end <= by).collect();
        done.sort_by_key(|&(_, end)| end);
        for pair in done.windows(2) {
            self.is_before(pair[0].1, pair[1].1);
        }
        if when == ReturnWhen::FirstCompleted {
            done.sort_unstable();
        }
        done.into_iter().map(|(index, _)| index).collect()
    }
}

/// The time at which enough children have ended, if there are any.
fn fulfilled(when: ReturnWhen, runs: &[Run]) -> Option<Millis> {
    let ends = || runs.iter().map(|run| run.end);
    match when {
        ReturnWhen::FirstCompleted => ends().min(),
        ReturnWhen::AllCompleted => ends().max(),
        ReturnWhen::FirstException => {
            let panicked = first(runs, NEVER, |outcome| *outcome == Outcome::Panicked);
            panicked.map(|index| runs[index].end).or(ends().max())
        }
    }
}

/// The first child that ends before this time with an outcome that decides.
pub(super) fn first(
    runs: &[Run],
    before: Millis,
    decides: impl Fn(&Outcome) -> bool,
) -> Option<usize> {
    let deciding = runs
        .iter()
        .enumerate()
        .filter(|(_, run)| run.end < before && decides(&run.outcome));
    let first = deciding.min_by_key(|(_, run)| run.end);
    first.map(|(index, _)| index)
}

impl Owner {
    /// Calls [`ties`](Self::ties) for all children, which are dropped when the operation is cancelled.
    fn ties_all(&mut self, runs: Vec<Run>, form: Form) -> Children {
        let cancel = self.cancel;
        let outcomes = runs.into_iter().map(|run| self.ties(run, form, cancel).1);
        outcomes.enumerate().collect()
    }
}
