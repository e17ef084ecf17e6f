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
#[track_caller]
pub fn stop<__TaskForm>(
    task: impl ::ensure_future::Awaitable<Task<u8>, __TaskForm>,
    __argument1: (&str, u8),
) -> bool {
    #[inline]
    #[cfg_attr(
        clippy,
        allow(
            clippy::needless_pass_by_value,
            clippy::box_collection,
            clippy::fn_params_excessive_bools,
            clippy::large_types_passed_by_value,
            clippy::linkedlist,
            clippy::option_option,
            clippy::rc_buffer,
            clippy::rc_mutex,
            clippy::redundant_allocation,
            clippy::ref_option,
            clippy::too_many_arguments,
            clippy::trivially_copy_pass_by_ref,
            clippy::type_complexity,
            clippy::unnecessary_box_returns,
            clippy::unused_unit,
            clippy::vec_box
        )
    )]
    fn __stop_body(mut task: Task<u8>, (reason, _): (&str, u8)) -> bool {
        println!("stopping: {reason}");
        task.cancel()
    }
    __stop_body(::ensure_future::Awaitable::ensure(task), __argument1)
}
