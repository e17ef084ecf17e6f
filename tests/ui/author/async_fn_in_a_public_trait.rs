// A public trait has an `async fn`.
#![deny(async_fn_in_trait)]

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable(as = SchedulerExt)]
pub trait Scheduler {
    #[accepts_awaitable(as = schedule)]
    async fn schedule_task(&self, task: Task<u8>);
}

fn main() {}
