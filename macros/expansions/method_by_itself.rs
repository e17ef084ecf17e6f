#[accepts_awaitable]
async fn finish(self: Arc<Self>, job: Task<()>, (first, _): (Task<u8>, Task<u8>)) {
    self.wait(job).await;
    first.cancel();
}

// becomes

#[cfg_attr(clippy, allow(clippy::items_after_statements))]
async fn finish<__JobForm, __Argument2Form, __Argument2Form1>(
    self: Arc<Self>,
    job: impl ::ensure_future::Awaitable<Task<()>, __JobForm>,
    __argument2: (
        impl ::ensure_future::Awaitable<Task<u8>, __Argument2Form>,
        impl ::ensure_future::Awaitable<Task<u8>, __Argument2Form1>,
    ),
) {
    let _ = ::ensure_future::__private::assert_task::<Task<()>, _>;
    let _ = ::ensure_future::__private::assert_task::<Task<u8>, _>;
    let job = ::ensure_future::Awaitable::ensure(job);
    #[allow(unused_mut)]
    let mut __argument2 =
        <_ as ::ensure_future::Awaitable<(Task<u8>, Task<u8>), _>>::ensure(__argument2);
    let (first, _) = __argument2;
    self.wait(job).await;
    first.cancel();
}
