//! The program on a terminal, which `script` creates.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::process::{Command, Stdio};

use crate::run::{folder, program};

/// Runs the program on a terminal, presses Ctrl-C when a service is ready, and returns what the terminal shows.
fn press_ctrl_c(variables: &[(&str, &str)]) -> String {
    let folder = folder(
        "a: trap 'echo INT' INT; trap 'exit 5' TERM; echo ready; while :; do sleep 0.01; done",
    );
    // Without `exec`, a shell may stay in between: Ctrl-C would end it too, and its exit code would not be the
    // program's.
    let mut exec = OsString::from("exec ");
    exec.push(program().get_program());
    let mut script = Command::new("timeout")
        .args(["60", "script", "--quiet", "--return", "--command"])
        .arg(exec)
        .arg("/dev/null")
        .env_remove("NO_COLOR")
        .envs(variables.iter().copied())
        .current_dir(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = script.stdout.take().unwrap();
    let mut shown = Vec::new();
    while !String::from_utf8_lossy(&shown).contains("ready") {
        let mut buffer = [0; 1024];
        let count = stdout.read(&mut buffer).unwrap();
        assert_ne!(count, 0, "it has ended early");
        shown.extend(&buffer[..count]);
    }
    script.stdin.as_ref().unwrap().write_all(b"\x03").unwrap();
    stdout.read_to_end(&mut shown).unwrap();
    assert_eq!(script.wait().unwrap().code(), Some(0));
    String::from_utf8(shown).unwrap()
}

#[test]
fn a_terminal_gets_colors_and_ctrl_c_goes_to_the_supervisor_alone() {
    let shown = press_ctrl_c(&[]);
    assert!(shown.contains("\x1b[36ma |\x1b[0m ready"), "{shown}");
    assert!(
        shown.contains("\x1b[36ma *\x1b[0m stopped: exit status: 5"),
        "{shown}"
    );
    assert!(!shown.contains("INT"), "{shown}");
}

#[test]
fn no_color_is_respected_unless_it_is_empty() {
    let shown = press_ctrl_c(&[("NO_COLOR", "1")]);
    assert!(shown.contains("a | ready"), "{shown}");
    assert!(press_ctrl_c(&[("NO_COLOR", "")]).contains('\x1b'));
}
