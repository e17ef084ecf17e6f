#[accepts_awaitable]
fn schedule(&self, task: Task<u8>) -> u64;

// becomes

#[track_caller]
fn schedule<TaskForm>(&self, task: impl ::ensure_future::Awaitable<Task<u8>, TaskForm>) -> u64;
