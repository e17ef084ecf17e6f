//! The macro `gather!`, and the functions that it expands to, one for each number of awaitables.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::task::JoinError;

use crate::combine::tuple_future::TupleFuture;
use crate::util::user_code::Unclaimed;
use crate::{Task, TaskFuture, accepts_awaitable};

/// Waits for up to twelve awaitables, and returns a tuple of their outcomes.
///
/// This is [`gather()`](crate::gather()) for awaitables of different types. All arguments are evaluated before the
/// first coroutine is spawned.
///
/// # Panics
///
/// Panics where [`gather()`](crate::gather()) does.
///
/// # Cancel safety
///
/// If the future is dropped, every child that has not ended is cancelled, and all results are lost.
///
/// # Examples
///
/// ```
/// use ensure_future::{create_task, gather};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let task = create_task(async { "one" });
/// let (number, text) = gather!(async { 1 }, task).await;
/// assert_eq!((number.unwrap(), text.unwrap()), (1, "one"));
/// # }
/// ```
///
/// # In asyncio
///
/// [`asyncio.gather(a, b, c, return_exceptions=True)`][asyncio].
///
/// [asyncio]: https://docs.python.org/3/library/asyncio-task.html#asyncio.gather
#[macro_export]
macro_rules! gather {
    ($a:expr $(,)?) => {
        $crate::__private::gather_1($a)
    };
    ($a:expr, $b:expr $(,)?) => {
        $crate::__private::gather_2($a, $b)
    };
    ($a:expr, $b:expr, $c:expr $(,)?) => {
        $crate::__private::gather_3($a, $b, $c)
    };
    ($a:expr, $b:expr, $c:expr, $d:expr $(,)?) => {
        $crate::__private::gather_4($a, $b, $c, $d)
    };
    ($a:expr, $b:expr, $c:expr, $d:expr, $e:expr $(,)?) => {
        $crate::__private::gather_5($a, $b, $c, $d, $e)
    };
    ($a:expr, $b:expr, $c:expr, $d:expr, $e:expr, $f:expr $(,)?) => {
        $crate::__private::gather_6($a, $b, $c, $d, $e, $f)
    };
    ($a:expr, $b:expr, $c:expr, $d:expr, $e:expr, $f:expr, $g:expr $(,)?) => {
        $crate::__private::gather_7($a, $b, $c, $d, $e, $f, $g)
    };
    ($a:expr, $b:expr, $c:expr, $d:expr, $e:expr, $f:expr, $g:expr, $h:expr $(,)?) => {
        $crate::__private::gather_8($a, $b, $c, $d, $e, $f, $g, $h)
    };
    ($a:expr, $b:expr, $c:expr, $d:expr, $e:expr, $f:expr, $g:expr, $h:expr, $i:expr $(,)?) => {
        $crate::__private::gather_9($a, $b, $c, $d, $e, $f, $g, $h, $i)
    };
    ($a:expr, $b:expr, $c:expr, $d:expr, $e:expr, $f:expr, $g:expr, $h:expr, $i:expr, $j:expr $(,)?) => {
        $crate::__private::gather_10($a, $b, $c, $d, $e, $f, $g, $h, $i, $j)
    };
    ($a:expr, $b:expr, $c:expr, $d:expr, $e:expr, $f:expr, $g:expr, $h:expr, $i:expr, $j:expr, $k:expr $(,)?) => {
        $crate::__private::gather_11($a, $b, $c, $d, $e, $f, $g, $h, $i, $j, $k)
    };
    ($a:expr, $b:expr, $c:expr, $d:expr, $e:expr, $f:expr, $g:expr, $h:expr, $i:expr, $j:expr, $k:expr, $l:expr $(,)?) => {
        $crate::__private::gather_12($a, $b, $c, $d, $e, $f, $g, $h, $i, $j, $k, $l)
    };
}

macro_rules! functions {
    ($($name:ident($($output:ident $task:ident),+);)+) => {
        $(
            /// The function behind `gather!` for this number of awaitables.
            #[allow(clippy::too_many_arguments)] // so that a message about one argument points at it
            #[accepts_awaitable]
            pub fn $name<$($output),+>(
                $($task: Task<$output>),+
            ) -> TupleFuture<($(Child<$output>,)+), ($(Result<$output, JoinError>,)+)> {
                TupleFuture::new(($(Child::new($task),)+), |($($task,)+), context| {
                    $(ready!($task.poll(context));)+
                    Poll::Ready(($($task.take(),)+))
                })
            }
        )+
    };
}

functions! {
    gather_1(A first);
    gather_2(A first, B second);
    gather_3(A first, B second, C third);
    gather_4(A first, B second, C third, D fourth);
    gather_5(A first, B second, C third, D fourth, E fifth);
    gather_6(A first, B second, C third, D fourth, E fifth, F sixth);
    gather_7(A first, B second, C third, D fourth, E fifth, F sixth, G seventh);
    gather_8(A first, B second, C third, D fourth, E fifth, F sixth, G seventh, H eighth);
    gather_9(A first, B second, C third, D fourth, E fifth, F sixth, G seventh, H eighth, I ninth);
    gather_10(A first, B second, C third, D fourth, E fifth, F sixth, G seventh, H eighth, I ninth, J tenth);
    gather_11(A first, B second, C third, D fourth, E fifth, F sixth, G seventh, H eighth, I ninth, J tenth, K eleventh);
    gather_12(A first, B second, C third, D fourth, E fifth, F sixth, G seventh, H eighth, I ninth, J tenth, K eleventh, L twelfth);
}

/// A child that is running, or its result. Dropping it cancels the child.
pub struct Child<T> {
    running: TaskFuture<T>,
    result: Unclaimed<Option<Result<T, JoinError>>>,
}

impl<T> Child<T> {
    fn new(task: Task<T>) -> Self {
        Self {
            running: task.into_future(),
            result: Unclaimed::default(),
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if self.result.is_none() {
            *self.result = Some(ready!(Pin::new(&mut self.running).poll(context)));
        }
        Poll::Ready(())
    }

    fn take(&mut self) -> Result<T, JoinError> {
        self.result.take().expect("the child has ended")
    }
}
