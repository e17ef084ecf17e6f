//! Services that end by themselves.

use crate::run::Run;

const QUICK: [&str; 2] = ["--backoff=10ms", "--max-backoff=40ms"];

#[test]
fn a_service_that_ends_is_started_again_with_growing_delays() {
    let mut run = Run::start(&QUICK, "a: echo run; exit 3");
    run.wait_for("starts again in 40ms");
    run.wait_for("starts again in 40ms");
    let ended = run.stop();
    assert_eq!(ended.status, Some(0));
    let told = ended.told();
    assert_eq!(
        told[..4],
        [10, 20, 40, 40].map(|delay| format!("a * exit status: 3, starts again in {delay}ms"))
    );
    let runs = ended.lines.iter().filter(|line| *line == "a | run").count();
    assert!(runs >= 4, "{:#?}", ended.lines);
}

#[test]
fn a_service_that_is_killed_is_started_again() {
    let mut run = Run::start(&QUICK, "a: kill -KILL $$");
    run.wait_for("a * signal: 9 (SIGKILL), starts again in 10ms");
    run.wait_for("a * signal: 9 (SIGKILL), starts again in 20ms");
}

#[test]
fn a_service_is_given_up_after_so_many_restarts() {
    let run = Run::start(
        &[&QUICK[..], &["--max-restarts", "2"]].concat(),
        "a: exit 3",
    );
    let ended = run.ended();
    assert_eq!(ended.status, Some(1));
    assert_eq!(ended.stderr, "supervisor: gave up on a: exit status: 3\n");
    let starts = ended
        .lines
        .iter()
        .filter(|line| line.contains("started"))
        .count();
    assert_eq!(starts, 3, "{:#?}", ended.lines);
}

/// The first process ends, but its background process would be in the way of the second.
#[test]
fn what_a_service_has_left_behind_ends_before_the_next_start() {
    let procfile = "
        a: (trap 'echo left; exit' TERM; echo ready; while :; do sleep 0.01; done) & while [ ! -e go ]; do sleep 0.01; done
    ";
    let mut run = Run::start(&["--backoff=1ms"], procfile);
    run.wait_for("a | ready");
    run.create("go");
    run.wait_for("a | left");
    run.wait_for("a * exit status: 0, starts again in 1ms");
}

#[test]
fn a_command_that_is_not_found_stops_everything() {
    let procfile = "a: exec sleep 1000\nb: no-such-command\nc: exec sleep 1000";
    let ended = Run::start(&[], procfile).ended();
    assert_eq!(ended.status, Some(1));
    assert_eq!(
        ended.stderr,
        "supervisor: gave up on b: command not found (exit status: 127)\n"
    );
    assert_eq!(
        ended.told(),
        [
            "b * stopped: command not found (exit status: 127)",
            "c * SIGTERM",
            "c * stopped: signal: 15 (SIGTERM)",
            "a * SIGTERM",
            "a * stopped: signal: 15 (SIGTERM)",
        ]
    );
}

#[test]
fn a_file_that_is_no_program_stops_everything() {
    let ended = Run::start(&[], "a: ./Procfile").ended();
    assert_eq!(ended.status, Some(1));
    assert_eq!(
        ended.stderr,
        "supervisor: gave up on a: the command can't be executed (exit status: 126)\n"
    );
}

/// A background process keeps the pipes of its service open.
#[test]
fn a_process_that_has_left_its_group_is_not_waited_for() {
    let procfile = "
        a: setsid sh -c ': >left; while [ ! -e go ]; do sleep 0.01; done' & while [ ! -e left ]; do sleep 0.01; done; exit 3
    ";
    let mut run = Run::start(&["--max-restarts=0"], procfile);
    run.wait_for("a * stopped: exit status: 3");
    run.create("go");
    assert_eq!(run.ended().status, Some(1));
}
