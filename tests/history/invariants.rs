//! Invariants of the history of every program, whatever the order of its events.

use std::collections::{BTreeMap, HashSet};

use tokio::task::Id;

use crate::history::{Event, What};
use crate::outcome::{Outcome, Output};
use crate::possible::is_possible;
use crate::program::{Buffer, Form, GroupEnd, Node, One, Op, Several};

/// The events of one coroutine. Their positions tell their order in the whole history.
struct Life {
    is_refused: bool,
    starts: Option<(usize, Option<Id>)>,
    returns: Option<(usize, Output)>,
    dropped: usize,
}

type Lives = BTreeMap<usize, Life>;

/// Checks a history. The error describes the violated invariant.
pub(crate) fn check(root: &Node, outcome: &Outcome, history: &[Event]) -> Result<(), String> {
    let lives = lives(history)?;
    check_outcomes(root, outcome, &lives)?;
    check_tasks(root, &lives)?;
    for node in root.all() {
        check_end(node, &lives)?;
        check_limit(node, &lives)?;
    }
    Ok(())
}

fn lives(history: &[Event]) -> Result<Lives, String> {
    let mut events: BTreeMap<usize, Vec<(usize, &What)>> = BTreeMap::new();
    for (position, Event { number, what, .. }) in history.iter().enumerate() {
        events.entry(*number).or_default().push((position, what));
    }
    let lives = events.into_iter().map(|(number, mut events)| {
        let is_refused = events.iter().any(|(_, what)| **what == What::IsRefused);
        events.retain(|(_, what)| **what != What::IsRefused);
        let life = life(&events, is_refused);
        let life = life.ok_or_else(|| format!("operation {number} lives so: {events:?}"))?;
        Ok((number, life))
    });
    lives.collect()
}

/// The events of a coroutine: it is created once and dropped once. In between it may start, and then it may return.
fn life(events: &[(usize, &What)], is_refused: bool) -> Option<Life> {
    let [(_, What::IsMade), between @ .., (dropped, What::IsDropped)] = events else {
        return None;
    };
    let (starts, returns) = match between {
        [] => (None, None),
        [(starts, What::Starts(task))] => (Some((*starts, *task)), None),
        [
            (starts, What::Starts(task)),
            (returns, What::Returns(output)),
        ] => (Some((*starts, *task)), Some((*returns, output.clone()))),
        _ => return None,
    };
    Some(Life {
        is_refused,
        starts,
        returns,
        dropped: *dropped,
    })
}

/// Checks that the outcomes of the program and of all operations are possible.
fn check_outcomes(root: &Node, outcome: &Outcome, lives: &Lives) -> Result<(), String> {
    if !is_possible(root, outcome, false) {
        return Err(format!("the program can't have the outcome {outcome:?}"));
    }
    for node in root.all() {
        let Some((_, output)) = lives
            .get(&node.number)
            .and_then(|life| life.returns.as_ref())
        else {
            continue;
        };
        let outcome = match output.clone() {
            Ok(given) => Outcome::Value(given),
            Err(given) => Outcome::Error(given),
        };
        if !is_possible(node, &outcome, true) {
            return Err(format!(
                "operation {} can't return {outcome:?}",
                node.number
            ));
        }
    }
    Ok(())
}

/// Checks that a child that is awaited in place runs in the task of its owner, and every other child in its own task.
fn check_tasks(root: &Node, lives: &Lives) -> Result<(), String> {
    let task_of = |node: &Node| lives.get(&node.number)?.starts?.1;
    let mut tasks: HashSet<_> = task_of(root).into_iter().collect();
    for owner in root.all() {
        for child in owner.children() {
            let Some(task) = task_of(child) else {
                continue; // the coroutine never starts
            };
            let is_right = if is_in_place(owner, child) {
                task_of(owner) == Some(task)
            } else {
                tasks.insert(task)
            };
            if !is_right {
                return Err(format!("operation {} runs in task {task}", child.number));
            }
        }
    }
    Ok(())
}

fn is_in_place(owner: &Node, child: &Node) -> bool {
    match &owner.op {
        Op::InOrder(_) | Op::One(One::InPlace, Form::Coroutine, _) => true,
        Op::Scope { body, .. } => body.number == child.number,
        _ => false,
    }
}

/// Checks that the tasks that an operation waits for have ended when it returns, with their destructors.
fn check_end(node: &Node, lives: &Lives) -> Result<(), String> {
    let life = lives.get(&node.number);
    let Some((returns, _)) = life.and_then(|life| life.returns.as_ref()) else {
        return Ok(());
    };
    for waited in waited_for(node, lives) {
        let late = lives.get(&waited.number);
        if late.is_some_and(|late| late.dropped > *returns) {
            let (owner, late) = (node.number, waited.number);
            return Err(format!("operation {owner} returns before {late} has ended"));
        }
    }
    Ok(())
}

/// The operations that an operation waits for. A group and `cancel_and_wait` wait for everything that their children
/// own, other functions only for the children.
fn waited_for<'a>(node: &'a Node, lives: &Lives) -> Vec<&'a Node> {
    let children = node.children().into_iter();
    match &node.op {
        Op::Scope { .. }
        | Op::One(One::Cancels(_), ..)
        | Op::Several(
            Several::Group(GroupEnd::Join | GroupEnd::Cancel(_) | GroupEnd::Token(_)),
            ..,
        ) => children.flat_map(|child| owned(child, lives)).collect(),
        Op::InOrder(_)
        | Op::One(
            One::Awaits
            | One::InPlace
            | One::WaitsFor(_)
            | One::Shares(_)
            | One::CancelledByHandle(_)
            | One::Starts(_),
            ..,
        )
        | Op::Several(
            Several::Gather | Several::TryGather | Several::RaceOk | Several::Retry,
            ..,
        ) => children.collect(),
        _ => Vec::new(),
    }
}

/// An operation and everything that it owns, at any depth. It does not own detached, shielded or shared tasks, a task
/// whose handle came from elsewhere, or a child that a group has refused.
fn owned<'a>(node: &'a Node, lives: &Lives) -> Vec<&'a Node> {
    let life = lives.get(&node.number);
    if life.is_some_and(|life| life.is_refused) {
        return Vec::new();
    }
    let owns = match &node.op {
        Op::InOrder(_)
        | Op::Scope { .. }
        | Op::Several(Several::Group(_), ..)
        | Op::One(One::Starts(_), ..) => true,
        Op::One(
            One::Awaits
            | One::InPlace
            | One::WaitsFor(_)
            | One::TimesOut(_)
            | One::CancelledByHandle(_),
            form,
            _,
        )
        | Op::Several(
            Several::Gather
            | Several::TryGather
            | Several::RaceOk
            | Several::AsCompleted { .. }
            | Several::Retry,
            form,
            _,
        ) => *form != Form::Handle,
        Op::Several(Several::Buffered(_) | Several::BufferUnordered(_), form, _) => {
            *form == Form::Coroutine
        }
        _ => false,
    };
    let mut all = vec![node];
    if owns {
        let children = node.children().into_iter();
        all.extend(children.flat_map(|child| owned(child, lives)));
    }
    all
}

/// Checks that at most `limit` of the coroutines run at a time.
fn check_limit(node: &Node, lives: &Lives) -> Result<(), String> {
    let Op::Several(
        Several::Buffered(Buffer { limit, .. }) | Several::BufferUnordered(Buffer { limit, .. }),
        Form::Coroutine,
        children,
    ) = &node.op
    else {
        return Ok(());
    };
    let begun = children.iter().filter_map(|child| {
        let life = lives.get(&child.number)?;
        Some((life.starts?.0, life.dropped))
    });
    let begun: Vec<_> = begun.collect();
    for (start, _) in &begun {
        let running = begun
            .iter()
            .filter(|(other, dropped)| other <= start && start < dropped);
        let running = running.count();
        if running > *limit {
            let number = node.number;
            return Err(format!(
                "operation {number} runs {running} children at a time"
            ));
        }
    }
    Ok(())
}
