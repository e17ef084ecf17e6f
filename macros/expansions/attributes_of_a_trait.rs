#[accepts_awaitable(as = QueueExt)]
#[cfg(unix)]
#[deprecated]
#[expect(dead_code)]
trait Queue {
    #[accepts_awaitable(as = add)]
    #[deprecated]
    #[must_use]
    fn add_task(&self, task: Task<u8>) -> bool;

    #[accepts_awaitable(as = finish)]
    fn finish_task(self, task: Task<u8>);

    #[accepts_awaitable(as = end)]
    fn end_task(self: Box<Self>, task: Task<u8>);

    #[accepts_awaitable(as = merge)]
    fn merge_tasks(&mut self, other: (usize, Self), task: Task<u8>);
}

// becomes

#[cfg(unix)]
#[deprecated]
#[expect(dead_code)]
trait Queue {
    #[deprecated]
    #[must_use]
    fn add_task(&self, task: Task<u8>) -> bool;
    fn finish_task(self, task: Task<u8>);
    fn end_task(self: Box<Self>, task: Task<u8>);
    fn merge_tasks(&mut self, other: (usize, Self), task: Task<u8>);
}
#[cfg(unix)]
#[allow(dead_code)]
#[allow(deprecated)]
#[deprecated]
/// Calls the methods of [`Queue`] with whatever can become a task.
#[allow(async_fn_in_trait, dead_code, unreachable_pub)]
trait QueueExt: Queue {
    #[deprecated]
    #[must_use]
    #[track_caller]
    #[allow(deprecated)]
    fn add<TaskForm>(&self, task: impl ::ensure_future::Awaitable<Task<u8>, TaskForm>) -> bool {
        let _ = ::ensure_future::__private::assert_task::<Task<u8>, _>;
        <Self as Queue>::add_task(self, ::ensure_future::Awaitable::ensure(task))
    }
    #[track_caller]
    fn finish<TaskForm>(self, task: impl ::ensure_future::Awaitable<Task<u8>, TaskForm>)
    where
        Self: ::core::marker::Sized,
    {
        let _ = ::ensure_future::__private::assert_task::<Task<u8>, _>;
        <Self as Queue>::finish_task(self, ::ensure_future::Awaitable::ensure(task))
    }
    #[track_caller]
    fn end<TaskForm>(self: Box<Self>, task: impl ::ensure_future::Awaitable<Task<u8>, TaskForm>) {
        let _ = ::ensure_future::__private::assert_task::<Task<u8>, _>;
        <Self as Queue>::end_task(self, ::ensure_future::Awaitable::ensure(task))
    }
    #[track_caller]
    fn merge<TaskForm>(
        &mut self,
        other: (usize, Self),
        task: impl ::ensure_future::Awaitable<Task<u8>, TaskForm>,
    ) where
        Self: ::core::marker::Sized,
    {
        let _ = ::ensure_future::__private::assert_task::<Task<u8>, _>;
        <Self as Queue>::merge_tasks(self, other, ::ensure_future::Awaitable::ensure(task))
    }
}
#[cfg(unix)]
#[allow(dead_code)]
#[allow(deprecated)]
impl<Implementor: Queue + ?::core::marker::Sized> QueueExt for Implementor {}
