//! The cost of ensure-future beside its alternatives.
//!
//! ```text
//! cargo bench -p benches
//! cargo bench -p benches -- --quick
//! cargo bench -p benches -- --guard
//! cargo bench -p benches -- --threads
//! cargo bench -p benches -- --draw
//! ```
//!
//! The first command measures everything and draws the plots. `--quick` prints the tables in a few minutes. `--guard`
//! only checks the costs that do not depend on the machine. `--threads` prints what several threads cost the task
//! records. `--draw` draws the plots again from the saved data. Each command exits with 1 if a goal is missed that the
//! README reports as met, or is missed by more than the README reports. valgrind counts the instructions, and Python
//! 3.13 runs asyncio; without them, their tables are left out.

mod asyncio;
mod children;
mod compilation;
mod found;
mod growth;
mod instructions;
mod machine;
mod memory;
mod once;
mod plot;
mod published;
mod stopwatch;
mod table;
mod threads;
mod times;
mod valgrind;
mod works;

use std::process::ExitCode;

use crate::table::Goals;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first() {
        Some((command, work)) if command == once::COMMAND => once::run(work),
        Some((command, work)) if command == stopwatch::COMMAND => stopwatch::run(work),
        _ => return measure(&arguments),
    }
    ExitCode::SUCCESS
}

fn measure(arguments: &[String]) -> ExitCode {
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let mut goals = Goals::default();
    if has("--guard") {
        goals.check(
            valgrind::is_there(),
            "valgrind",
            "nothing can be counted without valgrind",
        );
        instructions::of_one(&mut goals);
    } else if has("--threads") {
        threads::compare(&mut goals);
    } else if has("--draw") {
        draw();
    } else {
        compare(has("--quick"), &mut goals);
    }
    goals.result()
}

fn draw() {
    growth::draw();
    compilation::draw();
}

fn compare(is_quick: bool, goals: &mut Goals) {
    println!("{}\n", machine::description());
    instructions::of_one(goals);
    instructions::of_many(goals);
    memory::of_pending_children(goals);
    let times = times::measure(is_quick);
    times.print("Nanoseconds for each of many children", None);
    asyncio::compare(&times, goals);
    threads::compare(goals);
    if !is_quick {
        growth::measure(&times);
        compilation::measure(goals);
        draw();
    }
}
