pub(crate) mod tuples;

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::task::JoinError;

use crate::combine::completion_queue::CompletionQueue;
use crate::combine::{FailureSource, Failures};
use crate::left_behind::{self, Key, Remains};
use crate::util::user_code::{Unclaimed, discard};
use crate::{Failure, Task, accepts_awaitable};

/// Waits until all awaitables of a collection have succeeded, and returns their values. If one fails, cancels the
/// others and returns this failure.
///
/// The call itself spawns the coroutines (futures that are not spawned yet), so they run concurrently, even while
/// nobody awaits the returned future. The values are in the order in which the awaitables were passed. An empty
/// collection gives an empty `Vec`, at once. For awaitables of different types, use
/// [`try_gather!`](crate::try_gather!).
///
/// A child fails if it returns an `Err`, panics or is cancelled. Then the other children are cancelled. When the
/// failure is returned, they have ended, and their destructors have run. Their outcomes are lost. The cancelling
/// happens only while you poll this future; a [`TaskGroup`](crate::TaskGroup) also does it when nobody polls. There is
/// no time limit for the others to end, even if one of them keeps a [`graceful`](crate::graceful()) coroutine that
/// nobody polls.
///
/// # Errors
///
/// Returns a [`TryGatherError`] with the failure of the child that failed first, and its index. If several children had
/// failed before the first poll, it is the child that was passed first. With some thousands of children, `try_gather`
/// needs more than one poll to look at all of them. The failure of a child between these polls may then be returned
/// instead of an earlier failure.
///
/// [`into_error`](TryGatherError::into_error) returns the child's own error, as in
/// `try_gather(children).await.map_err(TryGatherError::into_error)?`. This also works for the errors of `anyhow` and
/// `eyre`.
///
/// The values of the other children are dropped before the failure is returned. A panic of their destructors is
/// ignored, as tokio ignores it for the output of a task that nobody awaits: the failure is still returned.
///
/// # Panics
///
/// Panics at the caller's line if you pass a coroutine outside a tokio runtime. The returned future panics if it is
/// polled after it has completed, or if an earlier `(&mut task).await` has returned the result of a task.
///
/// # Cancel safety
///
/// If the returned future is dropped, every child that has not ended is cancelled, and all values are lost, even those
/// of children that had ended.
///
/// # Examples
///
/// ```
/// use ensure_future::try_gather;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// async fn parse(text: &'static str) -> Result<u8, std::num::ParseIntError> {
///     text.parse()
/// }
///
/// assert_eq!(try_gather(["1", "2"].map(parse)).await.unwrap(), [1, 2]);
///
/// let error = try_gather(["1", "two", "3"].map(parse)).await.unwrap_err();
/// assert_eq!(error.index, 1);
/// # }
/// ```
///
/// # In asyncio
///
/// [`asyncio.gather(*awaitables)`][asyncio]. In asyncio, the others run on when one fails; a `TaskGroup` cancels them.
///
/// [asyncio]: https://docs.python.org/3/library/asyncio-task.html#asyncio.gather
#[accepts_awaitable]
pub fn try_gather<T, E>(tasks: Vec<Task<Result<T, E>>>) -> TryGather<T, E> {
    TryGather {
        values: Some(Unclaimed::new(tasks.iter().map(|_| None).collect())),
        running: CompletionQueue::new(tasks),
        failed: Unclaimed::default(),
        remains: Remains::default(),
    }
}

/// The future that [`try_gather()`] returns.
///
/// # Cancel safety
///
/// If it is dropped, every child that has not ended is cancelled.
#[must_use = "dropping it cancels the children: `.await` it"]
pub struct TryGather<T, E> {
    running: CompletionQueue<Task<Result<T, E>>>,
    /// The values so far, by the children's indices.
    values: Option<Unclaimed<Vec<Option<T>>>>,
    failed: Unclaimed<Option<TryGatherError<E>>>,
    /// What the children that were cancelled have left behind.
    remains: Remains,
}

impl<T, E> Future for TryGather<T, E> {
    type Output = Result<Vec<T>, TryGatherError<E>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Self {
            running,
            values,
            failed,
            remains,
        } = &mut *self;
        let gathered = values
            .as_mut()
            .expect("try_gather is polled after it has completed");
        while let Some(child) = ready!(running.poll_next(context)) {
            let (index, key) = (child.index, Key::Task(child.id));
            if failed.is_some() {
                remains.add(key);
            } else {
                left_behind::pass_on(key);
            }
            match Failure::of(child.result) {
                Ok(value) => gathered[index] = Some(value),
                Err(failure) if failed.is_none() => {
                    **failed = Some(TryGatherError { index, failure });
                    running.cancel();
                }
                Err(failure) => discard([failure]), // only the first failure is returned
            }
        }
        ready!(remains.poll_gone(context));
        if failed.is_some() {
            // The failure is still in `failed`, so it is not lost if a destructor panics.
            gathered.discard();
        }
        let all_are_there = gathered.iter().all(Option::is_some);
        assert!(all_are_there, "try_gather is polled after it has panicked");
        let all = gathered.claim();
        *values = None;
        Poll::Ready(match failed.claim() {
            Some(error) => Err(error),
            None => Ok(all.into_iter().flatten().collect()),
        })
    }
}

impl<T, E> Drop for TryGather<T, E> {
    fn drop(&mut self) {
        self.running.abandon();
    }
}

/// No field is pinned.
impl<T, E> Unpin for TryGather<T, E> {}

/// Shows the tasks that have not ended yet. `T` and `E` need not be [`Debug`](fmt::Debug).
impl<T, E> fmt::Debug for TryGather<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TryGather")
            .field("running", &self.running.iter().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// The error of [`try_gather()`]: which child failed first, and how.
///
/// It is displayed with the index and with the error that was returned, or with the message of the panic.
///
/// # With `?`
///
/// If `E` implements `std::error::Error`, so does a `TryGatherError<E>`, with `E` as its [`source`](Error::source), and
/// `?` converts it like any other error. `anyhow::Error`, `eyre::Report` and `Box<dyn Error + Send + Sync>` do not
/// implement `std::error::Error`. Take such an error out:
///
/// ```
/// use std::error::Error;
///
/// use ensure_future::{TryGatherError, try_gather};
///
/// async fn save() -> Result<(), Box<dyn Error + Send + Sync>> {
///     Err("disk full".into())
/// }
///
/// async fn save_all() -> Result<(), Box<dyn Error + Send + Sync>> {
///     try_gather([save(), save()]).await.map_err(TryGatherError::into_error)?;
///     Ok(())
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// assert_eq!(save_all().await.unwrap_err().to_string(), "disk full");
/// # }
/// ```
///
/// To write only `?`, implement `From<TryGatherError<E>>` for an error of your own with the help of this method.
///
/// # In asyncio
///
/// The exception that `gather` raises. It does not say which child raised it.
#[derive(Debug)]
pub struct TryGatherError<E> {
    /// The position of the child that failed first among the awaitables, from 0.
    pub index: usize,
    /// The failure of this child.
    pub failure: Failure<E>,
}

impl<E> TryGatherError<E> {
    /// Returns the error of the child that failed first: the error that it returned, unchanged, or an `E` that is
    /// converted from its `JoinError`.
    ///
    /// `E` can be `anyhow::Error`, `eyre::Report`, `Box<dyn Error + Send + Sync>`, `std::io::Error`, or an error of
    /// your own that implements `From<JoinError>`. The index is lost; [`into_boxed`](Self::into_boxed) keeps it.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::io::{Error, ErrorKind};
    ///
    /// use ensure_future::{TryGatherError, try_gather};
    ///
    /// async fn save(free: u64) -> Result<u64, Error> {
    ///     free.checked_sub(100).ok_or_else(|| ErrorKind::StorageFull.into())
    /// }
    ///
    /// async fn save_all() -> Result<Vec<u64>, Error> {
    ///     try_gather([save(500), save(50)]).await.map_err(TryGatherError::into_error)
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// assert_eq!(save_all().await.unwrap_err().kind(), ErrorKind::StorageFull);
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// `gather` raises the child's own exception.
    pub fn into_error(self) -> E
    where
        E: From<JoinError>,
    {
        self.failure.into_error()
    }

    /// Returns the failure as one boxed error. Its message contains the index, and the error of the child with all of
    /// its causes.
    ///
    /// Its [`source`](Error::source) is the error of the child, or its `JoinError`. `E` can be any `std::error::Error`
    /// that is `Send` and `Sync`, `anyhow::Error`, `eyre::Report`, `Box<dyn Error + Send + Sync>`, a `String` or a
    /// `&str`.
    ///
    /// `?` converts the box only to another box. To convert it to `anyhow::Error`, use `anyhow::Error::from_boxed`; to
    /// `eyre::Report`, use the macro `eyre::eyre!`.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::error::Error;
    ///
    /// use ensure_future::{TryGatherError, try_gather};
    ///
    /// async fn save_all() -> Result<(), Box<dyn Error + Send + Sync>> {
    ///     let saving = [async { Err::<(), _>("disk full") }];
    ///     try_gather(saving).await.map_err(TryGatherError::into_boxed)?;
    ///     Ok(())
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let error = save_all().await.unwrap_err();
    /// assert_eq!(error.to_string(), "the awaitable at index 0 failed: disk full");
    /// assert_eq!(error.source().unwrap().to_string(), "disk full");
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// `raise .. from error`, with the exception that `gather` raises.
    pub fn into_boxed(self) -> Box<dyn Error + Send + Sync>
    where
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let error = TryGatherError {
            index: self.index,
            failure: self.failure.chained(),
        };
        Failures::boxed(error.to_string(), vec![error.failure])
    }
}

/// Displays the index and the cause. Flags, such as the `#` of `{:#}`, are passed on to the cause.
impl<E: fmt::Display> fmt::Display for TryGatherError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the awaitable at index {} failed: ", self.index)?;
        self.failure.fmt(f)
    }
}

impl<E: FailureSource> Error for TryGatherError<E> {
    /// The error that was returned, or the `JoinError`.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.failure.source()
    }
}
