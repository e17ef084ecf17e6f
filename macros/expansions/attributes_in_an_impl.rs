#[accepts_awaitable]
impl Jobs {
    /// Documented
    #[cfg(unix)]
    #[must_use]
    #[inline]
    #[expect(unused_variables)]
    #[allow(clippy::unused_self)]
    pub fn stop(&self, task: Task<u8>) -> bool {
        body
    }
}

// becomes

impl Jobs {
    /// Documented
    #[cfg(unix)]
    #[must_use]
    #[inline]
    #[allow(unused_variables)]
    #[allow(clippy::unused_self)]
    ///
    /// `task`: a future, a `Task` or a `JoinHandle`
    #[track_caller]
    pub fn stop<TaskForm>(
        &self,
        task: impl ::ensure_future::Awaitable<Task<u8>, TaskForm>,
    ) -> bool {
        let _ = ::ensure_future::__private::assert_task::<Task<u8>, _>;
        Self::__stop_body(self, ::ensure_future::Awaitable::ensure(task))
    }
    #[cfg(unix)]
    #[inline]
    #[allow(unused_variables)]
    #[allow(clippy::unused_self)]
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
    #[doc(hidden)]
    fn __stop_body(&self, task: Task<u8>) -> bool {
        body
    }
}
