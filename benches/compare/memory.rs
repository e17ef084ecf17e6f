//! How much memory do children take that are waited for, and have not ended?

use std::process::Command;

use crate::children::Children;
use crate::once::Once;
use crate::table::{Goals, Table, ratio, real, whole};
use crate::works::{Contender, pending};

const MILLION: usize = 1_000_000;

const HEAD: &str = "a million pending children of";

/// Bytes of each of a million children: the most memory that a process has had.
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

/// What each other child adds to a process that has one.
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
