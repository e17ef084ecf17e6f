#[accepts_awaitable]
fn swap(#[awaitable] next: Job, #[awaitable(skip)] current: &mut Option<Task<u8>>) {
    body
}

// becomes

#[track_caller]
fn swap<__NextForm>(
    next: impl ::ensure_future::Awaitable<Job, __NextForm>,
    current: &mut Option<Task<u8>>,
) {
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
    fn __swap_body(next: Job, current: &mut Option<Task<u8>>) {
        body
    }
    __swap_body(::ensure_future::Awaitable::ensure(next), current)
}
