//! Operations without children.

use std::panic::resume_unwind;

use ensure_future::{CancelHandle, CancelRequest, create_task, graceful, promise};
use tokio::task::yield_now;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::history::ms;
use crate::outcome::{Body, Given, Output, passed};
use crate::program::{CleanUp, Millis};

pub(crate) async fn returns(after: Millis) -> Body {
    sleep(ms(after)).await;
    Ok(Vec::new())
}

pub(crate) async fn fails(after: Millis) -> Body {
    sleep(ms(after)).await;
    Err(Vec::new())
}

pub(crate) async fn panics(after: Millis) -> Body {
    sleep(ms(after)).await;
    panic_quietly()
}

/// Panics without the panic hook, which would print thousands of messages.
fn panic_quietly() -> ! {
    resume_unwind(Box::new("an operation panics"))
}

pub(crate) async fn yields(turns: u8) -> Body {
    for _ in 0..turns {
        yield_now().await;
    }
    Ok(Vec::new())
}

pub(crate) async fn promises(after: Millis, resolves: bool) -> Body {
    let (promised, task) = promise::<Output>();
    drop(create_task(async move {
        sleep(ms(after)).await;
        if resolves {
            let _ = promised.resolve(Ok(Given(0, Vec::new()))); // an error if the task was cancelled
        }
    }));
    passed(task.await)
}

/// Spawns a task that cancels this task after some time.
pub(crate) fn cancel_later(task: CancelHandle, after: Millis) {
    drop(create_task(async move {
        sleep(ms(after)).await;
        task.cancel();
    }));
}

/// A token that is cancelled after some time.
pub(crate) fn cancelled_later(after: Millis) -> CancellationToken {
    let token = CancellationToken::new();
    let cancelled = token.clone();
    drop(create_task(async move {
        sleep(ms(after)).await;
        cancelled.cancel();
    }));
    token
}

/// Works, and cleans up if it is cancelled meanwhile.
pub(crate) async fn works(work: Millis, clean_up: Millis, end: CleanUp) -> Body {
    graceful(async |cancel: CancelRequest| {
        let mut work = Box::pin(sleep(ms(work)));
        tokio::select! {
            biased;
            () = &mut work => return Ok(Vec::new()),
            () = cancel.requested() => {}
        }
        if let CleanUp::Ignores = end {
            work.await;
            return Ok(Vec::new());
        }
        sleep(ms(clean_up)).await;
        match end {
            CleanUp::Returns | CleanUp::Ignores => Ok(Vec::new()),
            CleanUp::Fails => Err(Vec::new()),
            CleanUp::Panics => panic_quietly(),
            CleanUp::Accepts => cancel.accept().await,
        }
    })
    .await
}
