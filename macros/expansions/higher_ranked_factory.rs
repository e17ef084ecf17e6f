#[accepts_awaitable]
pub fn route(handler: impl for<'a> Fn(&'a Request, &'a str) -> Task<Response>) {
    body
}

// becomes

#[track_caller]
pub fn route<
    __HandlerItem: ::ensure_future::Awaitable<Task<Response>, __HandlerForm>,
    __HandlerForm,
>(
    handler: impl for<'a> Fn(&'a Request, &'a str) -> __HandlerItem,
) {
    #[cfg_attr(
        clippy,
        allow(
            clippy::needless_pass_by_value,
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
    fn __route_body(handler: impl for<'a> Fn(&'a Request, &'a str) -> Task<Response>) {
        body
    }
    __route_body(
        move |__input0: &'_ Request, __input1: &'_ str| -> Task<Response> {
            ::ensure_future::Awaitable::ensure(handler(__input0, __input1))
        },
    )
}
