use crate::Spawner;

/// A value that can be turned into `P`: a task, or a collection of tasks.
///
/// This is the bound that [`accepts_awaitable`](crate::accepts_awaitable) puts on a parameter. Where an author declares
/// `task: Task<T>`, callers pass any `impl Awaitable<Task<T>, _>`: a coroutine (a future that is not spawned yet), a
/// task or a handle. Where an author declares `Option<Task<T>>`, callers pass an `Option` of an awaitable. Arrays,
/// tuples and maps work in the same way.
///
/// | `P` | accepted | what becomes of it |
/// | --- | --- | --- |
/// | [`Task<T>`](crate::Task) | any `Future<Output = T> + Send + 'static` | spawned |
/// | | `Task<T>` | unchanged |
/// | | [`JoinHandle<T>`] | the same task |
/// | [`LocalTask<T>`](crate::LocalTask) | any `Future<Output = T> + 'static` | spawned on this thread |
/// | | `LocalTask<T>` | unchanged |
/// | | `Task<T>`, `JoinHandle<T>` | the same task |
/// | `JoinHandle<T>` | any `Future<Output = T> + Send + 'static` | spawned |
/// | | `JoinHandle<T>` | unchanged |
/// | | `Task<T>` | the same task |
/// | [`SharedTask<T>`](crate::SharedTask) | any `Future<Output = T> + Send + 'static` | spawned |
/// | | `SharedTask<T>` | unchanged |
/// | | `Task<T>`, `JoinHandle<T>` | the same task |
/// | `AbortOnDropHandle<T>`, with the [feature](crate::features) `tokio-util` | as for `JoinHandle<T>`, and an `AbortOnDropHandle<T>` | as for `JoinHandle<T>`, and unchanged |
/// | each `P` above | `AbortOnDropHandle<T>`, with this feature | the same task |
/// | `Task<T>`, `LocalTask<T>`, `JoinHandle<T>`, `SharedTask<T>` where `T` is `Result<V, RemoteError>` | [`RemoteTask<V>`](crate::RemoteTask) | a new task, which waits for the job |
/// | `Vec<P>` | any `IntoIterator` of awaitables | each item, in order |
/// | `Option<P>`, `[P; N]`, tuples to 12 | the same shape of awaitables | each item, in order |
/// | `HashMap<K, P>`, `BTreeMap<K, P>` | the same map of awaitables | each value, under its key |
///
/// The items of a tuple may have different types, for example a coroutine and a `Task`. The items of any other
/// collection have one type. A `HashMap<K, P, S>` needs `K: Eq + Hash` and `S: BuildHasher + Clone`, a `BTreeMap<K, P>`
/// needs `K: Ord`. If an iterator or an item panics, the items before it are tasks already, and run on.
///
/// # Other handles
///
/// You can implement the trait for other handles. `Form` is a marker type that keeps the implementations of the table
/// apart, since a `JoinHandle` is a future too. With a marker of your own, you can implement the trait for any handle,
/// even for a type of another crate:
///
/// ```
/// use ensure_future::{Awaitable, Task, accepts_awaitable, create_task};
/// use tokio::sync::oneshot::{self, Receiver, error::RecvError};
///
/// /// The form of a value that arrives through a channel.
/// pub struct Sent;
///
/// impl<T: Send + 'static> Awaitable<Task<Option<T>>, Sent> for Receiver<T> {
///     fn ensure(self) -> Task<Option<T>> {
///         create_task(async { self.await.ok() })
///     }
/// }
///
/// #[accepts_awaitable]
/// async fn first<T>(task: Task<Option<T>>) -> Option<T> {
///     task.await.ok().flatten()
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let (sender, receiver) = oneshot::channel();
/// sender.send(42).unwrap();
/// assert_eq!(first::<u8, _>(receiver).await, Some(42));
/// # }
/// ```
///
/// # In asyncio
///
/// The values that `asyncio.ensure_future` accepts. It raises a `TypeError` for any other value.
///
/// [`JoinHandle<T>`]: https://docs.rs/tokio/latest/tokio/task/struct.JoinHandle.html
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't become `{P}`",
    label = "this can't become `{P}`",
    note = "a `Task<T>` is made of a coroutine (a `Future<Output = T> + Send + 'static` that is not awaited yet), of a \
            running `Task<T>` or of tokio's `JoinHandle<T>`, each passed by value",
    note = "a collection of tasks is made of a collection of these: `[awaitable]` for a `Vec`, `Some(awaitable)` for \
            an `Option`; `ensure_future::Awaitable` lists all that can be declared"
)]
pub trait Awaitable<P, Form>: Sized {
    /// Whether [`ensure`](Self::ensure) spawns a task, and so needs a runtime. It is `false` for a task that is already
    /// running.
    const SPAWNS: bool = true;

    /// Turns the awaitable into the task, or the collection of tasks.
    ///
    /// # Panics
    ///
    /// Panics at the caller's line if it has to spawn and there is no tokio runtime. For a
    /// [`LocalTask`](crate::LocalTask), see [`create_local_task`](crate::create_local_task).
    #[track_caller] // applies to all implementations
    fn ensure(self) -> P;

    /// Turns each awaitable into its task, or its collection of tasks, in order. A parameter that is declared `Vec<P>`
    /// is converted by this function.
    ///
    /// # Panics
    ///
    /// Panics where [`ensure`](Self::ensure) does.
    #[track_caller]
    fn ensure_all(awaitables: impl Iterator<Item = Self>) -> Vec<P> {
        let mut all = Vec::with_capacity(awaitables.size_hint().0);
        for awaitable in awaitables {
            all.push(awaitable.ensure()); // in a closure, a panic would not show the caller's line
        }
        all
    }

    /// Turns the awaitable into the task as [`ensure`](Self::ensure) does, but spawns a coroutine through a
    /// [`Spawner`]. The options [`on`](crate::accepts_awaitable#on--spawner) and
    /// [`boxed`](crate::accepts_awaitable#boxed) call this.
    ///
    /// The default implementation calls `ensure` in the [context of the spawner](crate::Spawn::in_context). There,
    /// `ensure` finds the runtime of the spawner, but it does not spawn through the spawner.
    ///
    /// # Panics
    ///
    /// Panics where [`ensure`](Self::ensure) or the spawner does.
    #[track_caller]
    fn ensure_on(self, spawner: &impl Spawner) -> P {
        if Self::SPAWNS {
            spawner.ensure(self)
        } else {
            self.ensure()
        }
    }
}
