//! The attribute [`accepts_awaitable`] of the crate [`ensure-future`](../ensure_future/index.html), which re-exports it.
//!
//! A function's way through this crate: its signature is parsed (`function`), its parameters become a plain model
//! (`parameter`), and the model is expanded (`expand` for the signature, `coercion` for the body, which stays tokens).

mod anonymous;
mod attributes;
mod choice;
mod coercion;
mod documentation;
mod expand;
mod extension;
mod function;
mod implementation;
mod invalid;
mod item;
mod lifetimes;
mod local_trait;
mod method;
mod names;
mod options;
mod outline;
mod parameter;
mod refusal;
mod signature;
mod source;
mod task_type;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Makes a function accept awaitables where it declares tasks.
///
/// A parameter declared as `Task<T>` then takes a coroutine (any future), a running `Task<T>` or tokio's
/// `JoinHandle<T>`, and the body works with the `Task<T>`. [`Awaitable`](../ensure_future/trait.Awaitable.html) lists
/// all that can be declared and passed.
///
/// ```
/// use ensure_future::{Task, accepts_awaitable, create_task};
///
/// #[accepts_awaitable]
/// fn stop_all(tasks: Vec<Task<u8>>, reason: &str) -> usize {
///     println!("stopping: {reason}");
///     tasks.iter().filter(|task| task.cancel()).count()
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let coroutines = (1..=3).map(|number| async move { number });
/// assert_eq!(stop_all(coroutines, "the coroutines are not needed"), 3);
///
/// let task = create_task(async { 4 });
/// assert_eq!(stop_all([task], "the task is not needed either"), 1);
/// # }
/// ```
///
/// # Where it goes
///
/// On any function with a Rust ABI that is not `const`: free functions, methods, associated functions, and methods of
/// traits, both where they are declared and where they are implemented. A trait with such a method can't be used as
/// `dyn`, since the method is generic.
///
/// ```
/// use ensure_future::{Task, accepts_awaitable};
///
/// trait Scheduler {
///     #[accepts_awaitable]
///     async fn schedule<T: Send>(&mut self, task: Task<T>) -> Option<T>;
/// }
///
/// struct AtOnce;
///
/// impl Scheduler for AtOnce {
///     #[accepts_awaitable]
///     async fn schedule<T: Send>(&mut self, task: Task<T>) -> Option<T> {
///         task.await.ok()
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// assert_eq!(AtOnce.schedule(async { 42 }).await, Some(42));
/// # }
/// ```
///
/// # When it coerces
///
/// A `fn` when it is called, before its body runs; an `async fn` when its future is first polled.
///
/// What the body drops without having awaited or cancelled it, by an early `?` say, runs on, as every dropped task does.
///
/// # Which parameters
///
/// Those whose type mentions `Task`, `LocalTask` or `JoinHandle`, anywhere in it. The type must be taken by value: a
/// reference to a task, or a task inside an `impl`, `dyn` or `fn` type, is refused. A name that is only found through
/// `Self` or a trait, such as `Self::Task`, does not count. Two attributes on a parameter say otherwise:
///
/// - `#[awaitable]` coerces it, whatever its type is called: a type alias, say, or a type of your own.
/// - `#[awaitable(skip)]` leaves it as it is.
///
/// ```
/// use ensure_future::{Task, accepts_awaitable};
///
/// type Job = Task<u8>;
///
/// #[accepts_awaitable]
/// fn swap(#[awaitable] next: Job, #[awaitable(skip)] current: &mut Option<Task<u8>>) {
///     if let Some(previous) = current.replace(next) {
///         previous.cancel();
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let mut current = None;
/// swap(async { 1 }, &mut current);
/// swap(async { 2 }, &mut current);
/// assert_eq!(current.unwrap().await.unwrap(), 2);
/// # }
/// ```
///
/// # What else changes
///
/// - The function gets one more generic parameter for each coerced one. Callers leave it to the compiler; only a
///   turbofish counts it.
/// - A `fn` becomes `#[track_caller]`, so that a missing runtime is reported at its caller's line.
/// - Rust doesn't allow doc comments on parameters; here they become a section at the end of the function's own.
///
/// # Options
///
/// ## `on = runtime`
///
/// Spawns in that runtime, so that the function can be called from anywhere. `runtime` is an expression with a method
/// `enter()`: a `Handle`, a `Runtime` or a `LocalRuntime`, or for a `LocalTask` also a `LocalSet`. It may use `self` and
/// the parameters that are not coerced. It is evaluated once, and the runtime is left again before the body begins. If
/// the runtime has shut down, the coroutine is dropped, and its task is a cancelled one.
///
/// ```
/// use ensure_future::{Task, accepts_awaitable};
/// use tokio::runtime::{Builder, Runtime};
///
/// struct Background {
///     runtime: Runtime,
/// }
///
/// impl Background {
///     #[accepts_awaitable(on = self.runtime)]
///     fn start<T>(&self, task: Task<T>) -> Task<T> {
///         task
///     }
/// }
///
/// let background = Background {
///     runtime: Builder::new_current_thread().build().unwrap(),
/// };
/// let task = background.start(async { 42 }); // outside any runtime
/// assert_eq!(background.runtime.block_on(task.into_future()).unwrap(), 42);
/// ```
///
/// ## `crate = path`
///
/// Names the crate `ensure_future` where it is not a dependency: in a framework that re-exports it, and for that
/// framework's users.
///
/// ```
/// mod framework {
///     pub use ensure_future;
/// }
///
/// use framework::ensure_future::{Task, accepts_awaitable};
///
/// #[accepts_awaitable(crate = framework::ensure_future)]
/// fn stop(task: Task<u8>) -> bool {
///     task.cancel()
/// }
/// ```
///
/// # Panics
///
/// A rewritten function panics when it is given a coroutine outside a tokio runtime (or, for a `LocalTask`, outside
/// whatever runs local tasks): a `fn` at its caller's line, an `async fn` at its own parameter. What was coerced before
/// it came to that is a task, and runs on.
///
/// # In asyncio
///
/// A call to `asyncio.ensure_future()` for each awaitable argument, at the top of the function.
#[proc_macro_attribute]
pub fn accepts_awaitable(options: TokenStream, item: TokenStream) -> TokenStream {
    expand::accepts_awaitable(options.into(), item.into()).into()
}
