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

pub fn bounded<T, S, __TasksForm, __MoreForm>(
    limit: usize,
    tasks: impl IntoIterator<Item: ::ensure_future::Awaitable<Task<T>, __TasksForm>>,
    more: S,
) -> impl ::core::future::Future<Output = Vec<T>>
where
    S: Stream<Item: ::ensure_future::Awaitable<Task<T>, __MoreForm>> + Unpin,
{
    #[cfg_attr(
        clippy,
        allow(
            clippy::needless_pass_by_value,
            clippy::future_not_send,
            clippy::box_collection,
            clippy::fn_params_excessive_bools,
            clippy::large_types_passed_by_value,
            clippy::linkedlist,
            clippy::option_option,
            clippy::rc_buffer,
            clippy::rc_mutex,
            clippy::redundant_allocation,
            clippy::ref_option,
            clippy::too_many_arguments,
            clippy::trivially_copy_pass_by_ref,
            clippy::type_complexity,
            clippy::unnecessary_box_returns,
            clippy::unused_unit,
            clippy::vec_box
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
    ::ensure_future::__private::on_first_poll(move || {
        __bounded_body::<T, _>(
            limit,
            ::ensure_future::__private::map_items(tasks, |item| {
                ::ensure_future::Awaitable::ensure(item)
            }),
            ::ensure_future::__private::map_stream(more, |item| {
                ::ensure_future::Awaitable::ensure(item)
            }),
        )
    })
}
