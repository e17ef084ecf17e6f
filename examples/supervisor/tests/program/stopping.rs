//! The end of the program: in order, with a grace period, and without a left-over process.

use rustix::process::Signal;

use crate::run::{Run, wait_until};

/// Three services with something to clean up.
const ORDERLY: &str = "
    db:  trap 'echo saves; exit 0' TERM; echo ready; while :; do sleep 0.01; done
    api: trap 'echo closes; exit 4' TERM; echo ready; while :; do sleep 0.01; done
    web: trap 'echo drains; exit 0' TERM; echo ready; while :; do sleep 0.01; done
";

#[test]
fn each_signal_stops_the_services_one_after_the_other_the_last_one_first() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let mut run = Run::start(&[], ORDERLY);
        for _ in 0..3 {
            run.wait_for("| ready");
        }
        run.send(signal);
        let ended = run.ended();
        assert_eq!((ended.status, &*ended.stderr), (Some(0), ""));
        let of_shells = ["Terminated", "ready", "started"];
        let lines = ended
            .lines
            .iter()
            .filter(|line| !of_shells.iter().any(|text| line.contains(text)));
        assert_eq!(
            lines.collect::<Vec<_>>(),
            [
                "web * SIGTERM",
                "web | drains",
                "web * stopped: exit status: 0",
                "api * SIGTERM",
                "api | closes",
                "api * stopped: exit status: 4",
                "db  * SIGTERM",
                "db  | saves",
                "db  * stopped: exit status: 0",
            ]
        );
    }
}

#[test]
fn a_service_that_ignores_sigterm_is_killed_after_the_grace_period() {
    let procfile = "
        a: echo ready; exec sleep 1000
        stubborn: trap '' TERM; echo ready; while :; do sleep 1; done
    ";
    let mut run = Run::start(&["--grace", "100ms"], procfile);
    run.wait_for("| ready");
    run.wait_for("| ready");
    let ended = run.stop();
    assert_eq!((ended.status, &*ended.stderr), (Some(0), ""));
    assert_eq!(
        ended.told(),
        [
            "stubborn * SIGTERM",
            "stubborn * SIGKILL, still runs after 100ms",
            "stubborn * stopped: signal: 9 (SIGKILL)",
            "a        * SIGTERM",
            "a        * stopped: signal: 15 (SIGTERM)",
        ]
    );
}

/// The shell ends at once, but its child process takes a while.
#[test]
fn the_other_processes_of_a_service_have_the_grace_period_too() {
    let procfile = "
        a: sh -c 'trap \"while [ ! -e go ]; do sleep 0.01; done; echo saved >&3; exit\" TERM; echo ready; while :; do sleep 0.01; done' 3>&1 & wait
    ";
    let mut run = Run::start(&["--grace=60s"], procfile);
    run.wait_for("a | ready");
    run.send(Signal::TERM);
    run.wait_for("a * SIGTERM");
    run.create("go");
    let ended = run.ended();
    assert!(
        ended.lines.contains(&"a | saved".into()),
        "{:#?}",
        ended.lines
    );
    assert_eq!(
        ended.told(),
        ["a * SIGTERM", "a * stopped: signal: 15 (SIGTERM)"]
    );
}

/// The process has no pipe to the supervisor either.
#[test]
fn a_background_process_that_ignores_sigterm_is_killed() {
    let procfile = "
        a: sh -c 'trap \"\" TERM; : >ready; exec sleep 1000' >/dev/null 2>&1 & while [ ! -e ready ]; do sleep 0.01; done; echo ready; exec sleep 1000
    ";
    let mut run = Run::start(&["--grace=50ms"], procfile);
    run.wait_for("a | ready");
    let ended = run.stop();
    assert_eq!(
        ended.told(),
        [
            "a * SIGTERM",
            "a * SIGKILL, still runs after 50ms",
            "a * stopped: signal: 15 (SIGTERM)",
        ]
    );
}

#[test]
fn a_second_ctrl_c_kills_at_once() {
    let procfile = "
        a: echo ready; exec sleep 1000
        stubborn: trap '' TERM; echo ready; sh -c 'exec sleep 1000'; :
    ";
    let mut run = Run::start(&["--grace", "10m"], procfile);
    run.wait_for("| ready");
    run.wait_for("| ready");
    run.send(Signal::INT);
    run.wait_for("stubborn * SIGTERM");
    run.send(Signal::INT);
    let ended = run.ended();
    assert_eq!(ended.status, Some(130));
    assert_eq!(ended.stderr, "supervisor: killed everything\n");
}

#[test]
fn it_stops_when_nobody_can_read_the_output() {
    let mut run = Run::start_unread(&[], "a: while echo line; do sleep 0.01; done");
    run.stdout = None;
    let ended = run.ended();
    assert_eq!(ended.status, Some(1));
    assert_eq!(
        ended.stderr,
        "supervisor: standard output: Broken pipe (os error 32)\n"
    );
}

#[test]
fn services_stop_even_while_nobody_reads_the_output() {
    let mut run = Run::start_unread(&[], "a: yes\nb: exec sleep 1000");
    wait_until("the pipe is full", || run.is_stuck());
    run.send(Signal::TERM);
    run.wait_for_no_process();
    run.read();
    let ended = run.ended();
    assert_eq!(ended.status, Some(0));
    assert_eq!(ended.told().len(), 4, "{:#?}", ended.told());
}
