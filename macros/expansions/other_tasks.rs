#[accepts_awaitable]
pub fn adopt<T>(local: LocalTask<T>, shared: SharedTask<T>, handle: JoinHandle<T>) {
    body
}

// becomes

#[track_caller]
pub fn adopt<T, __LocalForm, __SharedForm, __HandleForm>(
    local: impl ::ensure_future::Awaitable<LocalTask<T>, __LocalForm>,
    shared: impl ::ensure_future::Awaitable<SharedTask<T>, __SharedForm>,
    handle: impl ::ensure_future::Awaitable<JoinHandle<T>, __HandleForm>,
) {
    #[cfg_attr(clippy, allow(clippy::needless_pass_by_value))]
    fn __adopt_body<T>(local: LocalTask<T>, shared: SharedTask<T>, handle: JoinHandle<T>) {
        body
    }
    __adopt_body::<T>(
        ::ensure_future::Awaitable::ensure(local),
        ::ensure_future::Awaitable::ensure(shared),
        ::ensure_future::Awaitable::ensure(handle),
    )
}
