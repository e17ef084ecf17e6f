//! The ways in which a running task is passed on before it is awaited.

use std::pin::Pin;

use ensure_future::{Task, create_task, gather};
use tokio::task::{JoinError, JoinHandle};

use crate::keep::{keep, keep_handle};

pub type Awaited = Pin<Box<dyn Future<Output = Result<u8, JoinError>>>>;

pub type PassedOn = fn(Task<u8>) -> Awaited;

pub const WAYS: [PassedOn; 6] = [
    |task| Box::pin(task.into_future()),
    |task| Box::pin(keep(task).into_future()),
    |task| Box::pin(keep::<u8, _>(JoinHandle::from(task)).into_future()),
    |task| Box::pin(keep_handle(task)),
    |task| Box::pin(async { create_task(task.into_future()).await? }),
    |task| Box::pin(async { gather([task]).await.pop().unwrap() }),
];
