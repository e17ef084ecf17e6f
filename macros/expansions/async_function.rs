#[accepts_awaitable]
pub async fn first<T: Clone, const N: usize>(tasks: [Task<T>; N]) -> Option<T> {
    let [first, ..] = tasks else { return None };
    first.await.ok()
}

// becomes

pub fn first<T: Clone, const N: usize, __TasksForm>(
    tasks: [impl ::ensure_future::Awaitable<Task<T>, __TasksForm>; N],
) -> impl ::core::future::Future<Output = Option<T>> {
    #[cfg_attr(
        clippy,
        allow(
            clippy::needless_pass_by_value,
            clippy::future_not_send,
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
    #[allow(non_upper_case_globals)]
    async fn __first_body<T: Clone, const N: usize>(tasks: [Task<T>; N]) -> Option<T> {
        let [first, ..] = tasks else { return None };
        first.await.ok()
    }
    ::ensure_future::__private::on_first_poll(move || {
        __first_body::<T, N>(::ensure_future::Awaitable::ensure(tasks))
    })
}
