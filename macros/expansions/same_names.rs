#[accepts_awaitable]
fn cancel(&self, task: u8, task: Task<u8>) {
    body
}

// becomes

#[cfg_attr(clippy, allow(clippy::items_after_statements))]
#[track_caller]
fn cancel<TaskForm>(&self, task: u8, task: impl ::ensure_future::Awaitable<Task<u8>, TaskForm>) {
    let _ = ::ensure_future::__private::assert_task::<Task<u8>, _>;
    let task = ::ensure_future::Awaitable::ensure(task);
    body
}
