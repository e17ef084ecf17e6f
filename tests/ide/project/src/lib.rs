//! The author's code, with the attribute on each kind of function.
//!
//! A comment `/*mark*/` marks the place behind it. `project.py` removes the marks before rust-analyzer sees the file.

use ensure_future::{Task, accepts_awaitable};
use tokio::runtime::Handle;

pub struct Jobs {
    running: Vec</*task_elsewhere*/Task<()>>,
    executor: Handle,
}

impl Jobs {
    pub fn new() -> Self {
        Self { running: Vec::new(), executor: Handle::current() }
    }
}

/*item*//// Stops a task, and says whether it was running.
#[accepts_awaitable]
pub fn /*free.name*/stop(/*free.declared*/task: /*task_declared*/Task<u8>, reason: &str) -> bool {
    /*free.body*/println!("stopping: {reason}");
    /*free.used*/task.cancel()
}

#[accepts_awaitable]
pub async fn /*async.name*/value<T>(/*async.declared*/task: Task<T>) -> Option<T> {
    /*async.body*/let name = "a string with the word task";
    let _ = name;
    /*async.used*/task.await.ok()
}

#[accepts_awaitable]
impl Jobs {
    /// Takes over a job, whether it runs already or not.
    pub fn /*method.name*/adopt(&mut self, /*method.declared*/job: /*task_declared*/Task<()>) {
        /*method.body*/let is_idle = self.running.is_empty();
        println!("{is_idle}");
        self.running.push(/*method.used*/job);
    }

    #[accepts_awaitable(on = self.executor)]
    pub fn /*on.name*/submit(&mut self, /*on.declared*/job: Task<()>) {
        /*on.body*/self.running.push(/*on.used*/job);
    }
}

impl Jobs {
    #[accepts_awaitable]
    pub fn /*alone.name*/replace(&mut self, /*alone.declared*/job: /*task_declared*/Task<()>) {
        /*alone.body*/self.running.clear();
        self.running.push(/*alone.used*/job);
    }
}

#[accepts_awaitable(as = SchedulerExt)]
pub trait Scheduler {
    #[accepts_awaitable(as = /*trait.name*/schedule)]
    fn /*trait.own*/schedule_task(&mut self, /*trait.declared*/job: Task<()>) -> bool {
        /*trait.body*/let is_running = /*trait.used*/job.cancel();
        is_running
    }
}

impl Scheduler for Jobs {
    fn /*trait.own*/schedule_task(&mut self, job: Task<()>) -> bool {
        self.running.push(job);
        true
    }
}

#[accepts_awaitable(boxed)]
pub async fn /*boxed.name*/smaller(/*boxed.declared*/task: Task<u8>) -> Option<u8> {
    /*boxed.body*/let value = /*boxed.used*/task.await;
    value.ok()
}

#[accepts_awaitable]
pub async fn /*in_place.name*/directly<T>(
    #[awaitable] /*in_place.declared*/work: impl Future<Output = T>,
) -> T {
    /*in_place.body*/let result = /*in_place.used*/work.await;
    result
}

#[accepts_awaitable]
pub async fn /*factory.name*/twice(/*factory.declared*/start: impl Fn(u8) -> Task<u8>) -> bool {
    /*factory.body*/let first = /*factory.used*/start(1);
    first.cancel() && /*factory.used*/start(2).cancel()
}

#[accepts_awaitable]
pub fn /*collection.name*/stop_all(/*collection.declared*/tasks: Vec<Task<u8>>) {
    /*collection.body*/for task in &/*collection.used*/tasks {
        task.cancel();
    }
}
