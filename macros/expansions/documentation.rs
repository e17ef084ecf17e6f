#[accepts_awaitable(as = RunnerExt)]
pub trait Runner {
    /// Runs jobs.
    #[accepts_awaitable(as = run)]
    fn run_all(
        &self,
        first: Task<u8>,
        handle: JoinHandle<u8>,
        local: LocalTask<u8>,
        held: AbortOnDropHandle<u8>,
        own: Job,
        #[awaitable] made: Order,
        others: Vec<Task<u8>>,
        named: HashMap<String, Option<SharedTask<u8>>>,
        several: [(Option<Task<u8>>, SharedTask<u8>); 2],
        restart: impl Fn() -> Task<u8>,
        drawn: impl Iterator<Item = Task<u8>>,
        items: impl IntoIterator<Item = SharedTask<u8>>,
        stream: impl Stream<Item = Option<Task<u8>>>,
    );

    /// Says what each parameter is for.
    ///
    /// # Panics
    ///
    /// Never.
    #[accepts_awaitable(as = serve, boxed)]
    async fn serve_all(
        /// What runs it.
        &self,
        /// How long it runs;
        /// it begins at once.
        #[awaitable]
        shutdown: impl Future<Output = ()>,
        #[awaitable] others: Vec<impl Future<Output = ()>>,
        /// Not awaited.
        limit: usize,
    );

    /// Says nothing of its own.
    #[accepts_awaitable(as = stop, no_docs)]
    fn stop_all(&self, task: Task<u8>);

    #[accepts_awaitable(as = cancel)]
    fn cancel_all(&self, task: Task<u8>);
}

// becomes

pub trait Runner {
    /// Runs jobs.
    fn run_all(
        &self,
        first: Task<u8>,
        handle: JoinHandle<u8>,
        local: LocalTask<u8>,
        held: AbortOnDropHandle<u8>,
        own: Job,
        made: Order,
        others: Vec<Task<u8>>,
        named: HashMap<String, Option<SharedTask<u8>>>,
        several: [(Option<Task<u8>>, SharedTask<u8>); 2],
        restart: impl Fn() -> Task<u8>,
        drawn: impl Iterator<Item = Task<u8>>,
        items: impl IntoIterator<Item = SharedTask<u8>>,
        stream: impl Stream<Item = Option<Task<u8>>>,
    );
    /// Says what each parameter is for.
    ///
    /// # Panics
    ///
    /// Never.
    ///
    /// # Parameters
    ///
    /// - `self`: What runs it.
    /// - `shutdown`: How long it runs;
    ///   it begins at once.
    /// - `limit`: Not awaited.
    #[cfg_attr(
        clippy,
        allow(
            clippy::elidable_lifetime_names,
            clippy::needless_lifetimes,
            clippy::type_complexity
        )
    )]
    async fn serve_all(
        &self,
        shutdown: ::core::pin::Pin<::std::boxed::Box<dyn ::core::future::Future<Output = ()> + '_>>,
        others: Vec<
            ::core::pin::Pin<::std::boxed::Box<dyn ::core::future::Future<Output = ()> + '_>>,
        >,
        limit: usize,
    );
    /// Says nothing of its own.
    fn stop_all(&self, task: Task<u8>);
    fn cancel_all(&self, task: Task<u8>);
}
/// Calls the methods of [`Runner`] with whatever can become a task.
#[allow(async_fn_in_trait, dead_code, unreachable_pub)]
pub trait RunnerExt: Runner {
    /// Runs jobs.
    ///
    /// `first`: a future, a `Task` or a `JoinHandle`
    ///
    /// `handle`: a future, a `Task` or a `JoinHandle`
    ///
    /// `local`: a future, a `LocalTask`, a `Task` or a `JoinHandle`
    ///
    /// `held`: a future, an `AbortOnDropHandle`, a `Task` or a `JoinHandle`
    ///
    /// `made`: anything that can become `Order`
    ///
    /// `others`: a collection or an iterator of futures, `Task`s or `JoinHandle`s
    ///
    /// `named`: a `HashMap` with items that are each an `Option` of a future, a `SharedTask`, a `Task` or a `JoinHandle`
    ///
    /// `several`: an array with items that are each a tuple of (an `Option` of a future, a `Task` or a `JoinHandle`) and (a future, a `SharedTask`, a `Task` or a `JoinHandle`)
    ///
    /// `restart`: a function that returns a future, a `Task` or a `JoinHandle`
    ///
    /// `drawn`: an iterator of futures, `Task`s or `JoinHandle`s
    ///
    /// `items`: a collection or an iterator of futures, `SharedTask`s, `Task`s or `JoinHandle`s
    ///
    /// `stream`: a stream with items that are each an `Option` of a future, a `Task` or a `JoinHandle`
    #[track_caller]
    fn run<
        FirstForm,
        HandleForm,
        LocalForm,
        HeldForm,
        MadeForm,
        OthersForm,
        NamedForm,
        SeveralForm,
        SeveralForm2,
        RestartAwaitable,
        RestartForm,
        DrawnForm,
        ItemsForm,
        StreamForm,
    >(
        &self,
        first: impl ::ensure_future::Awaitable<Task<u8>, FirstForm>,
        handle: impl ::ensure_future::Awaitable<JoinHandle<u8>, HandleForm>,
        local: impl ::ensure_future::Awaitable<LocalTask<u8>, LocalForm>,
        held: impl ::ensure_future::Awaitable<AbortOnDropHandle<u8>, HeldForm>,
        own: Job,
        made: impl ::ensure_future::Awaitable<Order, MadeForm>,
        others: impl ::ensure_future::Awaitable<Vec<Task<u8>>, OthersForm>,
        named: HashMap<String, Option<impl ::ensure_future::Awaitable<SharedTask<u8>, NamedForm>>>,
        several: [(
            Option<impl ::ensure_future::Awaitable<Task<u8>, SeveralForm>>,
            impl ::ensure_future::Awaitable<SharedTask<u8>, SeveralForm2>,
        ); 2],
        restart: impl Fn() -> RestartAwaitable,
        drawn: impl Iterator<Item: ::ensure_future::Awaitable<Task<u8>, DrawnForm>>,
        items: impl IntoIterator<Item: ::ensure_future::Awaitable<SharedTask<u8>, ItemsForm>>,
        stream: impl Stream<Item: ::ensure_future::Awaitable<Option<Task<u8>>, StreamForm>>,
    ) where
        RestartAwaitable: ::ensure_future::Awaitable<Task<u8>, RestartForm>,
    {
        let _ = ::ensure_future::__private::assert_task::<Task<u8>, _>;
        let _ = ::ensure_future::__private::assert_task::<JoinHandle<u8>, _>;
        let _ = ::ensure_future::__private::assert_task::<LocalTask<u8>, _>;
        let _ = ::ensure_future::__private::assert_task::<AbortOnDropHandle<u8>, _>;
        let _ = ::ensure_future::__private::assert_task::<SharedTask<u8>, _>;
        <Self as Runner>::run_all(
            self,
            ::ensure_future::Awaitable::ensure(first),
            ::ensure_future::Awaitable::ensure(handle),
            ::ensure_future::Awaitable::ensure(local),
            ::ensure_future::Awaitable::ensure(held),
            own,
            ::ensure_future::Awaitable::ensure(made),
            ::ensure_future::Awaitable::ensure(others),
            <_ as ::ensure_future::Awaitable<HashMap<String, Option<SharedTask<u8>>>, _>>::ensure(
                named,
            ),
            <_ as ::ensure_future::Awaitable<[(Option<Task<u8>>, SharedTask<u8>); 2], _>>::ensure(
                several,
            ),
            move || -> Task<u8> { ::ensure_future::Awaitable::ensure(restart()) },
            ::ensure_future::__private::map_iterator(drawn, move |item| {
                ::ensure_future::Awaitable::ensure(item)
            }),
            ::ensure_future::__private::map_items(items, move |item| {
                ::ensure_future::Awaitable::ensure(item)
            }),
            ::ensure_future::__private::map_stream(stream, move |item| {
                ::ensure_future::Awaitable::ensure(item)
            }),
        )
    }
    /// Says what each parameter is for.
    ///
    /// # Panics
    ///
    /// Never.
    ///
    /// # Parameters
    ///
    /// - `self`: What runs it.
    /// - `shutdown` (a future, a `Task` or a `JoinHandle`, awaited in place): How long it runs;
    ///   it begins at once.
    /// - `others`: a `Vec` of futures, `Task`s or `JoinHandle`s, awaited in place
    /// - `limit`: Not awaited.
    async fn serve<ShutdownForm, OthersForm>(
        &self,
        shutdown: impl ::ensure_future::InPlace<(), ShutdownForm>,
        others: Vec<impl ::ensure_future::InPlace<(), OthersForm>>,
        limit: usize,
    ) {
        let _ = ::ensure_future::__private::assert_output::<()>;
        let _ = ::ensure_future::__private::assert_output::<()>;
        <Self as Runner>::serve_all(
            self,
            (|awaitable| -> ::core::pin::Pin<
                ::std::boxed::Box<dyn ::core::future::Future<Output = _> + '_>,
            > {
                ::std::boxed::Box::pin(::ensure_future::InPlace::in_place(awaitable))
            })(shutdown),
            ::ensure_future::__private::map_vec(others, |item| {
                (|awaitable| -> ::core::pin::Pin<
                    ::std::boxed::Box<dyn ::core::future::Future<Output = _> + '_>,
                > {
                    ::std::boxed::Box::pin(::ensure_future::InPlace::in_place(awaitable))
                })(item)
            }),
            limit,
        )
        .await
    }
    /// Says nothing of its own.
    #[track_caller]
    fn stop<TaskForm>(&self, task: impl ::ensure_future::Awaitable<Task<u8>, TaskForm>) {
        let _ = ::ensure_future::__private::assert_task::<Task<u8>, _>;
        <Self as Runner>::stop_all(self, ::ensure_future::Awaitable::ensure(task))
    }
    #[track_caller]
    fn cancel<TaskForm>(&self, task: impl ::ensure_future::Awaitable<Task<u8>, TaskForm>) {
        let _ = ::ensure_future::__private::assert_task::<Task<u8>, _>;
        <Self as Runner>::cancel_all(self, ::ensure_future::Awaitable::ensure(task))
    }
}
impl<Implementor: Runner + ?::core::marker::Sized> RunnerExt for Implementor {}
