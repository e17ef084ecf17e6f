#[accepts_awaitable]
pub async fn logged(entry: Entry<'_>, task: Task<u8>) -> Option<u8> {
    println!("{entry}");
    task.await.ok()
}

// becomes

pub async fn logged<__TaskForm>(
    entry: Entry<'_>,
    task: impl ::ensure_future::Awaitable<Task<u8>, __TaskForm>,
) -> Option<u8> {
    #[cfg_attr(clippy, allow(clippy::needless_pass_by_value, clippy::future_not_send))]
    async fn __logged_body(entry: Entry<'_>, task: Task<u8>) -> Option<u8> {
        println!("{entry}");
        task.await.ok()
    }
    __logged_body(entry, ::ensure_future::Awaitable::ensure(task)).await
}
