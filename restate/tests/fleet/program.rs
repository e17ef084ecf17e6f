//! The example as a process, with its output line by line.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use escargot::CargoBuild;

/// The path of the program. It is built here, since a test of a single target does not build examples.
pub(crate) static FLEET: LazyLock<PathBuf> = LazyLock::new(|| {
    CargoBuild::new()
        .manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .example("fleet")
        .target_dir(Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap())
        .run()
        .expect("the example builds")
        .path()
        .to_owned()
});

/// Far more than anything takes.
pub(crate) const LIMIT: Duration = Duration::from_secs(120);

/// The command that runs the program in a folder, with two workers that name their jobs.
pub(crate) fn fleet(folder: &Path, arguments: &[impl AsRef<OsStr>]) -> Command {
    let mut command = Command::new(&*FLEET);
    command
        .args(["--workers", "2", "--verbose"])
        .args(arguments)
        .current_dir(folder);
    command
}

/// A running process. It ends when this is dropped.
pub(crate) struct Program {
    child: Child,
    pub(crate) stdout: Lines,
    pub(crate) stderr: Lines,
}

impl Program {
    /// Starts the program in a process group of its own, as a shell does.
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = Lines::read(child.stdout.take().unwrap());
        let stderr = Lines::read(child.stderr.take().unwrap());
        Self {
            child,
            stdout,
            stderr,
        }
    }

    /// Presses Ctrl-C in its terminal, which gets to its whole group.
    pub(crate) fn interrupt(&self) {
        signal("INT", &format!("-{}", self.child.id()));
    }

    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
    }

    /// Waits for the end of the program and of its workers, and returns the exit status.
    pub(crate) fn end(&mut self) -> Option<i32> {
        self.stdout.read_all();
        self.stderr.read_all();
        self.exit()
    }

    /// Waits for the end of the program alone.
    pub(crate) fn exit(&mut self) -> Option<i32> {
        wait_until(|| self.child.try_wait().unwrap().is_some());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal to a process, or to a group with a minus sign.
pub(crate) fn signal(name: &str, process: &str) {
    let mut kill = Command::new("kill");
    let status = kill.args(["-s", name, "--", process]).status().unwrap();
    assert!(status.success());
}

/// The lines that a process prints, with their ends. They need not be text.
pub(crate) struct Lines {
    receiver: Receiver<Vec<u8>>,
    /// What was read.
    pub(crate) seen: Vec<u8>,
}

impl Lines {
    fn read(pipe: impl Read + Send + 'static) -> Self {
        let (sender, receiver) = channel();
        thread::spawn(move || {
            let mut pipe = BufReader::new(pipe);
            let mut line = Vec::new();
            while pipe.read_until(b'\n', &mut line).is_ok_and(|size| size > 0) {
                let _ = sender.send(std::mem::take(&mut line));
            }
        });
        Self {
            receiver,
            seen: Vec::new(),
        }
    }

    /// Waits for a line that contains `part`, and returns it.
    #[track_caller]
    pub(crate) fn find(&mut self, part: &str) -> String {
        loop {
            let Ok(line) = self.receiver.recv_timeout(LIMIT) else {
                panic!("{part:?} is not in {}", self.text());
            };
            self.seen.extend(&line);
            let line = String::from_utf8_lossy(&line);
            if line.contains(part) {
                return line.trim_end().into();
            }
        }
    }

    #[track_caller]
    fn read_all(&mut self) {
        loop {
            match self.receiver.recv_timeout(LIMIT) {
                Ok(line) => self.seen.extend(line),
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => panic!("it does not end: {}", self.text()),
            }
        }
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.seen).into()
    }

    /// Returns the lines without those of the workers.
    pub(crate) fn of_the_client(&self) -> String {
        let text = self.text();
        let of_workers = |line: &&str| line.starts_with("fleet worker ");
        text.split_inclusive('\n')
            .filter(|line| !of_workers(line))
            .collect()
    }
}

/// Returns the process id of the worker that has printed this line.
pub(crate) fn worker(line: &str) -> String {
    let rest = line
        .strip_prefix("fleet worker ")
        .expect("a worker has printed it");
    rest.split(':').next().unwrap().into()
}

pub(crate) fn is_alive(process: &str) -> bool {
    Path::new("/proc").join(process).exists()
}

#[track_caller]
pub(crate) fn wait_until(mut condition: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !condition() {
        assert!(begin.elapsed() < LIMIT, "it takes too long");
        thread::sleep(Duration::from_millis(20));
    }
}
