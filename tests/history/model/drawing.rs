//! Streams of outcomes that are drawn one after the other, until the stream is dropped.

use super::{Model, NEVER, Owner, Run};
use crate::outcome::Children;
use crate::program::{Form, Millis, Node};

pub(super) struct Stream {
    /// How many children run at once.
    pub(super) limit: usize,
    /// How many outcomes are drawn before the stream is dropped.
    pub(super) draws: usize,
    pub(super) is_in_order: bool,
}

/// A child that the stream has drawn.
struct Drawn {
    index: usize,
    start: Millis,
    run: Run,
}

impl Model {
    pub(super) fn draw(
        &self,
        mut owner: Owner,
        form: Form,
        children: &[Node],
        stream: &Stream,
    ) -> Run {
        let (begin, cancel) = (owner.start, owner.cancel);
        let mut now = begin;
        let mut undrawn = children.iter().enumerate();
        let mut running: Vec<Drawn> = Vec::new();
        let mut given: Children = Vec::new();
        let mut is_cancelled = false;
        let mut has_waited = true;
        while given.len() < stream.draws {
            let mut next = None;
            while running.len() < stream.limit && next.is_none() {
                let Some((index, child)) = undrawn.next() else {
                    break;
                };
                // A coroutine starts when it is drawn; a task runs already.
                let start = if form == Form::Coroutine { now } else { begin };
                let run = self.run(child, start, cancel);
                if !stream.is_in_order && start < now && self.is_before(run.end, now) {
                    next = Some(running.len()); // it had ended before it was drawn
                }
                running.push(Drawn { index, start, run });
            }
            let next = next.or_else(|| self.next(&running, stream.is_in_order));
            let Some(next) = next else {
                break; // all have been given
            };
            let end = now.max(running[next].run.end);
            if end >= cancel {
                is_cancelled = true;
                break;
            }
            has_waited = running[next].run.end >= now;
            now = end;
            let Drawn { index, run, .. } = running.remove(next);
            let (_, outcome) = owner.awaits_in_place(run);
            given.push((index, outcome));
        }
        let dropped = if is_cancelled { cancel } else { now };
        for Drawn { index, start, run } in running {
            let run = if start == dropped && !has_waited {
                Run::unstarted(&children[index], dropped) // it was drawn in the same turn
            } else if is_cancelled {
                run
            } else {
                self.cut(run, &children[index], start, dropped)
            };
            owner.ties(run, form, dropped);
        }
        for (_, child) in undrawn {
            owner.lets_go(if form == Form::Coroutine {
                Run::unstarted(child, dropped)
            } else {
                self.run(child, begin, NEVER) // it is detached
            });
        }
        if is_cancelled {
            owner.cancelled()
        } else {
            owner.returns(now, Ok(given))
        }
    }

    /// Which of the children that run gives its outcome next.
    fn next(&self, running: &[Drawn], is_in_order: bool) -> Option<usize> {
        if is_in_order {
            return (!running.is_empty()).then_some(0);
        }
        let ends = || running.iter().map(|drawn| drawn.run.end).enumerate();
        let (next, end) = ends().min_by_key(|&(_, end)| end)?;
        for (_, other) in ends().filter(|&(other, _)| other != next) {
            self.is_before(end, other);
        }
        Some(next)
    }
}
