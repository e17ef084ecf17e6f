//! A printed program: it compiles, and behaves like the original.

#[allow(clippy::too_many_lines, reason = "it is printed, with every operation in it")]
#[rustfmt::skip]
mod sample;

use std::{env, fs};

use ensure_future::ReturnWhen;

use crate::check::{Done, run_paused};
use crate::history::What;
use crate::print::print;
use crate::program::{Buffer, CleanUp, Form, GroupEnd, Limit, Node, One, Op, Several};
use crate::run::coroutine;

/// The sample contains every operation. The test compiles it, and compares it with the program that it was printed
/// from.
#[test]
fn a_printed_program_is_that_program() {
    let root = sample_of_all();
    let printed = print(&root);
    if env::var_os("UPDATE").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/history/printed/sample.rs");
        fs::write(path, &printed).unwrap();
    }
    let sample = include_str!("printed/sample.rs");
    assert!(printed == sample, "`UPDATE=1` prints it anew");
    let events = |done: Done| {
        let events = done.history.into_iter();
        let without_task = |what| match what {
            What::Starts(_) => What::Starts(None),
            other => other,
        };
        let events: Vec<_> = events
            .map(|event| (event.number, event.at, without_task(event.what)))
            .collect();
        (events, done.outcome)
    };
    let itself = run_paused(|| coroutine(root)).unwrap();
    let as_printed = run_paused(sample::program).unwrap();
    assert_eq!(events(itself), events(as_printed));
}

const FORMS: [Form; 3] = [Form::Coroutine, Form::Task, Form::Handle];

const ONES: [One; 12] = [
    One::Awaits,
    One::InPlace,
    One::WaitsFor(Limit::In(2)),
    One::WaitsFor(Limit::At(2)),
    One::TimesOut(3),
    One::Watches(3),
    One::Shields(4),
    One::Shares(4),
    One::Cancels(5),
    One::CancelledByHandle(5),
    One::Starts(7),
    One::Detaches,
];

const SEVERALS: [Several; 14] = [
    Several::Gather,
    Several::TryGather,
    Several::RaceOk,
    Several::Wait(ReturnWhen::AllCompleted, None),
    Several::Wait(ReturnWhen::FirstCompleted, Some(9)),
    Several::AsCompleted { draws: 1 },
    Several::Buffered(buffer(2, false)),
    Several::Buffered(buffer(2, true)),
    Several::BufferUnordered(buffer(1, false)),
    Several::Retry,
    Several::Group(GroupEnd::Join),
    Several::Group(GroupEnd::Cancel(11)),
    Several::Group(GroupEnd::Token(12)),
    Several::Group(GroupEnd::Drop(13)),
];

const fn buffer(limit: usize, is_lazy: bool) -> Buffer {
    Buffer {
        limit,
        draws: 3,
        is_lazy,
    }
}

const ENDS: [CleanUp; 5] = [
    CleanUp::Returns,
    CleanUp::Fails,
    CleanUp::Panics,
    CleanUp::Accepts,
    CleanUp::Ignores,
];

fn sample_of_all() -> Node {
    let leaf = |after| Node::from(Op::Returns(after));
    let mut all = vec![
        Op::Fails(1),
        Op::Panics(2),
        Op::Yields(3),
        Op::Promises {
            after: 4,
            resolves: true,
        },
        Op::InOrder(Vec::new()),
        Op::InOrder(vec![leaf(5), leaf(6)]),
        scope(None, false, Vec::new()),
        scope(Some(Limit::In(16)), false, vec![leaf(18)]),
        scope(Some(Limit::At(30)), false, vec![leaf(19)]),
        scope(Some(Limit::In(16)), true, Vec::new()),
        Op::One(One::Awaits, Form::Local, Box::new(leaf(8))),
    ];
    let mut forms = FORMS.into_iter().cycle();
    for (one, form) in ONES.into_iter().zip(&mut forms) {
        all.push(Op::One(one, form, Box::new(leaf(8))));
    }
    for (several, form) in SEVERALS.into_iter().zip(&mut forms) {
        all.push(Op::Several(several, form, vec![leaf(10), leaf(15)]));
        all.push(Op::Several(several, form, Vec::new()));
    }
    for end in ENDS {
        let child = Node::from(Op::Graceful {
            work: 90,
            clean_up: 7,
            end,
        });
        all.push(Op::One(One::Cancels(14), Form::Task, Box::new(child)));
    }
    let all = all.into_iter().map(Node::from).collect();
    let all = Op::Several(Several::Gather, Form::Coroutine, all);
    Node::from(all).numbered()
}

fn scope(limit: Option<Limit>, finishes: bool, children: Vec<Node>) -> Op {
    Op::Scope {
        limit,
        finishes,
        form: Form::Coroutine,
        children,
        body: Box::new(Op::Returns(17).into()),
    }
}
