#[accepts_awaitable(as = ServerExt, boxed)]
pub trait Server {
    #[accepts_awaitable(as = serve)]
    fn serve_until<'a, T>(
        &'a self,
        #[awaitable] shutdown: impl Future<Output = ()> + Send + 'a,
        #[awaitable] requests: Vec<impl Future<Output = io::Result<T>> + Unpin>,
    ) -> BoxFuture<'a, u8>;
}

// becomes

pub trait Server {
    #[cfg_attr(
        clippy,
        allow(
            clippy::elidable_lifetime_names,
            clippy::needless_lifetimes,
            clippy::type_complexity
        )
    )]
    fn serve_until<'a, T>(
        &'a self,
        shutdown: ::core::pin::Pin<
            ::std::boxed::Box<dyn ::core::future::Future<Output = ()> + Send + 'a>,
        >,
        requests: Vec<
            ::core::pin::Pin<
                ::std::boxed::Box<dyn ::core::future::Future<Output = io::Result<T>> + '_>,
            >,
        >,
    ) -> BoxFuture<'a, u8>;
}
/// Calls the methods of [`Server`] with whatever can become a task.
#[allow(async_fn_in_trait, dead_code, unreachable_pub)]
pub trait ServerExt: Server {
    #[track_caller]
    fn serve<'a, T, ShutdownForm, RequestsForm>(
        &'a self,
        shutdown: impl ::ensure_future::InPlace<(), ShutdownForm, Future: Send + 'a>,
        requests: Vec<impl ::ensure_future::InPlace<io::Result<T>, RequestsForm, Future: Unpin>>,
    ) -> BoxFuture<'a, u8> {
        let _ = ::ensure_future::__private::assert_output::<()>;
        let _ = ::ensure_future::__private::assert_output::<io::Result<T>>;
        <Self as Server>::serve_until::<T>(
            self,
            (|awaitable| -> ::core::pin::Pin<
                ::std::boxed::Box<dyn ::core::future::Future<Output = _> + Send + 'a>,
            > {
                ::std::boxed::Box::pin(::ensure_future::InPlace::in_place(awaitable))
            })(shutdown),
            ::ensure_future::__private::map_vec(requests, |item| {
                (|awaitable| -> ::core::pin::Pin<
                    ::std::boxed::Box<dyn ::core::future::Future<Output = _> + '_>,
                > {
                    ::std::boxed::Box::pin(::ensure_future::InPlace::in_place(awaitable))
                })(item)
            }),
        )
    }
}
impl<Implementor: Server + ?::core::marker::Sized> ServerExt for Implementor {}
