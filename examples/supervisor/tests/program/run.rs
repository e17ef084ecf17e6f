//! A run of the program.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// Longer than any test takes on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

const ASK_AGAIN: Duration = Duration::from_millis(5);

/// A variable that marks all processes of a run.
const MARK: &str = "SUPERVISOR_TEST";

pub(crate) fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_supervisor"))
}

/// A folder with this `Procfile`.
pub(crate) fn folder(procfile: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("Procfile"), procfile).unwrap();
    folder
}

/// The program while it runs.
pub(crate) struct Run {
    folder: TempDir,
    child: Child,
    /// `None` when it is read.
    pub(crate) stdout: Option<ChildStdout>,
    lines: Receiver<String>,
    seen: Vec<String>,
}

/// The end of the program, and its output.
pub(crate) struct Ended {
    pub(crate) status: Option<i32>,
    pub(crate) lines: Vec<String>,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn start(arguments: &[&str], procfile: &str) -> Self {
        let mut run = Self::start_unread(arguments, procfile);
        run.read();
        run
    }

    /// Starts the program, and does not read its output.
    pub(crate) fn start_unread(arguments: &[&str], procfile: &str) -> Self {
        let folder = folder(procfile);
        let mut child = program()
            .args(arguments)
            .current_dir(&folder)
            .env(MARK, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = child.stdout.take();
        let (_, lines) = mpsc::channel();
        let seen = Vec::new();
        Self {
            folder,
            child,
            stdout,
            lines,
            seen,
        }
    }

    /// Begins to read the output of the program.
    pub(crate) fn read(&mut self) {
        let stdout = BufReader::new(self.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        self.lines = lines;
        thread::spawn(move || {
            for line in stdout.split(b'\n') {
                let line = String::from_utf8(line.unwrap()).unwrap();
                let _ = sender.send(line);
            }
        });
    }

    /// Returns whether the pipe to which the program prints has no room.
    pub(crate) fn is_stuck(&self) -> bool {
        let path = format!("/proc/{}/fd/1", self.child.id());
        let pipe = File::options().write(true).open(path).unwrap();
        let mut writable = [PollFd::new(&pipe, PollFlags::OUT)];
        poll(&mut writable, Some(&Timespec::default())).unwrap() == 0
    }

    /// Makes an empty file in the folder in which the services run.
    pub(crate) fn create(&self, name: &str) {
        fs::write(self.folder.path().join(name), "").unwrap();
    }

    /// Waits until the program prints such a line.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) {
        let deadline = Instant::now() + LIMIT;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let Ok(line) = self.lines.recv_timeout(left) else {
                panic!("no line with `{text}` in {:#?}", self.seen);
            };
            self.seen.push(line);
            if self.seen.last().unwrap().contains(text) {
                break;
            }
        }
    }

    pub(crate) fn send(&self, signal: Signal) {
        let id = Pid::from_raw(self.child.id().try_into().unwrap()).unwrap();
        kill_process(id, signal).unwrap();
    }

    /// Whether a process that the program has started is alive.
    fn has_processes(&self) -> bool {
        let mark = format!("{MARK}={}\0", self.folder.path().display());
        fs::read_dir("/proc").unwrap().flatten().any(|process| {
            let is_program = *process.file_name() == *self.child.id().to_string();
            let environment = fs::read(process.path().join("environ")).unwrap_or_default();
            let is_marked = environment
                .windows(mark.len())
                .any(|part| part == mark.as_bytes());
            is_marked && !is_program
        })
    }

    /// Waits until only the program is left. A killed process may take a moment to end.
    #[track_caller]
    pub(crate) fn wait_for_no_process(&self) {
        wait_until("no process is left", || !self.has_processes());
    }

    /// Waits for the end, and checks that no process is left.
    #[track_caller]
    pub(crate) fn ended(mut self) -> Ended {
        let child = &mut self.child;
        wait_until("the program has ended", || {
            child.try_wait().unwrap().is_some()
        });
        let status = self.child.wait().unwrap().code();
        self.wait_for_no_process();
        let mut lines = std::mem::take(&mut self.seen);
        lines.extend(self.lines.iter());
        let mut stderr = String::new();
        let mut pipe = self.child.stderr.take().unwrap();
        pipe.read_to_string(&mut stderr).unwrap();
        Ended {
            status,
            lines,
            stderr,
        }
    }

    /// Stops the program, and returns how it has ended.
    #[track_caller]
    pub(crate) fn stop(self) -> Ended {
        self.send(Signal::TERM);
        self.ended()
    }
}

/// Polls a condition of a process, since the system sends no event for it.
#[track_caller]
pub(crate) fn wait_until(condition: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + LIMIT;
    while !is_so() {
        assert!(
            Instant::now() < deadline,
            "waited in vain until {condition}"
        );
        thread::sleep(ASK_AGAIN);
    }
}

/// A test that fails leaves no process behind.
impl Drop for Run {
    fn drop(&mut self) {
        self.stdout = None;
        while let Ok(None) = self.child.try_wait() {
            self.send(Signal::INT); // the second signal kills
            thread::sleep(ASK_AGAIN);
        }
    }
}

impl Ended {
    /// The lines of the supervisor itself, without the numbers of processes.
    pub(crate) fn told(&self) -> Vec<&str> {
        let told = self.lines.iter().filter(|line| line.contains(" * "));
        told.filter(|line| !line.contains("started"))
            .map(String::as_str)
            .collect()
    }
}
