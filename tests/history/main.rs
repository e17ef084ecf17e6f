//! Random programs over the whole API, and a model that predicts from the contracts what they do.
//!
//! `PROGRAMS` sets their number, and `SEED` repeats a choice. A program that fails is shrunk and printed as Rust.

mod check;
mod history;
mod invariants;
mod leaves;
mod model;
mod outcome;
mod possible;
mod prelude;
mod print;
mod printed;
mod program;
mod run;
mod strategy;

use std::cell::Cell;
use std::env;
use std::hash::{BuildHasher, RandomState};

use proptest::test_runner::{Config, RngAlgorithm, RngSeed, TestCaseError, TestError, TestRunner};

use crate::print::print;
use crate::program::Node;
use crate::strategy::programs;

/// The default number of programs.
const PROGRAMS: u32 = 3000;

// Contract 1.2, 1.3, 1.5, 2.1, 2.2, 2.3, 2.4, 2.5.
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
    println!(
        "{} of them were predicted in time and value",
        predicted.get()
    );
}

// Contract 1.2, 1.3, 2.1, 2.2, 2.3, 3.4, 3.5, 4.3, 5.1, 6.2, 7.2.
#[test]
fn programs_keep_the_contracts_on_several_workers() {
    check_programs(number() / 4, check::on_workers);
}

fn number() -> u32 {
    let number = env::var("PROGRAMS").map(|number| number.parse());
    number.map_or(PROGRAMS, |number| number.expect("`PROGRAMS` is a number"))
}

/// Checks this number of programs. The first that fails is shrunk and printed.
fn check_programs(number: u32, check: impl Fn(&Node) -> Result<(), String>) {
    let seed = env::var("SEED").map(|seed| seed.parse().expect("`SEED` is a number"));
    let seed = seed.unwrap_or_else(|_| RandomState::new().hash_one(()));
    let mut runner = TestRunner::new(Config {
        cases: number,
        failure_persistence: None,
        max_shrink_iters: 20_000,
        rng_algorithm: RngAlgorithm::XorShift, // takes a third of the time
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
