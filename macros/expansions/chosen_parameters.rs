#[accepts_awaitable]
fn swap(#[awaitable] next: Job, #[awaitable(skip)] current: &mut Option<Task<u8>>) {
    body
}

// becomes

#[track_caller]
fn swap<NextForm>(
    next: impl ::ensure_future::Awaitable<Job, NextForm>,
    current: &mut Option<Task<u8>>,
) {
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
    fn __swap_body(next: Job, current: &mut Option<Task<u8>>) {
        body
    }
    __swap_body(::ensure_future::Awaitable::ensure(next), current)
}
