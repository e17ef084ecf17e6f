#[accepts_awaitable]
pub async fn retry<F, A, I>(
    #[awaitable] mut attempt: F,
    #[awaitable] others: Vec<impl Future<Output = ()> + Send>,
    #[awaitable] more: impl IntoIterator<Item = I>,
) -> Option<I::Output>
where
    F: FnMut(usize) -> A + Send,
    A: Future<Output = io::Result<u8>> + Send,
    I: Future,
{
    body
}

// becomes

pub async fn retry<
    F,
    A: ::ensure_future::InPlace<io::Result<u8>, __AttemptForm, Future: Send>,
    I: ::core::future::IntoFuture,
    __AttemptForm,
    __OthersForm,
>(
    mut attempt: F,
    others: Vec<impl ::ensure_future::InPlace<(), __OthersForm, Future: Send>>,
    more: impl IntoIterator<Item = I>,
) -> Option<I::Output>
where
    F: FnMut(usize) -> A + Send,
{
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
    async fn __retry_body<F, A, I>(
        mut attempt: F,
        others: Vec<impl Future<Output = ()> + Send>,
        more: impl IntoIterator<Item = I>,
    ) -> Option<I::Output>
    where
        F: FnMut(usize) -> A + Send,
        A: Future<Output = io::Result<u8>> + Send,
        I: Future,
    {
        body
    }
    ::ensure_future::__private::assert_output::<io::Result<u8>>();
    ::ensure_future::__private::assert_output::<()>();
    __retry_body::<_, _, _>(
        move |__input0: usize| ::ensure_future::InPlace::in_place(attempt(__input0)),
        ::ensure_future::__private::map_vec(others, |item| {
            ::ensure_future::InPlace::in_place(item)
        }),
        ::ensure_future::__private::map_items(more, |item| {
            ::core::future::IntoFuture::into_future(item)
        }),
    )
    .await
}
