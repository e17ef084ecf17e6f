#[accepts_awaitable]
impl Jobs {
    /// Takes over a job, whether it runs already or not.
    pub fn adopt(&mut self, job: Task<()>) {
        self.running.push(job);
    }
}

// becomes

impl Jobs {
    /// Takes over a job, whether it runs already or not.
    ///
    /// `job`: a future, a `Task` or a `JoinHandle`
    #[track_caller]
    pub fn adopt<JobForm>(&mut self, job: impl ::ensure_future::Awaitable<Task<()>, JobForm>) {
        let _ = ::ensure_future::__private::assert_task::<Task<()>, _>;
        Self::__adopt_body(self, ::ensure_future::Awaitable::ensure(job))
    }
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
    fn __adopt_body(&mut self, job: Task<()>) {
        self.running.push(job);
    }
}
