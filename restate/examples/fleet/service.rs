//! The service of the workers: the checksums of the files in a directory.

use std::ffi::{OsStr, OsString};
use std::iter::Peekable;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{io, iter, process, vec};

use ensure_future::{CancelRequest, graceful};
use ensure_future_restate::run_job;
use indicatif::ProgressBar;
use restate_sdk::prelude::*;
use serde::{Deserialize, Serialize};
use tokio::select;
use tokio::task::spawn_blocking;

use crate::hashing::{self, Checksum, STEP};
use crate::output::{self, escaped};
use crate::tree::{self, Entry, Kind};

/// The files of a job, and how many bytes were read.
#[derive(Serialize, Deserialize)]
pub(crate) struct Report {
    pub(crate) files: Vec<File>,
    pub(crate) bytes: u64,
}

impl Report {
    /// The report on a path that is not listed, for the reason of this error.
    pub(crate) fn failed(error: io::Error) -> Self {
        let files = vec![File::new(OsString::new(), Err(error))];
        Self { files, bytes: 0 }
    }
}

#[derive(Serialize, Deserialize)]
pub(crate) struct File {
    /// Empty for the path of the job itself. A name need not be text, and this type keeps its bytes.
    name: OsString,
    checksum: Result<[u8; 32], String>,
}

impl File {
    fn new(name: OsString, checksum: io::Result<Checksum>) -> Self {
        let checksum = checksum.map(Into::into).map_err(|error| error.to_string());
        Self { name, checksum }
    }

    /// Returns the path of the file, and its checksum, given the path of the job.
    pub(crate) fn open(self, job: &Path) -> (PathBuf, io::Result<Checksum>) {
        let checksum = self.checksum.map(Into::into).map_err(io::Error::other);
        (below(job, &self.name), checksum)
    }
}

fn below(job: &Path, name: &OsStr) -> PathBuf {
    if name.is_empty() {
        job.into()
    } else {
        job.join(name)
    }
}

#[derive(Clone, Default)]
pub(crate) struct Checksums {
    pub(crate) jobs: Arc<AtomicU64>,
    pub(crate) verbose: bool,
}

#[restate_sdk::service]
impl Checksums {
    /// Hashes a file, or the files directly in a directory.
    #[handler]
    async fn hash(&self, context: Context<'_>, job: Json<OsString>) -> HandlerResult<Json<Report>> {
        let job = PathBuf::from(job.into_inner());
        self.jobs.fetch_add(1, Ordering::Relaxed);
        if self.verbose {
            say(&[b"hashes ", &*escaped(&job)].concat());
        }
        let work = graceful(async move |cancel| hash(&job, &cancel).await.map(Json));
        run_job(context, work).await
    }
}

/// Hashes one batch after the other, until a cancellation is requested.
async fn hash(job: &Path, cancel: &CancelRequest) -> io::Result<Report> {
    let listed = job.to_owned();
    let entries = spawn_blocking(move || list(&listed)).await??;
    let mut entries = entries.into_iter().peekable();
    let bar = ProgressBar::hidden(); // it only counts
    let mut files = Vec::new();
    while let Some(batch) = next_batch(&mut entries) {
        select! {
            biased;
            () = cancel.requested() => {
                let done = format!("; files done: {}", files.len());
                say(&[b"stopped ", &*escaped(job), done.as_bytes()].concat());
                cancel.accept().await;
            }
            hashed = hash_batch(job, batch, &bar) => files.extend(hashed?),
        }
    }
    let bytes = bar.position();
    Ok(Report { files, bytes })
}

fn list(job: &Path) -> io::Result<Vec<Entry>> {
    let mut entries = tree::look_up(vec![job.into()]);
    if entries[0].kind == Kind::Directory {
        entries = tree::list(job)?;
        entries.retain(|entry| entry.kind != Kind::Directory); // each is a job of its own
    } else {
        entries[0].name.clear();
    }
    Ok(entries)
}

/// Returns a large file, or small files that follow each other.
fn next_batch(entries: &mut Peekable<vec::IntoIter<Entry>>) -> Option<Vec<Entry>> {
    let mut batch = vec![entries.next()?];
    if batch[0].kind == Kind::Small {
        let next_small = || entries.next_if(|next| next.kind == Kind::Small);
        batch.extend(iter::from_fn(next_small).take(STEP - 1));
    }
    Some(batch)
}

/// Hashes a large file, which can be stopped between two reads, or a few small files, which can't.
async fn hash_batch(job: &Path, batch: Vec<Entry>, bar: &ProgressBar) -> io::Result<Vec<File>> {
    let path = |file: &Entry| below(job, &file.name);
    let checksums = match &*batch {
        [file] if file.kind == Kind::Large => vec![hashing::large(path(file), bar.clone()).await],
        files => {
            let (paths, bar): (Vec<_>, _) = (files.iter().map(path).collect(), bar.clone());
            spawn_blocking(move || hashing::small(&paths, &bar)).await?
        }
    };
    let files = batch.into_iter().zip(checksums);
    Ok(files
        .map(|(file, checksum)| File::new(file.name, checksum))
        .collect())
}

/// Writes a line of this worker to stderr.
pub(crate) fn say(line: &[u8]) {
    let worker = format!("fleet worker {}: ", process::id());
    output::say(&[worker.as_bytes(), line].concat());
}
