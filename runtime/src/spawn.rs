//! How coroutines are spawned: what the option `on` takes.

mod context;
mod erased;
mod functions;
mod local;
mod pointers;
mod send;
mod spawner;
mod spawners;
mod unsized_spawners;

pub use functions::{create_task_on, ensure_future_on};
pub use local::SpawnLocal;
pub use send::Spawn;
pub use spawner::Spawner;
pub(crate) use spawner::{Boxed, Current, Through, ThroughLocal};
pub(crate) use unsized_spawners::{SpawnLocalUnsized, SpawnUnsized};
