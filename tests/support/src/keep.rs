//! Framework functions that return the tasks that they get.

use ensure_future::{LocalTask, Task, accepts_awaitable};
use tokio::task::{JoinHandle, yield_now};

#[accepts_awaitable]
pub fn keep<T>(task: Task<T>) -> Task<T> {
    task
}

#[accepts_awaitable]
pub async fn keep_async<T>(task: Task<T>) -> Task<T> {
    yield_now().await;
    task
}

#[accepts_awaitable]
pub fn keep_handle<T>(handle: JoinHandle<T>) -> JoinHandle<T> {
    handle
}

#[accepts_awaitable]
pub async fn keep_handle_async<T>(handle: JoinHandle<T>) -> JoinHandle<T> {
    yield_now().await;
    handle
}

#[accepts_awaitable]
pub fn keep_local<T>(task: LocalTask<T>) -> LocalTask<T> {
    task
}

#[accepts_awaitable]
pub async fn keep_local_async<T>(task: LocalTask<T>) -> LocalTask<T> {
    yield_now().await;
    task
}

#[accepts_awaitable]
pub fn keep_all<T>(tasks: Vec<Task<T>>) -> Vec<Task<T>> {
    tasks
}
