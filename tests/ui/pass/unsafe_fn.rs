//! `unsafe fn` is outside what the workspace's own code may declare.

use ensure_future::{Task, accepts_awaitable, create_task, run};

#[accepts_awaitable]
unsafe fn free(task: Task<u8>) -> bool {
    task.cancel()
}

trait Scheduler {
    #[accepts_awaitable]
    unsafe fn schedule(&self, task: Task<u8>) -> bool;
}

impl Scheduler for () {
    #[accepts_awaitable]
    unsafe fn schedule(&self, task: Task<u8>) -> bool {
        unsafe { free(task) }
    }
}

#[accepts_awaitable]
async unsafe fn value(task: Task<u8>) -> u8 {
    task.await.unwrap()
}

fn main() {
    run(async {
        assert!(unsafe { free(async { 1 }) });
        assert!(unsafe { ().schedule(create_task(async { 1 })) });
        assert_eq!(unsafe { value(async { 1 }).await }, 1);
    });
}
