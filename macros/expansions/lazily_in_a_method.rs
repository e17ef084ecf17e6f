#[accepts_awaitable]
async fn retry(&self, attempt: impl FnMut() -> Task<u8>, fallbacks: impl Iterator<Item = Task<u8>>) -> u8 {
    body
}

// becomes

#[cfg_attr(clippy, allow(clippy::items_after_statements))]
async fn retry<AttemptAwaitable, AttemptForm, FallbacksForm>(
    &self,
    mut attempt: impl FnMut() -> AttemptAwaitable,
    fallbacks: impl Iterator<Item: ::ensure_future::Awaitable<Task<u8>, FallbacksForm>>,
) -> u8
where
    AttemptAwaitable: ::ensure_future::Awaitable<Task<u8>, AttemptForm>,
{
    let _ = ::ensure_future::__private::assert_task::<Task<u8>, _>;
    let attempt = move || -> Task<u8> { ::ensure_future::Awaitable::ensure(attempt()) };
    let fallbacks = ::ensure_future::__private::map_iterator(fallbacks, move |item| {
        ::ensure_future::Awaitable::ensure(item)
    });
    body
}
