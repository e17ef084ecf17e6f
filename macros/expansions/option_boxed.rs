#[accepts_awaitable(boxed)]
pub async fn value(task: Task<u8>) -> Option<u8> {
    task.await.ok()
}

// becomes

pub fn value<__TaskForm>(
    task: impl ::ensure_future::Awaitable<Task<u8>, __TaskForm>,
) -> impl ::core::future::Future<Output = Option<u8>> {
    #[cfg_attr(clippy, allow(clippy::needless_pass_by_value, clippy::future_not_send))]
    async fn __value_body(task: Task<u8>) -> Option<u8> {
        task.await.ok()
    }
    ::ensure_future::__private::on_first_poll(move || {
        __value_body(::ensure_future::Awaitable::ensure_boxed(task))
    })
}
