/// Documented
#[accepts_awaitable]
#[cfg(unix)]
#[deprecated]
#[cold]
#[inline(never)]
#[track_caller]
#[target_feature(enable = "avx2")]
#[expect(unused_variables)]
#[cfg_attr(debug_assertions, must_use, inline(never))]
#[tracing::instrument(skip_all)]
pub unsafe fn stop(
    /// What to stop.
    task: Task<u8>,
    #[cfg(windows)] handle: JoinHandle<u8>,
    #[allow(unused)] reason: &str,
) {
    body
}

// becomes

/// Documented
#[cfg(unix)]
#[deprecated]
#[cold]
#[inline(never)]
#[track_caller]
#[target_feature(enable = "avx2")]
#[allow(unused_variables)]
#[cfg_attr(debug_assertions, must_use)]
#[cfg_attr(debug_assertions, inline(never))]
///
/// # Parameters
///
/// - `task` (a future, a `Task` or a `JoinHandle`): What to stop.
/// - `handle`: a future, a `Task` or a `JoinHandle`
pub unsafe fn stop<TaskForm, #[cfg(windows)] HandleForm>(
    task: impl ::ensure_future::Awaitable<Task<u8>, TaskForm>,
    #[cfg(windows)] handle: impl ::ensure_future::Awaitable<JoinHandle<u8>, HandleForm>,
    reason: &str,
) {
    #[cold]
    #[inline(never)]
    #[track_caller]
    #[target_feature(enable = "avx2")]
    #[cfg_attr(debug_assertions, inline(never))]
    #[tracing::instrument(name = "stop", skip_all)]
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
    unsafe fn __stop_body(
        task: Task<u8>,
        #[cfg(windows)] handle: JoinHandle<u8>,
        #[allow(unused)] reason: &str,
    ) {
        body
    }
    let _ = ::ensure_future::__private::assert_task::<Task<u8>, _>;
    #[cfg(windows)]
    let _ = ::ensure_future::__private::assert_task::<JoinHandle<u8>, _>;
    unsafe {
        __stop_body(
            ::ensure_future::Awaitable::ensure(task),
            #[cfg(windows)]
            ::ensure_future::Awaitable::ensure(handle),
            reason,
        )
    }
}
