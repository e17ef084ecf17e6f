//! User wakers and destructors that panic or call back, in a task that another thread waits for.

use ensure_future::run_coroutine_threadsafe;
use tokio::runtime::Handle;

use support::user_code::{Subject, drop_each, one, rows};

rows! {
    threadsafe_task(children: 1) {
        let task = run_coroutine_threadsafe(one(children), &Handle::current());
        let waiting = tokio::task::spawn_blocking(|| drop_each(task.result()));
        Subject::new(async { waiting.await.unwrap() })
    }
}
