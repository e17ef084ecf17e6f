//! Whole traits with supertraits, generics, defaults, associated types and constants, and `where` clauses.

use std::fmt::{Debug, Display};
use std::hash::Hash;
use std::marker::PhantomData;
use std::sync::Arc;

use ensure_future::{LocalTask, Task, accepts_awaitable, create_task, run};

/// A service that resembles those of frameworks.
#[accepts_awaitable(as = ServiceExt)]
pub(crate) trait Service<'env, Request, Error = String>: Debug + Sync
where
    Request: Clone + 'env,
    Self::Response: PartialEq,
{
    type Response: Send + Default + 'static;
    type Future<'a>: Future<Output = Result<Self::Response, Error>>
    where
        Self: 'a;

    const NAME: &'static str = "service";
    const RETRIES: u8;

    #[accepts_awaitable(as = call)]
    #[must_use = "it does nothing unless it is awaited"]
    fn call_task<'a>(
        &'a self,
        request: &'env Request,
        task: Task<Self::Response>,
    ) -> Self::Future<'a>;

    #[accepts_awaitable(as = retried)]
    fn retried_task(
        &self,
        task: Task<Self::Response>,
    ) -> impl Future<Output = (u8, &'static str, bool)> + Send {
        async move {
            (
                Self::RETRIES,
                Self::NAME,
                task.await.unwrap() == Self::Response::default(),
            )
        }
    }

    #[accepts_awaitable(as = of_two)]
    #[inline]
    fn of_two_tasks<T, U: Display, const N: usize>(
        self: Arc<Self>,
        first: [Task<T>; N],
        (second, _): (Task<U>, LocalTask<T>),
        convert: impl FnOnce(bool) -> T,
    ) -> (usize, T)
    where
        Self: 'env,
        T: Send + Eq + Hash,
    {
        let count = first.iter().filter(|task| task.cancel()).count();
        (count, convert(second.cancel()))
    }

    /// A method that is left alone.
    fn ready(&self, pending: &Task<u8>) -> bool {
        !pending.is_finished()
    }
}

#[derive(Debug)]
struct Echo<T>(PhantomData<T>);

impl<'env, T> Service<'env, T> for Echo<T>
where
    T: Clone + Default + Debug + PartialEq + Send + Sync + 'static,
{
    type Response = T;
    type Future<'a>
        = std::future::Ready<Result<T, String>>
    where
        Self: 'a;

    const RETRIES: u8 = 3;

    fn call_task<'a>(&'a self, request: &'env T, task: Task<T>) -> Self::Future<'a> {
        std::future::ready(if task.cancel() {
            Ok(request.clone())
        } else {
            Err(format!("{self:?}"))
        })
    }
}

/// Generic over every service.
async fn through_bounds<'env, S>(service: &S, request: &'env u8) -> (Result<u8, String>, u8)
where
    S: Service<'env, u8, Response = u8> + ?Sized,
{
    let response = service.call(request, std::future::pending()).await;
    (response, service.retried(async { 0 }).await.0)
}

#[accepts_awaitable(as = StepExt)]
trait Step: Sized + Default + Into<u8> {
    #[accepts_awaitable(as = start)]
    fn start_task(task: Task<Self>) -> impl Future<Output = Self>;

    #[accepts_awaitable(as = next)]
    async fn next_task(self, task: Task<u8>) -> Result<Self, (u8, Self)> {
        let step = task.await.unwrap();
        if step > 0 {
            Ok(Self::default())
        } else {
            Err((step, self))
        }
    }
}

#[derive(Debug, Default, PartialEq)]
struct Count(u8);

impl From<Count> for u8 {
    fn from(Count(count): Count) -> Self {
        count
    }
}

impl Step for Count {
    async fn start_task(task: Task<Self>) -> Self {
        Self(u8::from(task.await.unwrap()) + 1)
    }
}

/// Extends a trait that has an extension itself.
#[accepts_awaitable(as = LadderExt)]
trait Ladder: StepExt + Clone {
    #[accepts_awaitable(as = climb)]
    async fn climb_task(&self, tasks: Vec<Task<u8>>) -> u8 {
        let mut height = self.clone().into();
        for task in tasks {
            height += match self.clone().next(task).await {
                Ok(_) => 10,
                Err(_) => 1,
            };
        }
        height
    }
}

impl Clone for Count {
    fn clone(&self) -> Self {
        Self(self.0)
    }
}

impl Ladder for Count {}

mod elsewhere {
    use ensure_future::{Task, accepts_awaitable};

    pub(super) mod deeper {
        use super::{Task, accepts_awaitable};

        #[accepts_awaitable(as = GateExt)]
        pub(in super::super) trait Gate {
            #[accepts_awaitable(as = pass)]
            fn pass_task(&self, task: Task<u8>) -> bool {
                task.cancel()
            }
        }
    }

    impl deeper::Gate for () {}
}

#[test]
fn callers_find_the_methods_through_generics_and_bounds() {
    run(async {
        let echo = Echo::<u8>(PhantomData);
        assert_eq!(through_bounds(&echo, &7).await, (Ok(7), 3));
        let retried = echo.retried(create_task(async { 1 })).await;
        assert_eq!(retried, (3, "service", false));
        let pending = || std::future::pending::<u8>();
        let two =
            Arc::new(echo).of_two([pending(), pending()], (async { 'a' }, pending()), u8::from);
        assert_eq!(two, (2, 1));
        let echo = Echo::<u8>(PhantomData);
        assert!(echo.ready(&create_task(pending())));
        assert_eq!(echo.call(&7, async { 1 }).await, Ok(7));
    });
}

#[test]
fn supertraits_give_what_they_promise() {
    run(async {
        assert_eq!(Count::start(async { Count(1) }).await, Count(2));
        assert_eq!(Count(7).next(async { 0 }).await, Err((0, Count(7))));
        assert_eq!(Count(7).next(create_task(async { 1 })).await, Ok(Count(0)));
        assert_eq!(Count(7).climb([0, 1].map(std::future::ready)).await, 18);
    });
}

#[test]
fn a_trait_and_its_callers_trait_are_as_visible_as_each_other() {
    use elsewhere::deeper::{Gate, GateExt};
    run(async {
        assert!(().pass_task(create_task(async { 1 })));
        assert!(().pass(async { 1 }));
    });
}
