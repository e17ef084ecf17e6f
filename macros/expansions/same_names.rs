#[accepts_awaitable]
fn cancel(&self, task: u8, task: Task<u8>) {
    body
}

// becomes

#[track_caller]
fn cancel<__Argument2Form>(
    &self,
    task: u8,
    __argument2: impl ::ensure_future::Awaitable<Task<u8>, __Argument2Form>,
) {
    #[allow(unused)]
    fn __cancel_names(task: (), task: ()) {}
    let task = ::ensure_future::Awaitable::ensure(__argument2);
    body
}
