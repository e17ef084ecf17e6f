#[accepts_awaitable]
impl Jobs {
    #[instrument]
    fn add(&self, task: Task<u8>) {
        body
    }

    #[instrument(skip_all, name = "end")]
    fn cancel(&self, task: Task<u8>) {
        body
    }

    #[deprecated]
    #[instrument("stop", skip_all)]
    fn abort(&self, task: Task<u8>) {
        body
    }
}

// becomes

impl Jobs {
    #[track_caller]
    fn add<TaskForm>(&self, task: impl ::ensure_future::Awaitable<Task<u8>, TaskForm>) {
        let _ = ::ensure_future::__private::assert_task::<Task<u8>, _>;
        Self::__add_body(self, ::ensure_future::Awaitable::ensure(task))
    }
    #[instrument(name = "add")]
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
    fn __add_body(&self, task: Task<u8>) {
        body
    }
    #[track_caller]
    fn cancel<TaskForm>(&self, task: impl ::ensure_future::Awaitable<Task<u8>, TaskForm>) {
        let _ = ::ensure_future::__private::assert_task::<Task<u8>, _>;
        Self::__cancel_body(self, ::ensure_future::Awaitable::ensure(task))
    }
    #[instrument(skip_all, name = "end")]
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
    fn __cancel_body(&self, task: Task<u8>) {
        body
    }
    #[deprecated]
    #[track_caller]
    fn abort<TaskForm>(&self, task: impl ::ensure_future::Awaitable<Task<u8>, TaskForm>) {
        let _ = ::ensure_future::__private::assert_task::<Task<u8>, _>;
        Self::__abort_body(self, ::ensure_future::Awaitable::ensure(task))
    }
    #[allow(deprecated)]
    #[instrument("stop", skip_all)]
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
    fn __abort_body(&self, task: Task<u8>) {
        body
    }
}
