#[accepts_awaitable(crate = framework::ensure_future)]
fn stop(task: Task<u8>) -> bool {
    task.cancel()
}

// becomes

#[track_caller]
fn stop<__TaskForm>(
    task: impl for<> framework::ensure_future::Awaitable<Task<u8>, __TaskForm>,
) -> bool {
    #[cfg_attr(clippy, allow(clippy::needless_pass_by_value))]
    fn __stop_body(task: Task<u8>) -> bool {
        task.cancel()
    }
    __stop_body(<_ as framework::ensure_future::Awaitable<_, _>>::ensure(
        task,
    ))
}
