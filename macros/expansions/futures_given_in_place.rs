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

#[cfg_attr(clippy, allow(clippy::items_after_statements))]
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
    ::ensure_future::__private::assert_output::<io::Result<u8>>();
    ::ensure_future::__private::assert_output::<()>();
    let mut attempt = move |__input0: usize| ::ensure_future::InPlace::in_place(attempt(__input0));
    let others = ::ensure_future::__private::map_vec(others, |item| {
        ::ensure_future::InPlace::in_place(item)
    });
    let more = ::ensure_future::__private::map_items(more, |item| {
        ::core::future::IntoFuture::into_future(item)
    });
    body
}
