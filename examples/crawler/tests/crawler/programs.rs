//! The two programs, and the results of their runs.

use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::{env, fs, iter};

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

#[derive(Clone, Copy, Debug)]
pub(crate) enum Language {
    Rust,
    Python,
}

impl Language {
    fn command(self) -> Command {
        match self {
            Self::Rust => Command::new(env!("CARGO_BIN_EXE_crawler")),
            Self::Python => {
                let mut command = Command::new(python());
                let script = concat!(env!("CARGO_MANIFEST_DIR"), "/crawler.py");
                command.args(["-u", script]); // prints each line immediately
                command
            }
        }
    }
}

/// Finds a Python 3.13. A shim of that name may not have an interpreter behind it.
fn python() -> PathBuf {
    let home = PathBuf::from(env::var_os("HOME").unwrap_or_default());
    let root = env::var_os("PYENV_ROOT").map_or(home.join(".pyenv"), PathBuf::from);
    let versions = fs::read_dir(root.join("versions")).into_iter().flatten();
    let installed = versions
        .map(|version| version.unwrap())
        .filter(|version| version.file_name().to_string_lossy().starts_with("3.13"))
        .map(|version| version.path().join("bin/python"));
    iter::once(PathBuf::from("python3.13"))
        .chain(installed)
        .find(|python| runs(python))
        .expect("this test needs a Python 3.13: install `python3.13`, or one for pyenv")
}

fn runs(python: &Path) -> bool {
    let mut command = std::process::Command::new(python);
    let output = command.args(["-c", ""]).output();
    output.is_ok_and(|output| output.status.success())
}

/// A running program, and the folder that it writes to.
pub(crate) struct Program {
    pub(crate) folder: TempDir,
    child: Child,
    stdout: Lines<BufReader<ChildStdout>>,
}

impl Program {
    pub(crate) fn start(language: Language, server: &str, folder: TempDir) -> Self {
        let mut child = language
            .command()
            .arg(server)
            .arg(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap()).lines();
        Self {
            folder,
            child,
            stdout,
        }
    }

    /// Sends a signal, such as `INT`.
    pub(crate) async fn signal(&self, name: &str) {
        let id = self.child.id().unwrap().to_string();
        let status = Command::new("kill").args(["-s", name, &id]).status().await;
        assert!(status.unwrap().success());
    }

    /// Reads the next lines.
    pub(crate) async fn lines(&mut self, count: usize) -> Vec<String> {
        let mut lines = Vec::new();
        for _ in 0..count {
            lines.extend(self.stdout.next_line().await.unwrap());
        }
        lines
    }

    /// Waits for the end, and returns the exit status and the remaining lines.
    pub(crate) async fn end(mut self) -> (Option<i32>, Vec<String>) {
        let mut lines = Vec::new();
        while let Some(line) = self.stdout.next_line().await.unwrap() {
            lines.push(line);
        }
        let Output { status, stderr, .. } = self.child.wait_with_output().await.unwrap();
        assert_eq!(String::from_utf8_lossy(&stderr), "");
        (status.code(), lines)
    }
}
