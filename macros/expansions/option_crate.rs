#[accepts_awaitable(crate = framework::ensure_future)]
fn stop(task: Task<u8>) -> bool {
    task.cancel()
}

// becomes

#[track_caller]
fn stop<TaskForm>(
    task: impl for<> framework::ensure_future::Awaitable<Task<u8>, TaskForm>,
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
    fn __stop_body(task: Task<u8>) -> bool {
        task.cancel()
    }
    let _ = framework::ensure_future::__private::assert_task::<Task<u8>, _>;
    __stop_body(<_ as framework::ensure_future::Awaitable<_, _>>::ensure(
        task,
    ))
}
