/// Runs tasks.
#[accepts_awaitable(as = SchedulerExt)]
pub trait Scheduler<K: Ord>: Send {
    type Id;

    /// Schedules a task.
    #[accepts_awaitable(as = schedule)]
    fn schedule_task(&self, key: K, task: Task<()>) -> Self::Id;

    fn is_idle(&self) -> bool {
        false
    }
}

// becomes

/// Runs tasks.
pub trait Scheduler<K: Ord>: Send {
    type Id;
    /// Schedules a task.
    fn schedule_task(&self, key: K, task: Task<()>) -> Self::Id;
    fn is_idle(&self) -> bool {
        false
    }
}
/// Calls the methods of [`Scheduler`] with whatever can become a task.
#[allow(async_fn_in_trait, dead_code, unreachable_pub)]
pub trait SchedulerExt<K: Ord>: Scheduler<K> {
    /// Schedules a task.
    ///
    /// `task`: a future, a `Task` or a `JoinHandle`
    #[track_caller]
    fn schedule<TaskForm>(
        &self,
        key: K,
        task: impl ::ensure_future::Awaitable<Task<()>, TaskForm>,
    ) -> Self::Id {
        let _ = ::ensure_future::__private::assert_task::<Task<()>, _>;
        <Self as Scheduler<K>>::schedule_task(self, key, ::ensure_future::Awaitable::ensure(task))
    }
}
impl<K: Ord, Implementor: Scheduler<K> + ?::core::marker::Sized> SchedulerExt<K> for Implementor {}
