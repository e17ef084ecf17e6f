#[accepts_awaitable]
pub async fn serve<F, T>(
    #[awaitable] shutdown: impl Future<Output = ()> + Send,
    #[awaitable] first: F,
    #[awaitable] load: impl Future<Output = io::Result<T>>,
    #[awaitable(join)] last: impl Future<Output = Result<T, JoinError>>,
) -> Race<F>
where
    F: Future + Send,
{
    body
}

// becomes

#[cfg_attr(clippy, allow(clippy::items_after_statements))]
pub async fn serve<
    F: ::core::future::IntoFuture<IntoFuture: Send>,
    T,
    ShutdownForm,
    LoadForm,
    LastForm,
>(
    shutdown: impl ::ensure_future::InPlace<(), ShutdownForm, Future: Send>,
    first: F,
    load: impl ::ensure_future::InPlace<io::Result<T>, LoadForm>,
    last: impl ::ensure_future::InPlaceJoin<Result<T, JoinError>, LastForm>,
) -> Race<<F as ::core::future::IntoFuture>::IntoFuture> {
    let _ = ::ensure_future::__private::assert_output::<()>;
    let _ = ::ensure_future::__private::assert_output::<io::Result<T>>;
    let _ = ::ensure_future::__private::assert_joined::<Result<T, JoinError>>;
    let shutdown = ::ensure_future::InPlace::in_place(shutdown);
    let first = ::core::future::IntoFuture::into_future(first);
    let load = ::ensure_future::InPlace::in_place(load);
    let last = ::ensure_future::InPlaceJoin::in_place(last);
    body
}
