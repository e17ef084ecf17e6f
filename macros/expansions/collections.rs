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
pub fn stop<
    __FirstForm,
    __NamedForm,
    __Argument2Form,
    __Argument2Form1,
    __OthersForm,
    __LastForm,
>(
    first: Option<impl ::ensure_future::Awaitable<Task<u8>, __FirstForm>>,
    named: HashMap<String, Option<impl ::ensure_future::Awaitable<Task<u8>, __NamedForm>>>,
    __argument2: (
        impl ::ensure_future::Awaitable<Task<u8>, __Argument2Form>,
        [impl ::ensure_future::Awaitable<Task<u8>, __Argument2Form1>; 2],
    ),
    others: impl ::ensure_future::Awaitable<Vec<Task<u8>>, __OthersForm>,
    last: impl ::ensure_future::Awaitable<Option<Task<u8>>, __LastForm>,
) -> usize {
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
    fn __stop_body(
        first: Option<Task<u8>>,
        named: HashMap<String, Option<Task<u8>>>,
        (left, right): (Task<u8>, [Task<u8>; 2]),
        others: Vec<Task<u8>>,
        last: Option<Task<u8>>,
    ) -> usize {
        named.len() + others.len()
    }
    __stop_body(
        ::ensure_future::Awaitable::ensure(first),
        ::ensure_future::Awaitable::ensure(named),
        ::ensure_future::Awaitable::ensure(__argument2),
        ::ensure_future::Awaitable::ensure(others),
        ::ensure_future::Awaitable::ensure(last),
    )
}
