//! How the example `checksums` ends, and how much memory and time it takes.

use std::fs::{self, OpenOptions, Permissions};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::thread;

use crate::checksums::{
    CHECKSUMS, assert_quiet_success, checksums, reference, write_large, write_many,
};

/// Creates a named pipe. Reading it hangs as long as nobody writes to it.
fn make_pipe(folder: &Path) -> PathBuf {
    let pipe = folder.join("pipe");
    let status = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(status.success());
    pipe
}

/// Starts the program, and reads the lines that it prints before it reaches the pipe.
fn start(mut command: Command, lines: usize) -> (Child, BufReader<ChildStdout>) {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for _ in 0..lines {
        assert_ne!(stdout.skip_until(b'\n').unwrap(), 0, "it has ended early");
    }
    (child, stdout)
}

/// Presses Ctrl-C, and returns the exit status and the output on stderr.
fn interrupt(child: Child) -> (Option<i32>, String) {
    let status = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(status.unwrap().success());
    let output = child.wait_with_output().unwrap();
    (output.status.code(), stderr(&output))
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The program as a user without the privilege to read every file.
fn checksums_without_privileges(folder: &Path) -> Command {
    let is_root = fs::metadata(folder).unwrap().uid() == 0;
    if !is_root {
        return checksums(folder);
    }
    let program = folder.join(".checksums");
    fs::copy(&*CHECKSUMS, &program).unwrap();
    fs::set_permissions(folder, Permissions::from_mode(0o755)).unwrap();
    let mut command = Command::new(program);
    command.current_dir(folder).uid(65534).gid(65534);
    command
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_printed() {
    let root = tempfile::tempdir().unwrap();
    let below = root.path().join("below");
    write_many(&below, 100);
    fs::create_dir(below.join("00007.shut")).unwrap();
    for locked in ["00005", "00007.shut"] {
        fs::set_permissions(below.join(locked), Permissions::from_mode(0o000)).unwrap();
    }
    let output = checksums_without_privileges(root.path())
        .args(["below/00001", "missing", "below", "new\nline"])
        .output()
        .unwrap();

    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        stderr(&output).lines().collect::<Vec<_>>(),
        [
            "checksums: missing: No such file or directory (os error 2)",
            "checksums: below/00005: Permission denied (os error 13)",
            "checksums: below/00007.shut: Permission denied (os error 13)",
            r"checksums: new\nline: No such file or directory (os error 2)",
        ]
    );
    fs::remove_file(below.join("00005")).unwrap();
    fs::remove_dir(below.join("00007.shut")).unwrap();
    let rest = reference(root.path(), &["below/00001", "below"]);
    assert_eq!(output.stdout, rest);
}

#[test]
fn no_path_is_a_mistake_in_the_usage() {
    let output = checksums(Path::new(".")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stderr(&output), "usage: checksums PATH...\n");
    assert_eq!(output.stdout, b"");
}

#[test]
fn ctrl_c_ends_it_even_if_a_read_hangs_and_tells_how_many_files_were_done() {
    let root = tempfile::tempdir().unwrap();
    write_many(&root.path().join("done"), 100);
    make_pipe(root.path());
    let mut command = checksums(root.path());
    command.args(["done", "pipe", "done"]);
    let (child, _stdout) = start(command, 100);
    assert_eq!(
        interrupt(child),
        (
            Some(130),
            "checksums: interrupted; files done: 100\n".into()
        )
    );
}

#[test]
fn ctrl_c_ends_it_in_the_middle_of_an_endless_file() {
    let root = tempfile::tempdir().unwrap();
    write_many(root.path(), 1);
    let mut command = checksums(root.path());
    command.args(["00000", "/dev/zero"]);
    let (child, _stdout) = start(command, 1);
    assert_eq!(
        interrupt(child),
        (Some(130), "checksums: interrupted; files done: 1\n".into())
    );
}

#[test]
fn ctrl_c_ends_it_even_if_nobody_reads_the_output() {
    let root = tempfile::tempdir().unwrap();
    write_many(&root.path().join("many"), 5000);
    let mut command = checksums(root.path());
    command.arg("many");
    let (child, _stdout) = start(command, 1); // the rest does not fit the pipe
    assert_eq!(interrupt(child).0, Some(130));
}

#[test]
fn a_slow_file_keeps_its_place() {
    let root = tempfile::tempdir().unwrap();
    write_many(&root.path().join("fast"), 1000);
    let pipe = make_pipe(root.path());
    let mut command = checksums(root.path());
    command.args(["pipe", "fast"]);
    let (child, mut stdout) = start(command, 0);
    fs::write(pipe, "slow").unwrap();
    let mut lines = Vec::new();
    stdout.read_to_end(&mut lines).unwrap();
    assert_quiet_success(&child.wait_with_output().unwrap());

    fs::write(root.path().join("slow"), "slow").unwrap();
    let slow = reference(root.path(), &["slow"]);
    let slow = String::from_utf8(slow).unwrap().replace("slow", "pipe");
    let fast = reference(root.path(), &["fast"]);
    assert_eq!(lines, [slow.as_bytes(), &fast].concat());
}

#[test]
fn memory_stays_flat_however_large_or_many_the_files_are() {
    let root = tempfile::tempdir().unwrap();
    for number in 0..10 {
        write_many(&root.path().join(format!("many/{number}")), 2000);
    }
    write_large(&root.path().join("large"));
    let medium = root.path().join("medium");
    write_many(&medium, 2000);
    for file in fs::read_dir(&medium).unwrap() {
        let file = OpenOptions::new().write(true).open(file.unwrap().path());
        file.unwrap().set_len(100_000).unwrap(); // two reads, and the file stays open in between
    }
    make_pipe(root.path());
    let mut command = checksums(root.path());
    command.args(["large", "many", "medium", "pipe"]);
    let (child, _stdout) = start(command, 22_001);

    // The program hangs in the pipe now, so this was its maximum.
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.unwrap().trim().strip_suffix(" kB").unwrap();
    let kibibytes: usize = peak.parse().unwrap();
    assert_eq!(interrupt(child).0, Some(130));
    // The program reads more files at a time on more cores.
    let cores = thread::available_parallelism().map_or(1, usize::from);
    assert!(kibibytes < (8 + cores) << 10, "{kibibytes} KiB");
}

#[test]
fn it_ends_quietly_when_nobody_reads_the_output_any_more() {
    let root = tempfile::tempdir().unwrap();
    write_many(&root.path().join("many"), 5000);
    let mut command = checksums(root.path());
    command.arg("many");
    let (child, stdout) = start(command, 1);
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(141));
    assert_eq!(stderr(&output), "");
}

#[test]
fn output_that_cannot_be_written_is_an_error() {
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = checksums(Path::new("/"))
        .arg("/dev/null")
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let expected = "checksums: standard output: No space left on device (os error 28)\n";
    assert_eq!(stderr(&output), expected);
}

/// `script` of util-linux gives the program a terminal of its own.
#[test]
fn a_terminal_shows_progress_that_leaves_the_lines_alone() {
    if Command::new("script").arg("--version").output().is_err() {
        return;
    }
    let root = tempfile::tempdir().unwrap();
    write_many(&root.path().join("many"), 100);
    let pipe = make_pipe(root.path());
    let mut command = Command::new("script");
    command
        .args(["--quiet", "--flush", "--return", "--command"])
        .args(["exec \"$CHECKSUMS\" many pipe missing", "/dev/null"])
        .env("CHECKSUMS", &*CHECKSUMS)
        .env("TERM", "xterm")
        .current_dir(root.path())
        .stdin(Stdio::null());
    let (child, mut terminal) = start(command, 0);
    let mut shown = String::new();
    while !shown.contains("files: 100, read: 190 B") {
        let bytes = terminal.fill_buf().unwrap();
        assert_ne!(bytes, b"", "no progress in {shown:?}");
        shown.push_str(std::str::from_utf8(bytes).unwrap());
        let count = bytes.len();
        terminal.consume(count);
    }
    OpenOptions::new()
        .write(true)
        .open(pipe)
        .unwrap()
        .write_all(b"0")
        .unwrap();
    terminal.read_to_string(&mut shown).unwrap();
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(1));

    // A line begins after the bar was erased, or below another line.
    let lines: Vec<&str> = shown
        .split("\r\n")
        .map(|line| line.rsplit(['\r', 'K']).next().unwrap())
        .collect();
    let expected = String::from_utf8(reference(root.path(), &["many"])).unwrap();
    for line in expected.lines() {
        assert!(lines.contains(&line), "{line:?} is not in {shown:?}");
    }
    let complaint = "checksums: missing: No such file or directory (os error 2)";
    assert!(lines.contains(&complaint), "{shown:?}");
}
