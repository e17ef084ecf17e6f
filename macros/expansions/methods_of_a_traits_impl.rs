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
    fn schedule<__TaskForm>(
        &mut self,
        key: T,
        task: impl ::ensure_future::Awaitable<Task<Self::Id>, __TaskForm>,
    ) -> impl ::core::future::Future<Output = Option<Self::Id>> {
        #[cfg_attr(clippy, allow(clippy::all, clippy::pedantic, clippy::nursery))]
        trait __ScheduleBody<'_impl, T: Send>: Scheduler<T> {
            async fn __schedule_body(&mut self, key: T, task: Task<Self::Id>) -> Option<Self::Id>;
        }
        impl<'_impl, T: Send> __ScheduleBody<'_impl, T> for Queue<'_impl, T> {
            #[cfg_attr(clippy, allow(clippy::needless_pass_by_value, clippy::future_not_send))]
            async fn __schedule_body(
                &mut self,
                mut key: T,
                task: Task<Self::Id>,
            ) -> Option<Self::Id> {
                key = self.keys.replace(key)?;
                task.await.ok()
            }
        }
        ::ensure_future::__private::on_first_poll(move || {
            <Self as __ScheduleBody<'_, T>>::__schedule_body(
                self,
                key,
                ::ensure_future::Awaitable::ensure(task),
            )
        })
    }
}
