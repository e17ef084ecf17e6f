//! A process in which one contender does its work, so that others can measure the process.

use std::env;
use std::fs;
use std::process::Command;

use tokio::runtime::{Builder, Runtime};

use crate::children::Children;
use crate::works::{self, Contender};

/// The first argument of such a process.
pub(crate) const COMMAND: &str = "once";

/// The work of such a process.
#[derive(Clone, Copy)]
pub(crate) struct Once {
    pub(crate) contender: Contender,
    pub(crate) children: Children,
    pub(crate) count: usize,
    /// The number of rounds, in sequence.
    pub(crate) rounds: usize,
}

impl Once {
    /// The command, as an argument of `runner` if that is not empty.
    pub(crate) fn command(&self, runner: &[&str]) -> Command {
        let executable = env::current_exe().expect("this has an executable");
        let mut command = match runner {
            [] => Command::new(executable),
            [runner, options @ ..] => {
                let mut command = Command::new(runner);
                command.args(options).arg(executable);
                command
            }
        };
        let numbers = [self.children as usize, self.count, self.rounds];
        command.args([COMMAND, self.contender.id]);
        command.args(numbers.map(|number| number.to_string()));
        command
    }
}

/// Does the work, and prints the peak memory of the process in KiB.
pub(crate) fn run(arguments: &[String]) {
    let [contender, children, count, rounds] = arguments else {
        panic!("a contender, its children, how many, and how often, not {arguments:?}");
    };
    let number = |text: &String| text.parse::<usize>().expect("a number");
    let contender = works::find(contender).expect("a contender");
    let runtime = current_thread();
    for _ in 0..number(rounds) {
        in_a_task(
            &runtime,
            contender,
            Children::ALL[number(children)],
            number(count),
        );
    }
    println!("{}", peak_in_kibibytes());
}

pub(crate) fn current_thread() -> Runtime {
    let runtime = Builder::new_current_thread().enable_time().build();
    runtime.expect("a runtime")
}

/// Runs inside a task, as users' code does: tokio's cooperative budget applies there.
pub(crate) fn in_a_task(runtime: &Runtime, contender: Contender, children: Children, count: usize) {
    let work = (contender.run)(children, count);
    let done = runtime.block_on(async { tokio::spawn(work).await });
    done.expect("the work is done");
}

fn peak_in_kibibytes() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mut lines = status.lines();
    let peak = lines.find_map(|line| line.strip_prefix("VmHWM:")?.strip_suffix(" kB"));
    peak.map_or(0, |peak| peak.trim().parse().expect("a number"))
}
