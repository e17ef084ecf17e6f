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
    #[track_caller]
    pub fn adopt<__JobForm>(&mut self, job: impl ::ensure_future::Awaitable<Task<()>, __JobForm>) {
        Self::__adopt_body(self, ::ensure_future::Awaitable::ensure(job))
    }
    #[cfg_attr(clippy, allow(clippy::needless_pass_by_value, clippy::unused_self))]
    #[doc(hidden)]
    fn __adopt_body(&mut self, job: Task<()>) {
        self.running.push(job);
    }
}
