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

pub async fn serve<
    F: ::core::future::IntoFuture<IntoFuture: Send>,
    T,
    __ShutdownForm,
    __LoadForm,
    __LastForm,
>(
    shutdown: impl ::ensure_future::InPlace<(), __ShutdownForm, Future: Send>,
    first: F,
    load: impl ::ensure_future::InPlace<io::Result<T>, __LoadForm>,
    last: impl ::ensure_future::InPlaceJoin<Result<T, JoinError>, __LastForm>,
) -> Race<<F as ::core::future::IntoFuture>::IntoFuture> {
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
    async fn __serve_body<F, T>(
        shutdown: impl Future<Output = ()> + Send,
        first: F,
        load: impl Future<Output = io::Result<T>>,
        last: impl Future<Output = Result<T, JoinError>>,
    ) -> Race<F>
    where
        F: Future + Send,
    {
        body
    }
    ::ensure_future::__private::assert_output::<()>();
    ::ensure_future::__private::assert_output::<io::Result<T>>();
    ::ensure_future::__private::assert_joined::<Result<T, JoinError>>();
    __serve_body::<_, T>(
        ::ensure_future::InPlace::in_place(shutdown),
        ::core::future::IntoFuture::into_future(first),
        ::ensure_future::InPlace::in_place(load),
        ::ensure_future::InPlaceJoin::in_place(last),
    )
    .await
}
