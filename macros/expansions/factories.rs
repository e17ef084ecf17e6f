#[accepts_awaitable]
pub async fn supervise<F>(mut restart: F, stop: impl FnOnce() -> Task<()> + Send)
where
    F: FnMut(usize, &str) -> Task<()> + Send,
{
    body
}

// becomes

pub fn supervise<
    F,
    __RestartItem: ::ensure_future::Awaitable<Task<()>, __RestartForm>,
    __RestartForm,
    __StopItem: ::ensure_future::Awaitable<Task<()>, __StopForm>,
    __StopForm,
>(
    mut restart: F,
    stop: impl FnOnce() -> __StopItem + Send,
) -> impl ::core::future::Future<Output = ()>
where
    F: FnMut(usize, &str) -> __RestartItem + Send,
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
    async fn __supervise_body<F>(mut restart: F, stop: impl FnOnce() -> Task<()> + Send)
    where
        F: FnMut(usize, &str) -> Task<()> + Send,
    {
        body
    }
    ::ensure_future::__private::on_first_poll(move || {
        __supervise_body::<_>(
            move |__input0: usize, __input1: &str| -> Task<()> {
                ::ensure_future::Awaitable::ensure(restart(__input0, __input1))
            },
            move || -> Task<()> { ::ensure_future::Awaitable::ensure(stop()) },
        )
    })
}
