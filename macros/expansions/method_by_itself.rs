#[accepts_awaitable]
async fn finish(self: Arc<Self>, job: Task<()>, (first, _): (Task<u8>, Task<u8>)) {
    self.wait(job).await;
    first.cancel();
}

// becomes

#[cfg_attr(clippy, allow(clippy::items_after_statements))]
async fn finish<JobForm, Argument2Form, Argument2Form2>(
    self: Arc<Self>,
    job: impl ::ensure_future::Awaitable<Task<()>, JobForm>,
    argument2: (
        impl ::ensure_future::Awaitable<Task<u8>, Argument2Form>,
        impl ::ensure_future::Awaitable<Task<u8>, Argument2Form2>,
    ),
) {
    let _ = ::ensure_future::__private::assert_task::<Task<()>, _>;
    let _ = ::ensure_future::__private::assert_task::<Task<u8>, _>;
    let job = ::ensure_future::Awaitable::ensure(job);
    #[allow(unused_mut)]
    let mut argument2 =
        <_ as ::ensure_future::Awaitable<(Task<u8>, Task<u8>), _>>::ensure(argument2);
    let (first, _) = argument2;
    self.wait(job).await;
    first.cancel();
}
