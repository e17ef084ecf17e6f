#[accepts_awaitable]
pub async fn first<T: Clone, const N: usize>(tasks: [Task<T>; N]) -> Option<T> {
    let [first, ..] = tasks else { return None };
    first.await.ok()
}

// becomes

pub async fn first<T: Clone, const N: usize, __TasksForm>(
    tasks: [impl ::ensure_future::Awaitable<Task<T>, __TasksForm>; N],
) -> Option<T> {
    #[cfg_attr(clippy, allow(clippy::needless_pass_by_value, clippy::future_not_send))]
    #[allow(non_upper_case_globals)]
    async fn __first_body<T: Clone, const N: usize>(tasks: [Task<T>; N]) -> Option<T> {
        let [first, ..] = tasks else { return None };
        first.await.ok()
    }
    __first_body::<T, N>(::ensure_future::Awaitable::ensure(tasks)).await
}
