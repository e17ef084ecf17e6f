//! The outcomes that the contracts allow, whatever the order of the events.

use ensure_future::ReturnWhen;

use crate::outcome::{Given, Outcome};
use crate::program::{Buffer, CleanUp, Form, GroupEnd, Node, One, Op, Several};

type Seen = [(usize, Outcome)];

/// Whether an operation may have this outcome. `cancel` says whether other code may cancel its task.
pub(crate) fn is_possible(node: &Node, outcome: &Outcome, cancel: bool) -> bool {
    match outcome {
        Outcome::Value(Given(by, seen)) => *by == node.number && may_return(node, seen),
        Outcome::Error(Given(by, seen)) => *by == node.number && may_fail(node, seen, cancel),
        Outcome::Panicked => may_panic(node, cancel),
        Outcome::Cancelled => cancel,
        Outcome::TimedOut | Outcome::Pending => false,
    }
}

fn may_panic(node: &Node, cancel: bool) -> bool {
    match &node.op {
        Op::Panics(_) => true,
        Op::Graceful { end, .. } => cancel && matches!(end, CleanUp::Panics),
        Op::InOrder(steps) => steps.iter().any(|step| may_panic(step, false)),
        Op::One(One::InPlace, Form::Coroutine, child) | Op::One(One::Starts(_), _, child) => {
            may_panic(child, false)
        }
        Op::Scope { body, .. } => may_panic(body, false),
        _ => false,
    }
}

fn may_return(node: &Node, seen: &Seen) -> bool {
    match (&node.op, seen) {
        (Op::Returns(_) | Op::Yields(_) | Op::Graceful { .. } | Op::One(One::Detaches, ..), []) => {
            true
        }
        (Op::Promises { resolves, .. }, [(0, outcome)]) => {
            *resolves && *outcome == Outcome::Value(Given(0, Vec::new()))
        }
        (Op::InOrder(steps), seen) => seen.len() == steps.len() && are_values(steps, seen),
        (Op::One(One::Shares(_), _, child), [(0, first), (0, second)]) => {
            (first == second || *first == Outcome::TimedOut) && is_possible(child, second, false)
        }
        (Op::One(one, form, child), [(0, outcome)]) => {
            outcome.is_value() && may_pass_on(*one, *form, child, outcome)
        }
        (Op::Several(several, _, children), seen) => may_return_several(*several, children, seen),
        (Op::Scope { children, body, .. }, [(position, outcome)]) => {
            *position == children.len() && outcome.is_value() && is_possible(body, outcome, false)
        }
        _ => false,
    }
}

fn may_fail(node: &Node, seen: &Seen, cancel: bool) -> bool {
    match (&node.op, seen) {
        // A child that is started and returns a value may never have been ready.
        (Op::Fails(_) | Op::One(One::Starts(_), ..), []) => true,
        (Op::Promises { resolves, .. }, [(0, outcome)]) => {
            !resolves && *outcome == Outcome::Cancelled
        }
        (Op::Graceful { end, .. }, []) => cancel && matches!(end, CleanUp::Fails),
        (Op::InOrder(steps), [values @ .., (last, error)]) => {
            let is_error = matches!(error, Outcome::Error(_)) && *last == values.len();
            is_error && are_values(steps, values) && is_possible(&steps[*last], error, false)
        }
        (Op::One(one, form, child), [(0, outcome)]) => {
            !outcome.is_value() && may_pass_on(*one, *form, child, outcome)
        }
        (Op::Several(several, _, children), seen) => may_fail_several(*several, children, seen),
        (Op::Scope { limit, .. }, [failures @ .., (_, Outcome::TimedOut)]) => {
            limit.is_some() && are_failures(&node.children(), failures)
        }
        (Op::Scope { .. }, [_, ..]) => are_failures(&node.children(), seen),
        _ => false,
    }
}

/// Whether an operation with one child may see this outcome of the child.
fn may_pass_on(one: One, form: Form, child: &Node, outcome: &Outcome) -> bool {
    match one {
        One::InPlace if form != Form::Coroutine && *outcome == panicked_in_place() => {
            may_panic(child, false)
        }
        One::Awaits | One::Watches(_) | One::Starts(_) => is_possible(child, outcome, false),
        One::InPlace => *outcome != Outcome::Panicked && is_possible(child, outcome, false),
        One::TimesOut(_) | One::Shields(_) => {
            *outcome == Outcome::TimedOut || is_possible(child, outcome, false)
        }
        One::WaitsFor(_) => match outcome {
            Outcome::TimedOut => true,
            Outcome::Cancelled => false,
            _ => is_possible(child, outcome, true),
        },
        One::Cancels(_) | One::CancelledByHandle(_) => is_possible(child, outcome, true),
        One::Shares(_) | One::Detaches => false,
    }
}

fn panicked_in_place() -> Outcome {
    Outcome::Error(Given(0, vec![(0, Outcome::Panicked)]))
}

fn may_return_several(several: Several, children: &[Node], seen: &Seen) -> bool {
    let are_all = seen.len() == children.len();
    match several {
        Several::Gather => are_all && are_in_order(seen) && are_possible(children, seen),
        Several::TryGather | Several::Group(GroupEnd::Join) => {
            are_all && are_values(children, seen)
        }
        Several::RaceOk => match seen {
            [(0, outcome)] => {
                outcome.is_value()
                    && children
                        .iter()
                        .any(|child| is_possible(child, outcome, false))
            }
            _ => false,
        },
        Several::Wait(when, limit) => {
            let pending = seen
                .iter()
                .filter(|(_, outcome)| *outcome == Outcome::Pending)
                .count();
            let (done, _) = seen.split_at(seen.len() - pending);
            let is_enough = match when {
                _ if limit.is_some() => true,
                ReturnWhen::AllCompleted => pending == 0,
                ReturnWhen::FirstCompleted => pending < seen.len(),
                ReturnWhen::FirstException => {
                    pending == 0
                        || done
                            .iter()
                            .any(|(_, outcome)| *outcome == Outcome::Panicked)
                }
            };
            are_all && are_once(seen) && is_enough && are_possible(children, done)
        }
        Several::AsCompleted { draws } | Several::BufferUnordered(Buffer { draws, .. }) => {
            let are_enough = seen.len() == draws.min(children.len());
            are_enough && are_once(seen) && are_possible(children, seen)
        }
        Several::Buffered(Buffer { draws, .. }) => {
            let are_enough = seen.len() == draws.min(children.len());
            are_enough && are_in_order(seen) && are_possible(children, seen)
        }
        Several::Retry => {
            let is_the_last = seen.iter().position(|(_, outcome)| outcome.is_value());
            let is_the_last = is_the_last.is_some_and(|first| first + 1 == seen.len());
            is_the_last && are_in_order(seen) && are_possible(children, seen)
        }
        Several::Group(GroupEnd::Cancel(_) | GroupEnd::Token(_)) => {
            let fits = |(child, (_, outcome)): (&Node, &(usize, Outcome))| {
                !outcome.is_failure() && is_possible(child, outcome, true)
            };
            are_all && are_in_order(seen) && children.iter().zip(seen).all(fits)
        }
        Several::Group(GroupEnd::Drop(_)) => seen.is_empty(),
    }
}

fn may_fail_several(several: Several, children: &[Node], seen: &Seen) -> bool {
    let are_without_value = !seen.iter().any(|(_, outcome)| outcome.is_value());
    match (several, seen) {
        (Several::TryGather, [_]) => are_without_value && are_possible(children, seen),
        (Several::RaceOk | Several::Retry, seen) => {
            let are_all = seen.len() == children.len() && are_in_order(seen);
            are_all && are_without_value && are_possible(children, seen)
        }
        (Several::Wait(..), []) => children.is_empty(),
        (Several::Group(GroupEnd::Join | GroupEnd::Cancel(_) | GroupEnd::Token(_)), [_, ..]) => {
            are_failures(&children.iter().collect::<Vec<_>>(), seen)
        }
        _ => false,
    }
}

/// Whether these can be the failures of a group. Later failures may come from children that the group has cancelled.
fn are_failures(members: &[&Node], seen: &Seen) -> bool {
    let is_failure = |(position, outcome): &(usize, Outcome)| {
        let member = members.get(*position);
        outcome.is_failure() && member.is_some_and(|member| is_possible(member, outcome, true))
    };
    are_once(seen) && seen.iter().all(is_failure)
}

/// Whether these are the values of the first children, in order.
fn are_values(children: &[Node], seen: &Seen) -> bool {
    let are_values = seen.iter().all(|(_, outcome)| outcome.is_value());
    are_values && are_in_order(seen) && are_possible(children, seen)
}

/// Whether these may be outcomes of children that nobody cancels.
fn are_possible(children: &[Node], seen: &Seen) -> bool {
    let is_possible = |(position, outcome): &(usize, Outcome)| {
        let child = children.get(*position);
        child.is_some_and(|child| is_possible(child, outcome, false))
    };
    seen.iter().all(is_possible)
}

fn are_in_order(seen: &Seen) -> bool {
    seen.iter()
        .enumerate()
        .all(|(position, (index, _))| position == *index)
}

fn are_once(seen: &Seen) -> bool {
    let mut positions: Vec<_> = seen.iter().map(|(position, _)| position).collect();
    positions.sort_unstable();
    positions.windows(2).all(|pair| pair[0] != pair[1])
}
