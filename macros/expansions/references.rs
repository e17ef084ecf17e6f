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
    fn __inspect_body<T>(task: Task<&T>) -> bool {
        body
    }
    __inspect_body::<T>(::ensure_future::Awaitable::ensure(task))
}
