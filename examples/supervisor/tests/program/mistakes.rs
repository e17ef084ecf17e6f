//! Mistakes of the user, and the program's messages.

use std::process::Command;

use crate::run::{folder, program};

/// Fails unless the program ends with this status and prints exactly this text to stderr.
#[track_caller]
fn assert_fails(command: &mut Command, status: i32, stderr: &str) {
    let output = command.output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), stderr);
    assert_eq!(output.status.code(), Some(status));
    assert_eq!(output.stdout, b"");
}

#[track_caller]
fn assert_wrong(procfile: &str, problem: &str) {
    let folder = folder(procfile);
    let stderr = format!("supervisor: Procfile{problem}\n");
    assert_fails(program().current_dir(&folder), 2, &stderr);
}

#[test]
fn a_mistake_in_the_procfile_is_told_with_its_line() {
    let no_colon = ":2: expected `name: command`, found no colon";
    assert_wrong("a: b\nsleep 1\n", no_colon);
    assert_wrong(
        "# comment\n\na b: c",
        ":3: `a b` is no name: expected letters, digits, `_` and `-`",
    );
    assert_wrong(
        ": c",
        ":1: `` is no name: expected letters, digits, `_` and `-`",
    );
    assert_wrong("a: b\nb: \t", ":2: the service `b` has no command");
    assert_wrong("a: b\nb: c\na: d", ":3: a second service `a`");
    assert_wrong("# a: b\n", ": there is no service");
    assert_wrong("", ": there is no service");
}

#[test]
fn a_file_that_is_missing_is_named() {
    assert_fails(
        program().arg("no/such/file"),
        2,
        "supervisor: no/such/file: No such file or directory (os error 2)\n",
    );
}

#[test]
fn a_mistake_in_the_arguments_is_told() {
    for (arguments, stderr) in [
        (
            &["--grace", "5"][..],
            "cannot parse argument \"5\": expected a time such as 500ms, 5s or 2m",
        ),
        (
            &["--backoff", "s"],
            "cannot parse argument \"s\": expected a time such as 500ms, 5s or 2m",
        ),
        (
            &["--max-restarts", "few"],
            "cannot parse argument \"few\": invalid digit found in string",
        ),
        (
            &["--color", "red"],
            "--color is auto, always or never, and not `red`",
        ),
        (&["--colour", "auto"], "invalid option '--colour'"),
        (&["--grace"], "missing argument for option '--grace'"),
        (&["one", "two"], "unexpected argument \"two\""),
    ] {
        let stderr = format!("supervisor: {stderr}; try --help\n");
        assert_fails(program().args(arguments), 2, &stderr);
    }
}

#[test]
fn help_lists_the_options() {
    let output = program().arg("-h").output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    for option in ["grace", "backoff", "max-backoff", "max-restarts", "color"] {
        assert!(help.contains(&format!("--{option} ")), "{option}");
    }
}
