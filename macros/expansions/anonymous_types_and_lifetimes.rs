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
    fn __show_body(tasks: Vec<(Task<Cow<'_, str>>, Task<impl Display>)>, prefix: &str) -> usize {
        tasks.len() + prefix.len()
    }
    __show_body(::ensure_future::Awaitable::ensure(tasks), prefix)
}
