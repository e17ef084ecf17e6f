#[accepts_awaitable]
pub async fn bounded<T, S>(
    limit: usize,
    tasks: impl IntoIterator<Item = Task<T>>,
    more: S,
) -> Vec<T>
where
    S: Stream<Item = Task<T>> + Unpin,
{
    body
}

// becomes

pub async fn bounded<T, S, TasksForm, MoreForm>(
    limit: usize,
    tasks: impl IntoIterator<Item: ::ensure_future::Awaitable<Task<T>, TasksForm>>,
    more: S,
) -> Vec<T>
where
    S: Stream<Item: ::ensure_future::Awaitable<Task<T>, MoreForm>> + Unpin,
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
    async fn __bounded_body<T, S>(
        limit: usize,
        tasks: impl IntoIterator<Item = Task<T>>,
        more: S,
    ) -> Vec<T>
    where
        S: Stream<Item = Task<T>> + Unpin,
    {
        body
    }
    let _ = ::ensure_future::__private::assert_task::<Task<T>, _>;
    __bounded_body::<T, _>(
        limit,
        ::ensure_future::__private::map_items(tasks, move |item| {
            ::ensure_future::Awaitable::ensure(item)
        }),
        ::ensure_future::__private::map_stream(more, move |item| {
            ::ensure_future::Awaitable::ensure(item)
        }),
    )
    .await
}
