#[accepts_awaitable]
fn names<'a, T: Display>(values: &'a [T], task: Option<Task<u8>>) -> impl Iterator<Item = String> + use<'a, T> {
    drop(task);
    values.iter().map(T::to_string)
}

// becomes

#[track_caller]
fn names<'a, T: Display, TaskAwaitable, TaskForm>(
    values: &'a [T],
    task: Option<TaskAwaitable>,
) -> impl Iterator<Item = String> + use<'a, T, TaskAwaitable, TaskForm>
where
    TaskAwaitable: ::ensure_future::Awaitable<Task<u8>, TaskForm>,
{
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
    fn __names_body<'a, T: Display>(
        values: &'a [T],
        task: Option<Task<u8>>,
    ) -> impl Iterator<Item = String> + use<'a, T> {
        drop(task);
        values.iter().map(T::to_string)
    }
    let _ = ::ensure_future::__private::assert_task::<Task<u8>, _>;
    __names_body::<T>(
        values,
        <_ as ::ensure_future::Awaitable<Option<Task<u8>>, _>>::ensure(task),
    )
}
