//! The measurements of valgrind for one process.

use std::process::Command;

use crate::once::Once;

pub(crate) fn is_there() -> bool {
    let is_there = Command::new("valgrind").arg("--version").output().is_ok();
    if !is_there {
        println!("There is no valgrind here to count with.\n");
    }
    is_there
}

pub(crate) fn instructions(once: &Once) -> f64 {
    let options = ["--tool=callgrind", "--callgrind-out-file=/dev/null"];
    number_after("Collected :", options, once)
}

pub(crate) fn allocations(once: &Once) -> f64 {
    number_after(
        "total heap usage:",
        ["--tool=memcheck", "--leak-check=no"],
        once,
    )
}

/// The peak of the allocated bytes.
pub(crate) fn peak_bytes(once: &Once) -> f64 {
    let options = ["--tool=dhat", "--dhat-out-file=/dev/null"];
    number_after("At t-gmax:", options, once)
}

fn number_after(words: &str, options: [&str; 2], once: &Once) -> f64 {
    let output = once.command(&["valgrind", options[0], options[1]]).output();
    let output = output.expect("valgrind runs");
    let said = String::from_utf8_lossy(&output.stderr);
    let after = said.split_once(words).map(|(_, after)| after.trim_start());
    let Some(after) = after.filter(|_| output.status.success()) else {
        panic!("valgrind has not done it: {said}");
    };
    let number = after.split([' ', '\n']).next().unwrap_or_default();
    number.replace(',', "").parse().expect("a number")
}
