//! The walk through the directories: submits a job for each, and prints the reports in order.

use std::error::Error;
use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::path::{self, Path, PathBuf};
use std::{future, mem, process, thread, vec};

use ensure_future::{RemoteError, Task, accepts_awaitable, create_task, promise};
use ensure_future_restate::{Executor, JobFailure, Restate};
use http::Uri;
use indicatif::ProgressBar;
use restate_sdk::serde::Json;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::{JoinError, spawn_blocking, yield_now};

use crate::arguments::Hash;
use crate::framework::{InOrder, Stopped, Until};
use crate::hashing::{BUFFER, Checksum};
use crate::output;
use crate::processes::Fleet;
use crate::service::{ChecksumsIngressClient, Report};
use crate::tree::{self, Entry, Kind};

/// Jobs ahead for each worker. The server takes longer to record a job than a worker takes to hash a few small files.
const AHEAD: usize = 16;

/// The limit for all workers together. Each job needs up to two open files of this program, for connections to the server
/// and to a worker, and on macOS a process may open 256 files.
const MAX_AHEAD: usize = 100;

/// Returns the exit status. The fleet has to live until the jobs that this cancels have ended.
pub(crate) async fn hash(arguments: Hash, fleet: &mut Option<Fleet>) -> u8 {
    let mut until = Until::new(interrupted());
    yield_now().await; // from here on, the program listens for Ctrl-C
    let mut done = 0;
    let ended = match connect(&arguments, fleet, &mut until).await {
        Ok(service) => {
            let ahead = MAX_AHEAD.min(AHEAD.saturating_mul(arguments.workers));
            let mut run = Run::new(until, service, ahead);
            let ended = run.everything(arguments.paths).await;
            run.bar.finish_and_clear();
            done = run.done;
            ended.map(|()| run.has_failed)
        }
        Err(end) => Err(end),
    };
    let (message, status) = match ended {
        Ok(has_failed) => return u8::from(has_failed),
        Err(End::Output(error)) if error.kind() == ErrorKind::BrokenPipe => return 141,
        Err(End::Output(error)) => (format!("standard output: {error}"), 1),
        Err(End::Server(error)) => (format!("the server: {error}"), 1),
        Err(End::Interrupted) => (format!("interrupted; files done: {done}"), 130),
    };
    output::say(format!("fleet: {message}").as_bytes());
    status
}

/// Waits for Ctrl-C. A second one ends the program at once.
async fn interrupted() {
    let Ok(mut presses) = signal(SignalKind::interrupt()) else {
        return future::pending().await; // Ctrl-C kills, as it does by default
    };
    presses.recv().await;
    drop(create_task(async move {
        presses.recv().await;
        process::exit(130);
    }));
}

async fn connect(
    arguments: &Hash,
    fleet: &mut Option<Fleet>,
    until: &mut Until,
) -> Result<Service, End> {
    let (ingress, admin): (Uri, Uri) = if let Some(server) = arguments.server.clone() {
        server
    } else {
        let start = Fleet::start(arguments.workers, arguments.verbose);
        let started = flat(until.wait(start).await?).map_err(End::server)?;
        let fleet = fleet.insert(started);
        (fleet.ingress.clone(), fleet.admin.clone())
    };
    let restate = Restate::connect(ingress, admin).map_err(End::server)?;
    Ok(Service::from_client(restate.client()))
}

type Service = ChecksumsIngressClient<Executor>;
type Outcome = Result<Json<Report>, RemoteError>;

/// Why some work was not done.
enum End {
    Interrupted,
    Output(io::Error),
    Server(Box<dyn Error>),
}

impl From<Stopped> for End {
    fn from(_: Stopped) -> Self {
        Self::Interrupted
    }
}

impl End {
    fn server(error: impl Error + 'static) -> Self {
        Self::Server(error.into())
    }
}

struct Run {
    until: Until,
    service: Service,
    jobs: InOrder<PathBuf, Outcome>,
    /// The lines that have not been printed.
    lines: Vec<u8>,
    bar: ProgressBar,
    /// The number of hashed files, including those whose lines are not printed.
    done: u64,
    has_failed: bool,
}

#[accepts_awaitable]
impl Run {
    fn new(until: Until, service: Service, ahead: usize) -> Self {
        Self {
            until,
            service,
            jobs: InOrder::new(ahead),
            lines: Vec::new(),
            bar: output::progress_bar(),
            done: 0,
            has_failed: false,
        }
    }

    /// Walks depth first. Only the rest of each directory above the current one is in memory.
    async fn everything(&mut self, arguments: Vec<OsString>) -> Result<(), End> {
        let look_up = spawn_blocking(|| Ok(tree::look_up(arguments)));
        let entries = flat(self.until.wait(look_up).await?).map_err(End::Output)?;
        let mut branch = vec![(PathBuf::new(), entries.into_iter())];
        while let Some((directory, entries)) = branch.last_mut() {
            let Some(Entry { name, kind }) = entries.next() else {
                branch.pop();
                continue;
            };
            let path = directory.join(name);
            if kind == Kind::Directory {
                branch.extend(self.enter(path).await?);
            } else {
                self.submit(path).await?;
            }
        }
        while self.finish_oldest().await? {}
        self.print().await
    }

    /// Submits a job for a directory, and returns the directories in it. If it can't be read, this is reported when its
    /// turn comes.
    async fn enter(
        &mut self,
        path: PathBuf,
    ) -> Result<Option<(PathBuf, vec::IntoIter<Entry>)>, End> {
        let directory = path.clone();
        let listing = spawn_blocking(move || tree::list(&directory));
        match flat(self.until.wait(listing).await?) {
            Ok(mut entries) => {
                entries.retain(|entry| entry.kind == Kind::Directory);
                self.submit(path.clone()).await?;
                Ok(Some((path, entries.into_iter())))
            }
            Err(error) => {
                self.add(path, future::ready(Ok(Json(Report::failed(error)))))
                    .await?;
                Ok(None)
            }
        }
    }

    /// Submits a job. This is not interrupted, since a job without a known id can't be cancelled.
    async fn submit(&mut self, path: PathBuf) -> Result<(), End> {
        match path::absolute(&path) {
            Ok(absolute) => {
                let request = self.service.hash(Json(absolute.into_os_string()));
                let job = request.send().await.map_err(End::server)?;
                self.add(path, job).await
            }
            Err(error) => {
                self.add(path, future::ready(Ok(Json(Report::failed(error)))))
                    .await
            }
        }
    }

    async fn add(&mut self, path: PathBuf, job: Task<Outcome>) -> Result<(), End> {
        self.jobs.push(path, job);
        if self.jobs.is_full() {
            self.finish_oldest().await?;
        }
        Ok(())
    }

    /// Returns whether there was a job. Prints all known lines before it waits for more.
    async fn finish_oldest(&mut self) -> Result<bool, End> {
        if !self.jobs.is_ready() || self.lines.len() >= BUFFER {
            self.print().await?;
        }
        let Some((path, job)) = self.jobs.pop() else {
            return Ok(false);
        };
        match self.until.wait(job).await? {
            Ok(Ok(Json(report))) => {
                self.bar.inc(report.bytes);
                for file in report.files {
                    let (file, checksum) = file.open(&path);
                    self.tell(&file, checksum).await?;
                }
            }
            Ok(Err(error)) => self.tell(&path, Err(reason(error))).await?,
            Err(panic) => self.tell(&path, Err(io::Error::other(panic))).await?,
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

    /// Prints on another thread, which the end of the program does not wait for if nobody reads the output.
    async fn print(&mut self) -> Result<(), End> {
        if self.lines.is_empty() {
            return Ok(());
        }
        self.bar.set_message(self.done.to_string());
        let (lines, bar) = (mem::take(&mut self.lines), self.bar.clone());
        let (resolver, printed) = promise();
        thread::spawn(move || resolver.resolve(output::print(&lines, &bar)));
        flat(self.until.wait(printed).await?).map_err(End::Output)
    }
}

/// The error of a worker is reported like one of this process.
fn reason(error: RemoteError) -> io::Error {
    let Some(source) = error.source() else {
        return io::Error::other(error);
    };
    match source.downcast_ref::<JobFailure>() {
        Some(failure) => io::Error::other(failure.message.clone()),
        None => io::Error::other(format!("{error}: {source}")),
    }
}

/// A panic is an error like any other.
fn flat<T>(outcome: Result<io::Result<T>, JoinError>) -> io::Result<T> {
    outcome.unwrap_or_else(|panic| Err(io::Error::other(panic)))
}
