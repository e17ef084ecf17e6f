#[accepts_awaitable(boxed)]
pub async fn serve(#[awaitable] shutdown: impl Future<Output = ()> + Send) {
    shutdown.await;
}

// becomes

pub async fn serve<ShutdownForm>(
    shutdown: impl ::ensure_future::InPlace<(), ShutdownForm, Future: Send>,
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
    async fn __serve_body(shutdown: impl Future<Output = ()> + Send) {
        shutdown.await;
    }
    let _ = ::ensure_future::__private::assert_output::<()>;
    __serve_body((|awaitable| -> ::core::pin::Pin<
        ::std::boxed::Box<dyn ::core::future::Future<Output = _> + Send + '_>,
    > {
        ::std::boxed::Box::pin(::ensure_future::InPlace::in_place(awaitable))
    })(shutdown))
    .await
}
