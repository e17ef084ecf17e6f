#[accepts_awaitable]
fn schedule(&self, task: Task<u8>) -> u64;

// becomes

#[track_caller]
fn schedule<__TaskForm>(&self, task: impl ::ensure_future::Awaitable<Task<u8>, __TaskForm>) -> u64;
