// same
#![deny(async_fn_in_trait)]

use tokio::task::JoinHandle;

pub trait Scheduler {
    async fn schedule_task(&self, task: JoinHandle<u8>);
}

fn main() {}
