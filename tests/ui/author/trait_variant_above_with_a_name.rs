// `#[trait_variant::make(Name: Send)]` stands above the attribute, and so copies the attribute to the variant.
use ensure_future::{Task, accepts_awaitable};

#[trait_variant::make(Scheduler: Send)]
#[accepts_awaitable(as = SchedulerExt)]
trait LocalScheduler {
    #[accepts_awaitable(as = schedule)]
    async fn schedule_task(&self, task: Task<u8>) -> u8;
}

fn main() {}
