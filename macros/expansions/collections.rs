#[accepts_awaitable]
pub fn stop(
    first: Option<Task<u8>>,
    named: HashMap<String, Option<Task<u8>>>,
    others: Vec<Task<u8>>,
    #[awaitable] last: Option<Task<u8>>,
) -> usize {
    named.len() + others.len()
}

// becomes

#[track_caller]
pub fn stop<__FirstForm, __NamedForm, __OthersForm, __LastForm>(
    first: Option<impl ::ensure_future::Awaitable<Task<u8>, __FirstForm>>,
    named: HashMap<
        String,
        Option<impl ::ensure_future::Awaitable<Task<u8>, __NamedForm>>,
    >,
    others: impl ::ensure_future::Awaitable<Vec<Task<u8>>, __OthersForm>,
    last: impl ::ensure_future::Awaitable<Option<Task<u8>>, __LastForm>,
) -> usize {
    #[allow(clippy::needless_pass_by_value)]
    fn __stop_body(
        first: Option<Task<u8>>,
        named: HashMap<String, Option<Task<u8>>>,
        others: Vec<Task<u8>>,
        last: Option<Task<u8>>,
    ) -> usize {
        named.len() + others.len()
    }
    __stop_body(
        ::ensure_future::Awaitable::ensure(first),
        ::ensure_future::Awaitable::ensure(named),
        ::ensure_future::Awaitable::ensure(others),
        ::ensure_future::Awaitable::ensure(last),
    )
}
