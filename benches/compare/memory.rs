//! The memory of pending children.

use std::process::Command;

use crate::children::Children;
use crate::once::Once;
use crate::table::{Goals, Table, ratio, real, whole};
use crate::works::{Contender, pending};

const MILLION: usize = 1_000_000;

const HEAD: &str = "a million pending children of";

/// The bytes for each of a million children: the peak memory of a process.
pub(crate) fn of_pending_children(goals: &mut Goals) {
    let mut table = Table::new(&[HEAD, "bytes a child", "ratio", "goal"]);
    let in_a_vec = pending::GATHER.others[0];
    let floor = bytes(in_a_vec, MILLION);
    table.row(&[in_a_vec.name, &whole(floor), "", ""]);
    for work in [&pending::GATHER, &pending::GROUP] {
        let ours = bytes(work.ours, MILLION);
        let name = format!("{HEAD} {}", work.ours.name);
        let goal = goals.at_most(1.05, ours / floor, &name);
        table.row(&[work.ours.name, &whole(ours), &ratio(ours / floor), &goal]);
    }
    for &other in &pending::GATHER.others[1..] {
        let theirs = bytes(other, MILLION);
        table.row(&[other.name, &whole(theirs), &ratio(theirs / floor), ""]);
    }
    table.print("Memory");
}

/// The bytes that each further child adds to a process with one child.
fn bytes(contender: Contender, count: usize) -> f64 {
    let peak = |count| {
        let children = Children::AtOnce;
        kibibytes(
            &mut Once {
                contender,
                children,
                count,
                rounds: 1,
            }
            .command(&[]),
        )
    };
    (peak(count) - peak(1)) * 1024.0 / real(count - 1)
}

fn kibibytes(command: &mut Command) -> f64 {
    let output = command.output().expect("this can be run again");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let said = String::from_utf8_lossy(&output.stdout);
    said.trim().parse().expect("a number of KiB")
}
