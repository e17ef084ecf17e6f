#[accepts_awaitable]
fn names<'a, T: Display>(values: &'a [T], task: Option<Task<u8>>) -> impl Iterator<Item = String> + use<'a, T> {
    drop(task);
    values.iter().map(T::to_string)
}

// becomes

#[track_caller]
fn names<
    'a,
    T: Display,
    __TaskAwaitable: ::ensure_future::Awaitable<Task<u8>, __TaskForm>,
    __TaskForm,
>(
    values: &'a [T],
    task: Option<__TaskAwaitable>,
) -> impl Iterator<Item = String> + use<'a, T, __TaskAwaitable, __TaskForm> {
    #[cfg_attr(
        clippy,
        allow(
            clippy::needless_pass_by_value,
            clippy::manual_async_fn,
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
    #[allow(single_use_lifetimes)]
    fn __names_body<'a, T: Display>(
        values: &'a [T],
        task: Option<Task<u8>>,
    ) -> impl Iterator<Item = String> + use<'a, T> {
        drop(task);
        values.iter().map(T::to_string)
    }
    __names_body::<T>(values, ::ensure_future::Awaitable::ensure(task))
}
