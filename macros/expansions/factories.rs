#[accepts_awaitable]
pub async fn supervise<F>(mut restart: F, stop: impl FnOnce() -> Task<()> + Send)
where
    F: FnMut(usize, String) -> Task<()> + Send,
{
    body
}

// becomes

pub async fn supervise<F, RestartAwaitable, RestartForm, StopAwaitable, StopForm>(
    mut restart: F,
    stop: impl FnOnce() -> StopAwaitable + Send,
) where
    F: FnMut(usize, String) -> RestartAwaitable + Send,
    RestartAwaitable: ::ensure_future::Awaitable<Task<()>, RestartForm>,
    StopAwaitable: ::ensure_future::Awaitable<Task<()>, StopForm>,
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
    async fn __supervise_body<F>(mut restart: F, stop: impl FnOnce() -> Task<()> + Send)
    where
        F: FnMut(usize, String) -> Task<()> + Send,
    {
        body
    }
    let _ = ::ensure_future::__private::assert_task::<Task<()>, _>;
    __supervise_body::<_>(
        move |__input0: usize, __input1: String| -> Task<()> {
            ::ensure_future::Awaitable::ensure(restart(__input0, __input1))
        },
        move || -> Task<()> { ::ensure_future::Awaitable::ensure(stop()) },
    )
    .await
}
