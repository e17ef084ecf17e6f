//! The macro `try_gather!`, and the functions that it expands to, one for each number of awaitables.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::combine::tuple_future::TupleFuture;
use crate::util::user_code::{Unclaimed, discard};
use crate::{Failure, Task, TaskFuture, TryGatherError, accepts_awaitable};

/// Waits until up to twelve awaitables have succeeded, and returns a tuple of their values. If one fails, cancels the
/// others and returns this failure.
///
/// This is [`try_gather()`](crate::try_gather()) for awaitables of different types. They have one error type in common.
/// All arguments are evaluated before the first coroutine is spawned.
///
/// # Errors
///
/// Returns a [`TryGatherError`](crate::TryGatherError) where [`try_gather()`](crate::try_gather()) does. The index is
/// the position of the argument. If several children fail between two polls, it is the child that was passed first.
/// `try_gather!(a, b).await.map_err(TryGatherError::into_error)?` returns the child's own error.
///
/// # Panics
///
/// Panics where [`try_gather()`](crate::try_gather()) does.
///
/// # Cancel safety
///
/// If the future is dropped, every child that has not ended is cancelled, and all values are lost.
///
/// # Examples
///
/// ```
/// use ensure_future::{create_task, try_gather};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let task = create_task(async { Ok::<_, std::fmt::Error>("one") });
/// let (number, text) = try_gather!(async { Ok(1) }, task).await.unwrap();
/// assert_eq!((number, text), (1, "one"));
/// # }
/// ```
///
/// # In asyncio
///
/// [`asyncio.gather(a, b, c)`][asyncio].
///
/// [asyncio]: https://docs.python.org/3/library/asyncio-task.html#asyncio.gather
#[macro_export]
macro_rules! try_gather {
    ($a:expr $(,)?) => {
        $crate::__private::try_gather_1($a)
    };
    ($a:expr, $b:expr $(,)?) => {
        $crate::__private::try_gather_2($a, $b)
    };
    ($a:expr, $b:expr, $c:expr $(,)?) => {
        $crate::__private::try_gather_3($a, $b, $c)
    };
    ($a:expr, $b:expr, $c:expr, $d:expr $(,)?) => {
        $crate::__private::try_gather_4($a, $b, $c, $d)
    };
    ($a:expr, $b:expr, $c:expr, $d:expr, $e:expr $(,)?) => {
        $crate::__private::try_gather_5($a, $b, $c, $d, $e)
    };
    ($a:expr, $b:expr, $c:expr, $d:expr, $e:expr, $f:expr $(,)?) => {
        $crate::__private::try_gather_6($a, $b, $c, $d, $e, $f)
    };
    ($a:expr, $b:expr, $c:expr, $d:expr, $e:expr, $f:expr, $g:expr $(,)?) => {
        $crate::__private::try_gather_7($a, $b, $c, $d, $e, $f, $g)
    };
    ($a:expr, $b:expr, $c:expr, $d:expr, $e:expr, $f:expr, $g:expr, $h:expr $(,)?) => {
        $crate::__private::try_gather_8($a, $b, $c, $d, $e, $f, $g, $h)
    };
    ($a:expr, $b:expr, $c:expr, $d:expr, $e:expr, $f:expr, $g:expr, $h:expr, $i:expr $(,)?) => {
        $crate::__private::try_gather_9($a, $b, $c, $d, $e, $f, $g, $h, $i)
    };
    ($a:expr, $b:expr, $c:expr, $d:expr, $e:expr, $f:expr, $g:expr, $h:expr, $i:expr, $j:expr $(,)?) => {
        $crate::__private::try_gather_10($a, $b, $c, $d, $e, $f, $g, $h, $i, $j)
    };
    ($a:expr, $b:expr, $c:expr, $d:expr, $e:expr, $f:expr, $g:expr, $h:expr, $i:expr, $j:expr, $k:expr $(,)?) => {
        $crate::__private::try_gather_11($a, $b, $c, $d, $e, $f, $g, $h, $i, $j, $k)
    };
    ($a:expr, $b:expr, $c:expr, $d:expr, $e:expr, $f:expr, $g:expr, $h:expr, $i:expr, $j:expr, $k:expr, $l:expr $(,)?) => {
        $crate::__private::try_gather_12($a, $b, $c, $d, $e, $f, $g, $h, $i, $j, $k, $l)
    };
}

macro_rules! functions {
    ($($name:ident($($output:ident $task:ident),+);)+) => {
        $(
            /// The function behind `try_gather!` for this number of awaitables.
            #[allow(clippy::too_many_arguments)] // so that a message about one argument points at it
            #[accepts_awaitable]
            pub fn $name<$($output,)+ Error>(
                $($task: Task<Result<$output, Error>>),+
            ) -> TupleFuture<
                (Failed<Error>, $(Child<$output, Error>),+),
                Result<($($output,)+), TryGatherError<Error>>,
            > {
                let children = (Failed(Unclaimed::default()), $(Child::new($task)),+);
                TupleFuture::new(children, |(Failed(failed), $($task),+), context| {
                    let mut all = Pass::default();
                    let had_failed = failed.is_some();
                    $(all.poll($task, context, failed);)+
                    if failed.is_some() && !had_failed {
                        $($task.cancel();)+
                    }
                    ready!(all.have_ended());
                    if failed.is_some() {
                        // The failure is still in `failed`, so it is not lost if a destructor panics.
                        $($task.value.discard();)+
                    }
                    Poll::Ready(match failed.claim() {
                        Some(error) => Err(error),
                        None => Ok(($($task.take(),)+)),
                    })
                })
            }
        )+
    };
}

functions! {
    try_gather_1(A first);
    try_gather_2(A first, B second);
    try_gather_3(A first, B second, C third);
    try_gather_4(A first, B second, C third, D fourth);
    try_gather_5(A first, B second, C third, D fourth, E fifth);
    try_gather_6(A first, B second, C third, D fourth, E fifth, F sixth);
    try_gather_7(A first, B second, C third, D fourth, E fifth, F sixth, G seventh);
    try_gather_8(A first, B second, C third, D fourth, E fifth, F sixth, G seventh, H eighth);
    try_gather_9(A first, B second, C third, D fourth, E fifth, F sixth, G seventh, H eighth, I ninth);
    try_gather_10(A first, B second, C third, D fourth, E fifth, F sixth, G seventh, H eighth, I ninth, J tenth);
    try_gather_11(A first, B second, C third, D fourth, E fifth, F sixth, G seventh, H eighth, I ninth, J tenth, K eleventh);
    try_gather_12(A first, B second, C third, D fourth, E fifth, F sixth, G seventh, H eighth, I ninth, J tenth, K eleventh, L twelfth);
}

/// The first failure. It is returned when all children have ended.
pub struct Failed<E>(Unclaimed<Option<TryGatherError<E>>>);

/// A child that is running, or its value. Dropping it cancels the child.
pub struct Child<T, E> {
    running: Option<TaskFuture<Result<T, E>>>,
    value: Unclaimed<Option<T>>,
}

impl<T, E> Child<T, E> {
    fn new(task: Task<Result<T, E>>) -> Self {
        Self {
            running: Some(task.into_future()),
            value: Unclaimed::default(),
        }
    }

    fn take(&mut self) -> T {
        self.value
            .take()
            .expect("without a failure, all have values")
    }

    fn cancel(&mut self) {
        self.running.iter_mut().for_each(TaskFuture::end);
    }
}

/// A pass that polls each running child once. There are at most twelve, so each poll polls all of them.
#[derive(Default)]
struct Pass {
    index: usize,
    any_runs: bool,
}

impl Pass {
    fn poll<T, E>(
        &mut self,
        child: &mut Child<T, E>,
        context: &mut Context<'_>,
        failed: &mut Option<TryGatherError<E>>,
    ) {
        let index = self.index;
        self.index += 1;
        let Some(running) = &mut child.running else {
            return;
        };
        let Poll::Ready(outcome) = Pin::new(running).poll(context) else {
            self.any_runs = true;
            return;
        };
        child.running = None;
        match Failure::of(outcome) {
            Ok(value) => *child.value = Some(value),
            Err(failure) if failed.is_none() => *failed = Some(TryGatherError { index, failure }),
            Err(failure) => discard([failure]),
        }
    }

    fn have_ended(&self) -> Poll<()> {
        if self.any_runs {
            Poll::Pending
        } else {
            Poll::Ready(())
        }
    }
}
