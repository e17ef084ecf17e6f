#[accepts_awaitable]
pub fn show(tasks: Vec<(Task<Cow<'_, str>>, Task<impl Display>)>, prefix: &str) -> usize {
    tasks.len() + prefix.len()
}

// becomes

#[track_caller]
pub fn show<'_tasks, __TasksType0: Display, __TasksForm>(
    tasks: impl ::ensure_future::Awaitable<
        Vec<(Task<Cow<'_tasks, str>>, Task<__TasksType0>)>,
        __TasksForm,
    >,
    prefix: &str,
) -> usize {
    #[cfg_attr(
        clippy,
        allow(
            clippy::needless_pass_by_value,
            clippy::trivially_copy_pass_by_ref,
            clippy::box_collection,
            clippy::boxed_local,
            clippy::redundant_allocation,
            clippy::unnecessary_box_returns,
            clippy::vec_box
        )
    )]
    fn __show_body(tasks: Vec<(Task<Cow<'_, str>>, Task<impl Display>)>, prefix: &str) -> usize {
        tasks.len() + prefix.len()
    }
    __show_body(::ensure_future::Awaitable::ensure(tasks), prefix)
}
