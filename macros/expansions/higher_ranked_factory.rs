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
    #[cfg_attr(clippy, allow(clippy::needless_pass_by_value))]
    fn __route_body(handler: impl for<'a> Fn(&'a Request, &'a str) -> Task<Response>) {
        body
    }
    __route_body(
        move |__input0: &'_ Request, __input1: &'_ str| -> Task<Response> {
            ::ensure_future::Awaitable::ensure(handler(__input0, __input1))
        },
    )
}
