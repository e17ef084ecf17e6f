use crate::Spawner;

/// A value that can be turned into `P`: a task, or a collection of tasks.
///
/// This is the bound that [`accepts_awaitable`](crate::accepts_awaitable) puts on a parameter: where an author declares
/// `task: Task<T>`, callers pass any `impl Awaitable<Task<T>, _>`; for an `Option<Task<T>>`, an `Option` of one, and
/// likewise for an array, a tuple or a map.
///
/// | `P` | accepted | what becomes of it |
/// | --- | --- | --- |
/// | [`Task<T>`](crate::Task) | any `Future<Output = T> + Send + 'static` | spawned |
/// | | `Task<T>` | itself |
/// | | [`JoinHandle<T>`](tokio::task::JoinHandle) | the same task |
/// | [`LocalTask<T>`](crate::LocalTask) | any `Future<Output = T> + 'static` | spawned on this thread |
/// | | `LocalTask<T>` | itself |
/// | | `Task<T>`, `JoinHandle<T>` | the same task |
/// | `JoinHandle<T>` | any `Future<Output = T> + Send + 'static` | spawned |
/// | | `JoinHandle<T>` | itself |
/// | | `Task<T>` | the same task |
/// | [`SharedTask<T>`](crate::SharedTask) | any `Future<Output = T> + Send + 'static` | spawned |
/// | | `SharedTask<T>` | itself |
/// | | `Task<T>`, `JoinHandle<T>` | the same task |
/// | `AbortOnDropHandle<T>`, with the [feature](crate::features) `tokio-util` | as for `JoinHandle<T>`, and itself | as there |
/// | each of these | `AbortOnDropHandle<T>`, with this feature | the same task |
/// | `Vec<P>` | any `IntoIterator` of awaitables | each item, in order |
/// | `Option<P>`, `[P; N]`, tuples to 12 | the same shape of awaitables | each item, in order |
/// | `HashMap<K, P>`, `BTreeMap<K, P>` | the same map of awaitables | each value, under its key |
///
/// Every item of a tuple has a form of its own; the items of all other collections are of one type. A
/// `HashMap<K, P, S>` needs `K: Eq + Hash` and `S: BuildHasher + Clone`, a `BTreeMap<K, P>` needs `K: Ord`. Should an
/// iterator or an item panic, those before it are tasks, and run on.
///
/// # Other handles
///
/// The trait is open. `Form` is there so that the rows above can stand side by side, although a `JoinHandle` is itself
/// a future; and a crate that declares a form of its own may teach the trait any handle, even one of a third crate:
///
/// ```
/// use ensure_future::{Awaitable, Task, accepts_awaitable, create_task};
/// use tokio::sync::oneshot::{self, Receiver, error::RecvError};
///
/// /// The form in which a value arrives that somebody else sends.
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
/// Whatever `asyncio.ensure_future` does not answer with a `TypeError`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't become `{P}`",
    label = "this can't become `{P}`",
    note = "a `Task<T>` is made of a coroutine (a `Future<Output = T> + Send + 'static` that is not awaited yet), of a \
            running `Task<T>` or of tokio's `JoinHandle<T>`, each passed by value",
    note = "a collection of tasks is made of a collection of these: `[awaitable]` for a `Vec`, `Some(awaitable)` for \
            an `Option`; `ensure_future::Awaitable` lists all that can be declared"
)]
pub trait Awaitable<P, Form>: Sized {
    /// Whether [`ensure`](Self::ensure) spawns, and so needs a runtime; a task that is running already does not.
    const SPAWNS: bool = true;

    /// Turns the awaitable into the task, or the collection of tasks.
    ///
    /// # Panics
    ///
    /// If it spawns, outside a tokio runtime, at the caller's line; for a [`LocalTask`](crate::LocalTask), see
    /// [`create_local_task`](crate::create_local_task).
    #[track_caller] // applies to all implementations
    fn ensure(self) -> P;

    /// Turns each of these into its task, or its collection of tasks, in order: what a `Vec` of them becomes.
    ///
    /// # Panics
    ///
    /// As [`ensure`](Self::ensure) does.
    #[track_caller]
    fn ensure_all(awaitables: impl Iterator<Item = Self>) -> Vec<P> {
        let mut all = Vec::with_capacity(awaitables.size_hint().0);
        for awaitable in awaitables {
            all.push(awaitable.ensure()); // in a closure, a panic would not show the caller's line
        }
        all
    }

    /// Like [`ensure`](Self::ensure), but a coroutine is spawned through a [`Spawner`], which is what the options
    /// [`on`](crate::accepts_awaitable#on--spawner) and [`boxed`](crate::accepts_awaitable#boxed) do.
    ///
    /// Without an implementation of your own, this calls `ensure` in the
    /// [context of the spawner](crate::Spawn::in_context). It then finds the runtime of the spawner, but does not spawn
    /// through it.
    ///
    /// # Panics
    ///
    /// As [`ensure`](Self::ensure) and the spawner do.
    #[track_caller]
    fn ensure_on(self, spawner: &impl Spawner) -> P {
        if Self::SPAWNS {
            spawner.ensure(self)
        } else {
            self.ensure()
        }
    }
}
