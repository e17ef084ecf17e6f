#[accepts_awaitable(boxed)]
#[async_trait]
impl Queue for Jobs {
    async fn add(&self, task: Task<u8>) -> bool {
        body
    }
}

// becomes

#[async_trait]
#[::ensure_future::accepts_awaitable(boxed)]
impl Queue for Jobs {
    async fn add(&self, task: Task<u8>) -> bool {
        body
    }
}
