#[accepts_awaitable]
async fn count(#[awaitable] jobs: impl IntoIterator<Item = impl Future<Output = io::Result<u8>>>) -> usize {
    body
}

// becomes

#[cfg_attr(clippy, allow(clippy::items_after_statements))]
async fn count<JobsForm>(
    jobs: impl IntoIterator<Item = impl ::ensure_future::InPlace<io::Result<u8>, JobsForm>>,
) -> usize {
    let _ = ::ensure_future::__private::assert_output::<io::Result<u8>>;
    let jobs = ::ensure_future::__private::map_items(jobs, move |item| {
        ::ensure_future::InPlace::in_place(item)
    });
    body
}
