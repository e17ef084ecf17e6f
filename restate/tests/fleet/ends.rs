//! How the program ends, and what it leaves behind.
//!
//! A named pipe keeps a job running: reading it hangs as long as nobody writes to it.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::program::{FLEET, Program, fleet, is_alive, signal, wait_until, worker};
use crate::server::Server;

/// A folder with a directory of 50 files, named pipes, and a folder for temporary files.
fn folder(pipes: &[impl AsRef<Path>]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    for name in ["done", "temporary"] {
        fs::create_dir(root.path().join(name)).unwrap();
    }
    for number in 0..50 {
        let file = root.path().join(format!("done/{number}"));
        fs::write(file, number.to_string()).unwrap();
    }
    for pipe in pipes {
        let mut mkfifo = Command::new("mkfifo");
        mkfifo.arg("--mode=666").arg(root.path().join(pipe));
        assert!(mkfifo.status().unwrap().success());
    }
    // A worker without privileges reads it, too.
    fs::set_permissions(root.path(), Permissions::from_mode(0o755)).unwrap();
    root
}

/// The program, with its server's folder in the folder for temporary files.
fn start(root: &Path, paths: &[impl AsRef<OsStr>]) -> Program {
    let mut command = fleet(root, paths);
    command.env("TMPDIR", root.join("temporary"));
    Program::start(command)
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).unwrap().next().is_none()
}

#[test]
fn ctrl_c_cancels_the_jobs_on_the_server_and_waits_for_their_clean_up() {
    let mut server = Server::start();
    let root = folder(&["pipe"]);
    let arguments = [&server.options()[..], &["done", "pipe", "done"]].concat();
    let mut program = Program::start(fleet(root.path(), &arguments));
    program.stdout.find("done/9");
    server.worker.stderr.find("/pipe");
    wait_until(|| server.running() == ["Checksums/hash"]);

    program.interrupt();
    assert_eq!(program.end(), Some(130));
    assert_eq!(server.running(), [""; 0]);
    assert_eq!(
        program.stderr.text(),
        "fleet: interrupted; files done: 50\n"
    );
    let stopped = server.worker.stderr.find("stopped");
    assert!(stopped.ends_with("/pipe; files done: 0"), "{stopped}");
}

#[test]
fn ctrl_c_ends_the_workers_and_the_server_after_the_jobs() {
    let root = folder(&["pipe"]);
    let mut program = start(root.path(), &["done", "pipe"]);
    program.stdout.find("done/9");
    let worker = worker(&program.stderr.find("/pipe"));
    program.interrupt();
    assert_eq!(program.end(), Some(130));
    let stderr = program.stderr.text();
    let order = [
        "fleet: interrupted; files done: 50\n",
        "pipe; files done: 0\n",
        "jobs: ",
    ];
    let places = order.map(|part| stderr.find(part).expect(part));
    assert!(places.is_sorted(), "{stderr}");
    assert!(!is_alive(&worker));
    assert!(is_empty(&root.path().join("temporary")));
}

#[test]
fn a_second_ctrl_c_does_not_wait_for_a_worker_that_hangs() {
    let root = folder(&["pipe"]);
    let mut program = start(root.path(), &["pipe"]);
    let worker = worker(&program.stderr.find("/pipe"));
    signal("STOP", &worker);
    program.interrupt();
    program.stderr.find("fleet: interrupted");
    program.interrupt();
    assert_eq!(program.exit(), Some(130));
    signal("CONT", &worker);
    wait_until(|| !is_alive(&worker));
}

#[test]
fn a_worker_that_hangs_at_the_end_is_killed() {
    let pipes = ["1", "2", "3", "4", "5", "6"];
    let root = folder(&pipes);
    let mut program = start(root.path(), &pipes);
    let jobs = pipes.map(|_| program.stderr.find("hashes"));
    let last = jobs.iter().find(|job| job.ends_with("/6")).unwrap();
    let mut workers = jobs.iter().map(|job| worker(job));
    let idle = workers.find(|other| *other != worker(last)).unwrap();
    for pipe in &pipes[..5] {
        fs::write(root.path().join(pipe), pipe).unwrap();
    }
    program.stdout.find("  5"); // now only the last job runs
    signal("STOP", &idle);
    fs::write(root.path().join("6"), "6").unwrap();
    assert_eq!(program.end(), Some(0));
    wait_until(|| !is_alive(&idle));
    assert!(is_empty(&root.path().join("temporary")));
}

#[test]
fn all_workers_get_jobs() {
    let pipes: Vec<_> = (0..24).map(|number| number.to_string()).collect();
    let root = folder(&pipes);
    let arguments = [&["--workers".into(), "4".into()], &*pipes].concat();
    let mut program = start(root.path(), &arguments);
    let mut jobs = BTreeMap::new();
    for _ in &pipes {
        *jobs
            .entry(worker(&program.stderr.find("hashes")))
            .or_insert(0) += 1;
    }
    assert_eq!(jobs.len(), 4);
    assert!(jobs.values().all(|count| *count >= 4), "{jobs:?}"); // an even share is 6
    for pipe in &pipes {
        fs::write(root.path().join(pipe), pipe).unwrap();
    }
    assert_eq!(program.end(), Some(0));
}

#[test]
fn the_jobs_of_a_killed_worker_run_on_another_one() {
    let pipes = ["pipe1", "pipe2", "pipe3", "pipe4", "pipe5", "pipe6"];
    let root = folder(&pipes);
    let mut program = start(root.path(), &[&["done"], &pipes[..], &["done"]].concat());
    let workers = pipes.map(|_| worker(&program.stderr.find("/pipe")));
    let killed = &workers[0];
    signal("KILL", killed);
    for _ in workers.iter().filter(|worker| *worker == killed) {
        let line = program.stderr.find("/pipe");
        assert_ne!(worker(&line), *killed);
    }
    for pipe in pipes {
        fs::write(root.path().join(pipe), "slow").unwrap();
    }
    assert_eq!(program.end(), Some(0));
    assert_eq!(program.stderr.of_the_client(), "");

    let sha256sum = r"
        sha256sum done/*
        for pipe in pipe*; do printf slow | sha256sum | sed s/-/$pipe/; done
        sha256sum done/*
    ";
    let mut reference = Command::new("sh");
    reference
        .args(["-c", sha256sum])
        .current_dir(root.path())
        .env("LC_ALL", "C");
    let reference = String::from_utf8(reference.output().unwrap().stdout).unwrap();
    assert_eq!(program.stdout.text(), reference);
}

#[test]
fn it_gives_up_when_no_worker_is_left() {
    let root = folder(&["1", "2", "3", "4"]);
    let mut program = start(root.path(), &["1", "2", "3", "4"]);
    let workers = [(); 4].map(|()| worker(&program.stderr.find("hashes")));
    for worker in BTreeSet::from(workers) {
        signal("KILL", &worker);
    }
    assert_eq!(program.end(), Some(1));
    assert_eq!(program.stderr.of_the_client(), "fleet: no worker is left\n");
    wait_until(|| is_empty(&root.path().join("temporary")));
}

#[test]
fn nothing_is_left_of_a_killed_program() {
    let root = folder(&["pipe"]);
    let mut program = start(root.path(), &["pipe"]);
    let worker = worker(&program.stderr.find("/pipe"));
    program.kill();
    wait_until(|| !is_alive(&worker) && is_empty(&root.path().join("temporary")));
}

#[test]
fn it_ends_quietly_when_nobody_reads_the_output_any_more() {
    let root = folder(&[""; 0]);
    for number in 0..2000 {
        let file = root.path().join(format!("done/{number}"));
        fs::write(file, number.to_string()).unwrap(); // the lines do not fit a pipe
    }
    let mut command = Command::new("sh");
    command
        .args(["-c", r#"{ "$0" done; echo "$?" >&2; } | head -n 1"#])
        .arg(&*FLEET)
        .current_dir(root.path());
    let mut program = Program::start(command);
    assert_eq!(program.end(), Some(0));
    assert_eq!(program.stderr.text(), "141\n");
}
