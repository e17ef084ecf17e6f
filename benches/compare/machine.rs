//! The machine on which the costs were measured.

use std::fs;
use std::process::Command;
use std::thread;

pub(crate) fn description() -> String {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let versions = ["rustc", "valgrind"].map(version).join(", ");
    format!("{}, {cores} cores; {versions}.", processor())
}

fn processor() -> String {
    let described = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = described
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let model = model.and_then(|line| line.split_once(": "));
    model.map_or("a processor", |(_, name)| name).to_owned()
}

fn version(program: &str) -> String {
    let output = Command::new(program).arg("--version").output();
    let said = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    said.map_or(format!("no {program}"), |said| {
        said.lines().take(1).collect()
    })
}
