#[accepts_awaitable(boxed)]
pub async fn value(task: Task<u8>) -> Option<u8> {
    task.await.ok()
}

// becomes

pub async fn value<__TaskForm>(
    task: impl ::ensure_future::Awaitable<Task<u8>, __TaskForm>,
) -> Option<u8> {
    #[cfg_attr(
        clippy,
        allow(
            clippy::needless_pass_by_value,
            clippy::future_not_send,
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
    async fn __value_body(task: Task<u8>) -> Option<u8> {
        task.await.ok()
    }
    __value_body(::ensure_future::Awaitable::ensure_boxed(task)).await
}
