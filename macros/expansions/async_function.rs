#[accepts_awaitable]
pub async fn first<T: Clone, const N: usize>(tasks: [Task<T>; N]) -> Option<T> {
    let [first, ..] = tasks else { return None };
    first.await.ok()
}

// becomes

pub async fn first<T: Clone, const N: usize, TasksForm>(
    tasks: [impl ::ensure_future::Awaitable<Task<T>, TasksForm>; N],
) -> Option<T> {
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
    async fn __first_body<T: Clone, const N: usize>(tasks: [Task<T>; N]) -> Option<T> {
        let [first, ..] = tasks else { return None };
        first.await.ok()
    }
    let _ = ::ensure_future::__private::assert_task::<Task<T>, _>;
    __first_body::<T, N>(<_ as ::ensure_future::Awaitable<[Task<T>; N], _>>::ensure(
        tasks,
    ))
    .await
}
