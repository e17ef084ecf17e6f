#[accepts_awaitable]
impl Pool {
    #[accepts_awaitable(on = self.runtime)]
    pub fn submit<T>(&self, task: Task<T>, other: Task<u8>) -> Task<T> {
        other.cancel();
        task
    }

    #[accepts_awaitable(on = &self.runtime, boxed)]
    pub fn repeat(&self, factory: impl Fn() -> Task<u8>) -> Task<u8> {
        factory()
    }
}

// becomes

impl Pool {
    #[track_caller]
    pub fn submit<T, TaskForm, OtherForm>(
        &self,
        task: impl ::ensure_future::Awaitable<Task<T>, TaskForm>,
        other: impl ::ensure_future::Awaitable<Task<u8>, OtherForm>,
    ) -> Task<T> {
        let _ = ::ensure_future::__private::assert_task::<Task<T>, _>;
        let _ = ::ensure_future::__private::assert_task::<Task<u8>, _>;
        #[allow(unused_mut)]
        let mut __task1;
        #[allow(unused_mut)]
        let mut __task2;
        match &(self.runtime) {
            __spawner => {
                {
                    __task1 = ::ensure_future::__private::ensure_on(task, __spawner);
                }
                {
                    __task2 = ::ensure_future::__private::ensure_on(other, __spawner);
                }
            }
        }
        Self::__submit_body::<T>(self, __task1, __task2)
    }
    #[cfg_attr(
        clippy,
        allow(
            clippy::box_collection,
            clippy::boxed_local,
            clippy::elidable_lifetime_names,
            clippy::future_not_send,
            clippy::manual_async_fn,
            clippy::missing_const_for_fn,
            clippy::needless_lifetimes,
            clippy::needless_pass_by_value,
            clippy::trivially_copy_pass_by_ref,
            clippy::unnecessary_wraps,
            clippy::unused_self
        )
    )]
    #[doc(hidden)]
    fn __submit_body<T>(&self, task: Task<T>, other: Task<u8>) -> Task<T> {
        other.cancel();
        task
    }
    #[track_caller]
    pub fn repeat<FactoryAwaitable, FactoryForm>(
        &self,
        factory: impl Fn() -> FactoryAwaitable,
    ) -> Task<u8>
    where
        FactoryAwaitable: ::ensure_future::Awaitable<Task<u8>, FactoryForm>,
    {
        let _ = ::ensure_future::__private::assert_task::<Task<u8>, _>;
        #[allow(unused_mut)]
        let mut __task1;
        match &(&self.runtime) {
            __spawner => {
                __task1 = {
                    let __kept_spawner = ::ensure_future::__private::later(__spawner);
                    move || -> Task<u8> {
                        ::ensure_future::__private::ensure_boxed_on(factory(), &__kept_spawner)
                    }
                };
            }
        }
        Self::__repeat_body(self, __task1)
    }
    #[cfg_attr(
        clippy,
        allow(
            clippy::box_collection,
            clippy::boxed_local,
            clippy::elidable_lifetime_names,
            clippy::future_not_send,
            clippy::manual_async_fn,
            clippy::missing_const_for_fn,
            clippy::needless_lifetimes,
            clippy::needless_pass_by_value,
            clippy::trivially_copy_pass_by_ref,
            clippy::unnecessary_wraps,
            clippy::unused_self
        )
    )]
    #[doc(hidden)]
    fn __repeat_body(&self, factory: impl Fn() -> Task<u8>) -> Task<u8> {
        factory()
    }
}
