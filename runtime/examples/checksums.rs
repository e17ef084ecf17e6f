//! `sha256sum` for whole directories: hashes every file below the given paths, and prints what `sha256sum` would.
//!
//! ```text
//! cargo run --release --example checksums -- PATH...
//! ```
//!
//! The lines come in the order of the paths. The program hashes as many files ahead as keep the cores busy. It follows
//! symbolic links that are arguments, and skips those below. It names unreadable files on stderr. It holds a few
//! buffers for each core in memory, and the names in the directories on the way to the current file.
//!
//! | exit status | when |
//! | --- | --- |
//! | 0 | every file was hashed |
//! | 1 | a file could not be hashed, or the output could not be written |
//! | 2 | no path was given |
//! | 130 | Ctrl-C was pressed |
//! | 141 | the reader of the output has gone, as in `checksums . \| head -1` |
//!
//! What to look at: [`framework`] declares tasks, since it asks whether they have ended and cancels them. Its callers
//! here pass the form that suits the work. `Until::new` gets a coroutine. `InOrder::push` gets a coroutine for a large
//! file, which can be cancelled between two reads, and tokio's handle for small files, which are read in a single
//! blocking call. `Until::wait` gets such a handle for a directory, and for files the task, which already runs when its
//! turn comes.

use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::iter::Peekable;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::{env, future, iter, mem, thread, vec};

use ensure_future::{Task, accepts_awaitable};
use indicatif::ProgressBar;
use tokio::runtime::Builder;
use tokio::signal::ctrl_c;
use tokio::task::{JoinError, spawn_blocking, yield_now};

use crate::framework::{InOrder, Stopped, Until};
use crate::hashing::{Checksum, STEP};
use crate::tree::{Entry, Kind};

#[path = "checksums/framework.rs"]
mod framework;
#[path = "checksums/hashing.rs"]
mod hashing;
#[path = "checksums/output.rs"]
mod output;
#[path = "checksums/tree.rs"]
mod tree;

/// Tasks ahead for each core. When the oldest has ended, the others still have work to do.
const AHEAD: usize = 4;

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    if arguments.is_empty() {
        output::say(b"usage: checksums PATH...");
        return ExitCode::from(2);
    }
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the system has what a runtime needs");
    let status = runtime.block_on(checksums(arguments));
    runtime.shutdown_background(); // does not wait for a read that hangs
    ExitCode::from(status)
}

async fn checksums(arguments: Vec<OsString>) -> u8 {
    let mut run = Run::new();
    let ended = run.everything(arguments).await;
    run.bar.finish_and_clear();
    match ended {
        Ok(()) => u8::from(run.has_failed),
        Err(End::Interrupted) => {
            let done = run.done;
            output::say(format!("checksums: interrupted; files done: {done}").as_bytes());
            130
        }
        Err(End::Output(error)) if error.kind() == ErrorKind::BrokenPipe => 141,
        Err(End::Output(error)) => {
            output::say(format!("checksums: standard output: {error}").as_bytes());
            1
        }
    }
}

/// Why some work was not done.
enum End {
    Interrupted,
    Output(io::Error),
}

impl From<Stopped> for End {
    fn from(_: Stopped) -> Self {
        Self::Interrupted
    }
}

/// The files of one task, and the results for each of them.
type Files = Arc<[PathBuf]>;
type Checksums = Vec<io::Result<Checksum>>;

/// A directory, and its entries that are still to be visited.
type Level = (PathBuf, Peekable<vec::IntoIter<Entry>>);

struct Run {
    until: Until,
    tasks: InOrder<Files, Checksums>,
    /// The lines that have not been printed.
    lines: Vec<u8>,
    bar: ProgressBar,
    /// The number of hashed files, including those whose lines are not printed.
    done: u64,
    has_failed: bool,
}

#[accepts_awaitable]
impl Run {
    fn new() -> Self {
        let interrupted = async {
            if ctrl_c().await.is_err() {
                future::pending::<()>().await; // from here on, Ctrl-C kills, as it does by default
            }
        };
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self {
            until: Until::new(interrupted),
            tasks: InOrder::new(AHEAD * cores),
            lines: Vec::new(),
            bar: output::progress_bar(),
            done: 0,
            has_failed: false,
        }
    }

    /// Walks depth first. Only the rest of each directory above the current file is in memory.
    async fn everything(&mut self, arguments: Vec<OsString>) -> Result<(), End> {
        yield_now().await; // from here on, the program listens for Ctrl-C
        let look_up = spawn_blocking(|| Ok(tree::look_up(arguments)));
        let entries = flat(self.until.wait(look_up).await?).map_err(End::Output)?;
        let mut branch = vec![(PathBuf::new(), entries.into_iter().peekable())];
        while let Some((directory, entries)) = branch.last_mut() {
            let Some(Entry { name, kind }) = entries.next() else {
                branch.pop();
                continue;
            };
            let path = directory.join(name);
            match kind {
                Kind::Directory => branch.extend(self.enter(path).await?),
                Kind::Small => {
                    let next_small = || entries.next_if(|next| next.kind == Kind::Small);
                    let others = iter::from_fn(next_small).map(|other| directory.join(other.name));
                    let files = iter::once(path).chain(others).take(STEP).collect();
                    self.hash_small(files).await?;
                }
                Kind::Large => {
                    let checksum = hashing::large(path.clone(), self.bar.clone());
                    let checksums = async { vec![checksum.await] };
                    self.add([path].into(), checksums).await?;
                }
            }
        }
        while self.finish_oldest().await? {}
        self.print().await
    }

    async fn hash_small(&mut self, files: Files) -> Result<(), End> {
        let (reading, bar) = (Arc::clone(&files), self.bar.clone());
        let checksums = spawn_blocking(move || hashing::small(&reading, &bar));
        self.add(files, checksums).await
    }

    /// Lists a directory. If it can't be read, this is reported when its turn comes.
    async fn enter(&mut self, path: PathBuf) -> Result<Option<Level>, End> {
        self.print().await?;
        let directory = path.clone();
        let listing = spawn_blocking(move || tree::list(&directory));
        match flat(self.until.wait(listing).await?) {
            Ok(entries) => Ok(Some((path, entries.into_iter().peekable()))),
            Err(error) => {
                let failure = future::ready(vec![Err(error)]);
                self.add([path].into(), failure).await?;
                Ok(None)
            }
        }
    }

    async fn add(&mut self, files: Files, checksums: Task<Checksums>) -> Result<(), End> {
        self.tasks.push(files, checksums);
        if self.tasks.is_full() {
            self.finish_oldest().await?;
        }
        Ok(())
    }

    /// Returns whether there was a task. Prints all known lines before it waits for more.
    async fn finish_oldest(&mut self) -> Result<bool, End> {
        if !self.tasks.is_ready() || self.lines.len() >= hashing::BUFFER {
            self.print().await?;
        }
        let Some((files, checksums)) = self.tasks.pop() else {
            return Ok(false);
        };
        match self.until.wait(checksums).await? {
            Ok(checksums) => {
                for (path, checksum) in files.iter().zip(checksums) {
                    self.tell(path, checksum).await?;
                }
            }
            Err(panic) => {
                for path in &*files {
                    self.tell(path, Err(io::Error::other(panic.to_string())))
                        .await?;
                }
            }
        }
        Ok(true)
    }

    async fn tell(&mut self, path: &Path, checksum: io::Result<Checksum>) -> Result<(), End> {
        match checksum {
            Ok(checksum) => {
                self.done += 1;
                output::add_line(&mut self.lines, path, &checksum);
            }
            Err(error) => {
                self.print().await?; // first, so that a terminal shows both in order
                self.has_failed = true;
                self.bar.suspend(|| output::complain(path, &error));
            }
        }
        Ok(())
    }

    async fn print(&mut self) -> Result<(), End> {
        if self.lines.is_empty() {
            return Ok(());
        }
        self.bar.set_message(self.done.to_string());
        let (lines, bar) = (mem::take(&mut self.lines), self.bar.clone());
        let printing = spawn_blocking(move || output::print(&lines, &bar));
        flat(self.until.wait(printing).await?).map_err(End::Output)
    }
}

/// A panic is an error like any other.
fn flat<T>(outcome: Result<io::Result<T>, JoinError>) -> io::Result<T> {
    outcome.unwrap_or_else(|panic| Err(io::Error::other(panic)))
}
