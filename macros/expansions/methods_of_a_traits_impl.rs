#[accepts_awaitable]
impl<T: Send> Scheduler<T> for Queue<'_, T> {
    type Id = u64;

    async fn schedule(&mut self, mut key: T, task: Task<Self::Id>) -> Option<Self::Id> {
        key = self.keys.replace(key)?;
        task.await.ok()
    }
}

// becomes

impl<T: Send> Scheduler<T> for Queue<'_, T> {
    type Id = u64;
    #[cfg_attr(clippy, allow(clippy::items_after_statements))]
    async fn schedule<TaskForm>(
        &mut self,
        mut key: T,
        task: impl ::ensure_future::Awaitable<Task<Self::Id>, TaskForm>,
    ) -> Option<Self::Id> {
        let _ = ::ensure_future::__private::assert_task::<Task<Self::Id>, _>;
        let task = ::ensure_future::Awaitable::ensure(task);
        key = self.keys.replace(key)?;
        task.await.ok()
    }
}
