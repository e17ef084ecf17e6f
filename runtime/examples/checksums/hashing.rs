//! Hashing of small and large files.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use sha2::digest::Output;
use sha2::{Digest, Sha256};
use tokio::task::spawn_blocking;

/// The size of one read. The bytes are hashed while they are still in the core's cache.
pub(crate) const BUFFER: usize = 64 << 10;
/// The number of buffers that a blocking call hashes: large enough to outweigh the switch of threads, small enough to
/// cancel soon.
pub(crate) const STEP: usize = 32;

pub(crate) type Checksum = Output<Sha256>;

/// Hashes files in sequence. On its own thread, each file would take longer to get there than to be read.
pub(crate) fn small(files: &[PathBuf], bar: &ProgressBar) -> Vec<io::Result<Checksum>> {
    let checksum = |file: &PathBuf| {
        let mut reading = Reading::open(file, bar.clone())?;
        loop {
            if let Some(checksum) = reading.step()? {
                return Ok(checksum);
            }
        }
    };
    files.iter().map(checksum).collect()
}

/// Hashes a file in steps. A blocking call can't be cancelled, but a coroutine can, between two calls.
pub(crate) async fn large(file: PathBuf, bar: ProgressBar) -> io::Result<Checksum> {
    let mut reading = spawn_blocking(move || Reading::open(&file, bar)).await??;
    loop {
        let step = move || reading.step().map(|checksum| (checksum, reading));
        match spawn_blocking(step).await?? {
            (Some(checksum), _) => return Ok(checksum),
            (None, rest) => reading = rest,
        }
    }
}

/// A file that is being hashed.
struct Reading {
    file: BufReader<File>,
    hasher: Sha256,
    bar: ProgressBar,
}

impl Reading {
    fn open(file: &Path, bar: ProgressBar) -> io::Result<Self> {
        let file = BufReader::with_capacity(BUFFER, File::open(file)?);
        let hasher = Sha256::new();
        Ok(Self { file, hasher, bar })
    }

    /// Hashes the next few buffers. Returns the checksum at the end of the file.
    fn step(&mut self) -> io::Result<Option<Checksum>> {
        for _ in 0..STEP {
            let bytes = self.file.fill_buf()?;
            if bytes.is_empty() {
                return Ok(Some(self.hasher.finalize_reset()));
            }
            self.hasher.update(bytes);
            let count = bytes.len();
            self.file.consume(count);
            self.bar.inc(count as u64);
        }
        Ok(None)
    }
}
