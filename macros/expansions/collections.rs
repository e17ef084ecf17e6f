#[accepts_awaitable]
pub fn stop(
    first: Option<Task<u8>>,
    named: HashMap<String, Option<Task<u8>>>,
    (left, right): (Task<u8>, [Task<u8>; 2]),
    others: Vec<Task<u8>>,
    #[awaitable] last: Option<Task<u8>>,
) -> usize {
    named.len() + others.len()
}

// becomes

#[track_caller]
pub fn stop<FirstForm, NamedForm, Argument2Form, Argument2Form2, OthersForm, LastForm>(
    first: Option<impl ::ensure_future::Awaitable<Task<u8>, FirstForm>>,
    named: HashMap<String, Option<impl ::ensure_future::Awaitable<Task<u8>, NamedForm>>>,
    argument2: (
        impl ::ensure_future::Awaitable<Task<u8>, Argument2Form>,
        [impl ::ensure_future::Awaitable<Task<u8>, Argument2Form2>; 2],
    ),
    others: impl ::ensure_future::Awaitable<Vec<Task<u8>>, OthersForm>,
    last: impl ::ensure_future::Awaitable<Option<Task<u8>>, LastForm>,
) -> usize {
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
    fn __stop_body(
        first: Option<Task<u8>>,
        named: HashMap<String, Option<Task<u8>>>,
        (left, right): (Task<u8>, [Task<u8>; 2]),
        others: Vec<Task<u8>>,
        last: Option<Task<u8>>,
    ) -> usize {
        named.len() + others.len()
    }
    let _ = ::ensure_future::__private::assert_task::<Task<u8>, _>;
    __stop_body(
        <_ as ::ensure_future::Awaitable<Option<Task<u8>>, _>>::ensure(first),
        <_ as ::ensure_future::Awaitable<HashMap<String, Option<Task<u8>>>, _>>::ensure(named),
        <_ as ::ensure_future::Awaitable<(Task<u8>, [Task<u8>; 2]), _>>::ensure(argument2),
        ::ensure_future::Awaitable::ensure(others),
        ::ensure_future::Awaitable::ensure(last),
    )
}
