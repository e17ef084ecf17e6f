#[accepts_awaitable(boxed)]
pub async fn value(task: Task<u8>) -> Option<u8> {
    task.await.ok()
}

// becomes

pub async fn value<TaskForm>(
    task: impl ::ensure_future::Awaitable<Task<u8>, TaskForm>,
) -> Option<u8> {
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
    async fn __value_body(task: Task<u8>) -> Option<u8> {
        task.await.ok()
    }
    let _ = ::ensure_future::__private::assert_task::<Task<u8>, _>;
    __value_body(::ensure_future::__private::ensure_boxed(task)).await
}
