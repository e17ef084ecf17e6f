/// Stops a task, and says whether it was running.
#[accepts_awaitable]
#[must_use]
#[inline]
pub fn stop(mut task: Task<u8>, (reason, _): (&str, u8)) -> bool {
    println!("stopping: {reason}");
    task.cancel()
}

// becomes

/// Stops a task, and says whether it was running.
#[must_use]
#[inline]
///
/// `task`: a future, a `Task` or a `JoinHandle`
#[track_caller]
pub fn stop<TaskForm>(
    task: impl ::ensure_future::Awaitable<Task<u8>, TaskForm>,
    argument1: (&str, u8),
) -> bool {
    #[inline]
    #[cfg_attr(
        clippy,
        allow(
            clippy::box_collection,
            clippy::boxed_local,
            clippy::elidable_lifetime_names,
            clippy::future_not_send,
            clippy::manual_async_fn,
            clippy::missing_const_for_fn,
            clippy::needless_lifetimes,
            clippy::needless_pass_by_value,
            clippy::trivially_copy_pass_by_ref,
            clippy::unnecessary_wraps,
            clippy::unused_self
        )
    )]
    fn __stop_body(mut task: Task<u8>, (reason, _): (&str, u8)) -> bool {
        println!("stopping: {reason}");
        task.cancel()
    }
    let _ = ::ensure_future::__private::assert_task::<Task<u8>, _>;
    __stop_body(::ensure_future::Awaitable::ensure(task), argument1)
}
