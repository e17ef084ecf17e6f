#[accepts_awaitable(method)]
fn of(task: Task<T>) -> Pool<T> {
    body
}

// becomes

#[cfg_attr(clippy, allow(clippy::items_after_statements))]
#[track_caller]
fn of<TaskForm>(task: impl ::ensure_future::Awaitable<Task<T>, TaskForm>) -> Pool<T> {
    let _ = ::ensure_future::__private::assert_task::<Task<T>, _>;
    let task = ::ensure_future::Awaitable::ensure(task);
    body
}
