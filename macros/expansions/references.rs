#[accepts_awaitable]
pub fn inspect<T>(task: Task<&T>) -> bool {
    body
}

// becomes

#[track_caller]
pub fn inspect<'_task, T, __TaskForm>(
    task: impl ::ensure_future::Awaitable<Task<&'_task T>, __TaskForm>,
) -> bool
where
    T: '_task,
{
    #[cfg_attr(clippy, allow(clippy::needless_pass_by_value))]
    fn __inspect_body<T>(task: Task<&T>) -> bool {
        body
    }
    __inspect_body::<T>(::ensure_future::Awaitable::ensure(task))
}
