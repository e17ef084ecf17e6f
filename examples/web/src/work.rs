//! The work of the jobs. Each function has the form that suits its work: [`Jobs`](crate::Jobs) accepts all forms.

use std::time::Duration;

use ensure_future::{CancelRequest, Task, create_named_task, graceful};
use serde_json::json;
use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt;
use tokio::runtime::Handle;
use tokio::select;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{Instant, sleep};
use tracing::{Instrument, Span, info};

use crate::{JobError, Outcome, Progress, Settings};

/// Waits. This is a coroutine: when it is cancelled, it is dropped.
pub(crate) async fn countdown(progress: Progress, tick: Duration) -> Outcome {
    info!("counting down");
    let started = Instant::now();
    for _ in 0..progress.steps() {
        sleep(tick).await;
        progress.advance();
    }
    Ok(json!({ "seconds": started.elapsed().as_secs_f64() }))
}

/// Panics halfway.
pub(crate) async fn faulty(progress: Progress, tick: Duration) -> Outcome {
    let last = progress.steps() / 2;
    for _ in 0..last {
        sleep(tick).await;
        progress.advance();
    }
    panic!("step {} went wrong", last + 1);
}

/// Writes a report of the runtime's load. This returns a running task: when it is cancelled, it is asked to end, and
/// removes the unfinished file.
pub(crate) fn report(progress: Progress, settings: &Settings) -> Task<Outcome> {
    let tick = settings.tick;
    let file = settings
        .folder
        .join(format!("report-{}.txt", progress.job()));
    let work = graceful(async move |cancel| {
        info!(?file, "writing a report");
        let unfinished = file.with_extension("part");
        let writer = File::create(&unfinished).await?;
        if let Err(error) = write_report(writer, &progress, tick, &cancel).await {
            fs::remove_file(&unfinished).await?;
            info!("removed the unfinished report");
            return Err(error);
        }
        fs::rename(&unfinished, &file).await?;
        Ok(json!({ "file": file, "lines": progress.steps() }))
    });
    create_named_task("report", work.in_current_span())
}

/// Writes a line at each tick. A cancellation interrupts only the waiting, never the writing.
async fn write_report(
    mut writer: File,
    progress: &Progress,
    tick: Duration,
    cancel: &CancelRequest,
) -> Result<(), JobError> {
    for step in 1..=progress.steps() {
        select! {
            () = sleep(tick) => {}
            () = cancel.requested() => return Err(JobError::Cancelled),
        }
        let tasks = Handle::current().metrics().num_alive_tasks();
        let line = format!("{step}: {tasks} tasks\n");
        writer.write_all(line.as_bytes()).await?;
        progress.advance();
    }
    writer.flush().await?;
    Ok(())
}

/// The numbers that are checked in a step.
const RANGE: u32 = 20_000;

/// Counts prime numbers. This is a blocking function behind tokio's handle: it sees a cancellation between two steps.
pub(crate) fn primes(progress: Progress) -> JoinHandle<Outcome> {
    let count = async move |cancel: CancelRequest| {
        info!("counting primes");
        let mut primes = 0;
        for step in 0..progress.steps() {
            if cancel.is_requested() {
                return Err(JobError::Cancelled);
            }
            let range = step * RANGE..(step + 1) * RANGE;
            primes += range.filter(|&number| is_prime(number)).count();
            progress.advance();
        }
        Ok(json!({ "below": progress.steps() * RANGE, "primes": primes }))
    };
    let span = Span::current();
    spawn_blocking(move || span.in_scope(|| Handle::current().block_on(graceful(count))))
}

fn is_prime(number: u32) -> bool {
    let mut divisors = (2..).take_while(|divisor| divisor * divisor <= number);
    number > 1 && divisors.all(|divisor| number % divisor != 0)
}
