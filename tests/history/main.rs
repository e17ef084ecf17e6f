//! Random programs over the whole API, and what a model of the contracts predicts of them.
//!
//! `PROGRAMS` is their number, and `SEED` repeats a choice. A program that fails shrinks, and is printed as Rust.

mod check;
mod history;
mod invariants;
mod leaves;
mod model;
mod outcome;
mod possible;
mod prelude;
mod print;
mod program;
mod run;
#[rustfmt::skip] // it is printed
mod sample;
mod strategy;

use std::cell::Cell;
use std::{env, fs};
use std::hash::{BuildHasher, RandomState};

use ensure_future::ReturnWhen;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};

use crate::print::print;
use crate::history::What;
use crate::program::{CleanUp, Form, GroupEnd, Limit, Node, One, Op, Several};
use crate::strategy::programs;

/// How many programs are checked, unless `PROGRAMS` says so.
const PROGRAMS: u32 = 3000;

// Contract 1.1, 1.2, 1.3, 1.5, 2.1, 2.2, 2.3, 2.4, 2.5.
// Contract 3.1, 3.2, 3.3, 3.4, 3.5.
// Contract 4.1, 4.2, 4.3, 4.4, 4.5, 4.6.
// Contract 5.1, 5.2, 5.6, 6.2, 7.2.
#[test]
fn programs_do_what_the_model_predicts() {
    let predicted = Cell::new(0);
    check_programs(number(), |program| {
        let is_predicted = check::on_paused_clock(program)?;
        predicted.set(predicted.get() + u32::from(is_predicted));
        Ok(())
    });
    println!("{} of them were predicted in time and value", predicted.get());
}

// Contract 1.1, 1.2, 1.3, 2.1, 2.2, 2.3, 3.4, 3.5, 4.3, 5.1, 6.2, 7.2.
#[test]
fn programs_keep_the_contracts_on_several_workers() {
    check_programs(number() / 4, check::on_workers);
}

fn number() -> u32 {
    let number = env::var("PROGRAMS").map(|number| number.parse());
    number.map_or(PROGRAMS, |number| number.expect("`PROGRAMS` is a number"))
}

/// Checks so many programs. The first that fails is shrunk and printed.
fn check_programs(number: u32, check: impl Fn(&Node) -> Result<(), String>) {
    let seed = env::var("SEED").map(|seed| seed.parse().expect("`SEED` is a number"));
    let seed = seed.unwrap_or_else(|_| RandomState::new().hash_one(()));
    let mut runner = TestRunner::new(Config {
        cases: number,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed),
        ..Config::default()
    });
    let (operations, largest) = (Cell::new(0), Cell::new(0));
    let checked = runner.run(&programs(), |program| {
        let size = program.all().len();
        operations.set(operations.get() + size);
        largest.set(size.max(largest.get()));
        check(&program).map_err(TestCaseError::fail)
    });
    match checked {
        Ok(()) => println!(
            "{number} programs with {} operations, the largest with {}, SEED={seed}",
            operations.get(),
            largest.get()
        ),
        Err(TestError::Fail(reason, program)) => {
            panic!("{reason}\n\n{}\nSEED={seed}", print(&program))
        }
        Err(other) => panic!("{other}, SEED={seed}"),
    }
}

/// The sample has each operation in it. It is compiled, and does what the program does that it was printed from.
#[test]
fn a_printed_program_is_that_program() {
    let root = sample_of_all();
    let printed = print(&root);
    if env::var_os("UPDATE").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/history/sample.rs");
        fs::write(path, &printed).unwrap();
    }
    assert_eq!(printed, include_str!("sample.rs"));
    let events = |done: check::Done| {
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
    let itself = check::run_paused(|| run::coroutine(root)).unwrap();
    let as_printed = check::run_paused(sample::program).unwrap();
    assert_eq!(events(itself), events(as_printed));
}

fn sample_of_all() -> Node {
    let leaf = |after| Node::from(Op::Returns(after));
    let graceful = |end| Op::Graceful {
        work: 90,
        clean_up: 7,
        end,
    };
    let forms = [Form::Coroutine, Form::Task, Form::Handle];
    let ones = [
        One::Awaits,
        One::InPlace,
        One::WaitsFor(Limit::In(2)),
        One::WaitsFor(Limit::At(2)),
        One::TimesOut(3),
        One::Watches(3),
        One::Shields(4),
        One::Shares(4),
        One::Cancels(5),
        One::Detaches,
    ];
    let severals = [
        Several::Gather,
        Several::TryGather,
        Several::RaceOk,
        Several::Wait(ReturnWhen::AllCompleted, None),
        Several::Wait(ReturnWhen::FirstCompleted, Some(9)),
        Several::AsCompleted { draws: 1 },
        Several::Buffered { limit: 2, draws: 3 },
        Several::BufferUnordered { limit: 1, draws: 2 },
        Several::Group(GroupEnd::IsJoined),
        Several::Group(GroupEnd::IsCancelled(11)),
        Several::Group(GroupEnd::IsDropped(13)),
    ];
    let ends = [
        CleanUp::Returns,
        CleanUp::Fails,
        CleanUp::Panics,
        CleanUp::Accepts,
        CleanUp::Ignores,
    ];
    let scope = |limit, children| {
        let body = Box::new(leaf(17));
        let form = Form::Coroutine;
        Op::Scope {
            limit,
            form,
            children,
            body,
        }
    };
    let mut all = vec![Op::Fails(1), Op::Panics(2), Op::Yields(3)];
    all.push(Op::Promises {
        after: 4,
        resolves: true,
    });
    all.push(Op::InOrder(Vec::new()));
    all.push(Op::InOrder(vec![leaf(5), leaf(6)]));
    let with_one = ones.into_iter().zip(forms.into_iter().cycle());
    all.extend(with_one.map(|(one, form)| Op::One(one, form, Box::new(leaf(8)))));
    all.extend(ends.map(|end| {
        let child = Node::from(graceful(end));
        Op::One(One::Cancels(14), Form::Task, Box::new(child))
    }));
    let with_several = severals.into_iter().zip(forms.into_iter().cycle());
    all.extend(with_several.clone().map(|(several, form)| {
        Op::Several(several, form, vec![leaf(10), leaf(15)])
    }));
    all.extend(with_several.map(|(several, form)| Op::Several(several, form, Vec::new())));
    all.push(scope(None, Vec::new()));
    all.push(scope(Some(Limit::In(16)), vec![leaf(18)]));
    all.push(scope(Some(Limit::At(30)), vec![leaf(19)]));
    let all = all.into_iter().map(Node::from).collect();
    let all = Op::Several(Several::Gather, Form::Coroutine, all);
    Node::from(all).numbered()
}
