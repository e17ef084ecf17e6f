//! Streams of outcomes that are drawn one at a time, until the stream is dropped.

use std::iter::Enumerate;
use std::slice;

use super::{Model, NEVER, Owner, Run};
use crate::outcome::Children;
use crate::program::{Buffer, Form, Millis, Node};

/// A stream that outcomes are drawn from.
struct Drawing<'a> {
    buffer: Buffer,
    is_in_order: bool,
    undrawn: Enumerate<slice::Iter<'a, Node>>,
    running: Vec<Drawn<'a>>,
    begin: Millis,
    now: Millis,
    /// Whether the drawer had to wait for the last outcome.
    has_waited: bool,
}

/// A child that was drawn.
struct Drawn<'a> {
    index: usize,
    child: &'a Node,
    start: Millis,
    run: Run,
}

impl Model {
    pub(super) fn draw(
        &self,
        mut owner: Owner,
        form: Form,
        children: &[Node],
        buffer: Buffer,
        is_in_order: bool,
    ) -> Run {
        let cancel = owner.cancel;
        let mut drawing = Drawing {
            buffer,
            is_in_order,
            undrawn: children.iter().enumerate(),
            running: Vec::new(),
            begin: owner.start,
            now: owner.start,
            has_waited: true,
        };
        let mut given: Children = Vec::new();
        while given.len() < buffer.draws {
            let Some(next) = self.next(&mut drawing, form, cancel) else {
                break; // all outcomes have been drawn
            };
            let end = drawing.running[next].run.end;
            if end.max(drawing.now) >= cancel {
                self.drop_stream(&mut owner, drawing, form, cancel);
                return owner.cancelled();
            }
            drawing.has_waited = end >= drawing.now;
            drawing.now = end.max(drawing.now);
            let Drawn { index, run, .. } = drawing.running.remove(next);
            let (_, outcome) = owner.takes(run);
            given.push((index, outcome));
        }
        let end = drawing.now;
        self.drop_stream(&mut owner, drawing, form, end);
        owner.returns(end, Ok(given))
    }

    /// Draws as many children as may run, and returns the child whose outcome is next.
    fn next(&self, drawing: &mut Drawing<'_>, form: Form, cancel: Millis) -> Option<usize> {
        let Drawing {
            buffer,
            is_in_order,
            begin,
            now,
            ..
        } = *drawing;
        let running = &mut drawing.running;
        while running.len() < buffer.limit {
            let Some((index, child)) = drawing.undrawn.next() else {
                break;
            };
            // A coroutine starts when it is drawn. A task that was created before already runs.
            let starts_now = form == Form::Coroutine || buffer.is_lazy;
            let start = if starts_now { now } else { begin };
            let run = self.run(child, start, cancel);
            let had_ended = start < now && self.is_before(run.end, now);
            running.push(Drawn {
                index,
                child,
                start,
                run,
            });
            if had_ended && !is_in_order {
                return Some(running.len() - 1);
            }
        }
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

    /// Drops the stream: it cancels the children that it has drawn, and drops the others.
    fn drop_stream(&self, owner: &mut Owner, drawing: Drawing<'_>, form: Form, dropped: Millis) {
        for drawn in drawing.running {
            let Drawn {
                child, start, run, ..
            } = drawn;
            let run = if start == dropped && !drawing.has_waited {
                Run::unstarted(child, dropped) // the child was drawn in the same turn
            } else if dropped == owner.cancel {
                run // the run includes this cancellation
            } else {
                self.cut(run, child, start, dropped)
            };
            owner.ties(run, form, dropped);
        }
        if drawing.buffer.is_lazy {
            return; // the others were not created
        }
        for (_, child) in drawing.undrawn {
            owner.lets_go(if form == Form::Coroutine {
                Run::unstarted(child, dropped)
            } else {
                self.run(child, drawing.begin, NEVER) // the task is detached
            });
        }
    }
}
