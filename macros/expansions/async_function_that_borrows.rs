#[accepts_awaitable]
pub async fn logged(name: &str, task: Task<u8>) -> Option<u8> {
    println!("{name}");
    task.await.ok()
}

// becomes

pub async fn logged<__TaskForm>(
    name: &str,
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
    async fn __logged_body(name: &str, task: Task<u8>) -> Option<u8> {
        println!("{name}");
        task.await.ok()
    }
    __logged_body(name, ::ensure_future::Awaitable::ensure(task)).await
}
