#[accepts_awaitable]
pub fn adopt<T>(local: LocalTask<T>, shared: SharedTask<T>, handle: JoinHandle<T>) {
    body
}

// becomes

#[track_caller]
pub fn adopt<T, LocalForm, SharedForm, HandleForm>(
    local: impl ::ensure_future::Awaitable<LocalTask<T>, LocalForm>,
    shared: impl ::ensure_future::Awaitable<SharedTask<T>, SharedForm>,
    handle: impl ::ensure_future::Awaitable<JoinHandle<T>, HandleForm>,
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
    fn __adopt_body<T>(local: LocalTask<T>, shared: SharedTask<T>, handle: JoinHandle<T>) {
        body
    }
    let _ = ::ensure_future::__private::assert_task::<LocalTask<T>, _>;
    let _ = ::ensure_future::__private::assert_task::<SharedTask<T>, _>;
    let _ = ::ensure_future::__private::assert_task::<JoinHandle<T>, _>;
    __adopt_body::<T>(
        ::ensure_future::Awaitable::ensure(local),
        ::ensure_future::Awaitable::ensure(shared),
        ::ensure_future::Awaitable::ensure(handle),
    )
}
