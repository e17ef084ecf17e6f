#[accepts_awaitable]
pub async fn retry<F, A, I, S>(
    #[awaitable] mut attempt: F,
    #[awaitable] others: Vec<impl Future<Output = ()> + Send>,
    #[awaitable] more: impl IntoIterator<Item = I>,
    spawned: S,
) -> Option<I::Output>
where
    A: Future<Output = io::Result<u8>> + Send,
    I: Future,
    F: FnMut(usize) -> A + Send,
    S: Fn() -> Task<u8>,
{
    body
}

// becomes

pub async fn retry<
    F,
    A: ::ensure_future::InPlace<io::Result<u8>, AttemptForm, Future: Send>,
    I: ::core::future::IntoFuture,
    S,
    AttemptForm,
    OthersForm,
    SpawnedAwaitable,
    SpawnedForm,
>(
    mut attempt: F,
    others: Vec<impl ::ensure_future::InPlace<(), OthersForm, Future: Send>>,
    more: impl IntoIterator<Item = I>,
    spawned: S,
) -> Option<I::Output>
where
    F: FnMut(usize) -> A + Send,
    S: Fn() -> SpawnedAwaitable,
    SpawnedAwaitable: ::ensure_future::Awaitable<Task<u8>, SpawnedForm>,
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
    async fn __retry_body<F, A, I, S>(
        mut attempt: F,
        others: Vec<impl Future<Output = ()> + Send>,
        more: impl IntoIterator<Item = I>,
        spawned: S,
    ) -> Option<I::Output>
    where
        A: Future<Output = io::Result<u8>> + Send,
        I: Future,
        F: FnMut(usize) -> A + Send,
        S: Fn() -> Task<u8>,
    {
        body
    }
    let _ = ::ensure_future::__private::assert_output::<io::Result<u8>>;
    let _ = ::ensure_future::__private::assert_output::<()>;
    let _ = ::ensure_future::__private::assert_task::<Task<u8>, _>;
    __retry_body::<_, _, _, _>(
        move |__input0: usize| ::ensure_future::InPlace::in_place(attempt(__input0)),
        ::ensure_future::__private::map_vec(others, |item| {
            ::ensure_future::InPlace::in_place(item)
        }),
        ::ensure_future::__private::map_items(more, move |item| {
            ::core::future::IntoFuture::into_future(item)
        }),
        move || -> Task<u8> { ::ensure_future::Awaitable::ensure(spawned()) },
    )
    .await
}
