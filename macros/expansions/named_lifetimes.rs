#[accepts_awaitable]
pub fn inspect<T>(task: Task<&'static T>) -> bool {
    body
}

// becomes

#[track_caller]
pub fn inspect<T, TaskForm>(
    task: impl ::ensure_future::Awaitable<Task<&'static T>, TaskForm>,
) -> bool {
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
    fn __inspect_body<T>(task: Task<&'static T>) -> bool {
        body
    }
    let _ = ::ensure_future::__private::assert_task::<Task<&'static T>, _>;
    __inspect_body::<T>(::ensure_future::Awaitable::ensure(task))
}
