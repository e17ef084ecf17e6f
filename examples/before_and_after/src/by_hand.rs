//! The framework with tokio alone.

use std::collections::HashMap;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::task::JoinHandle;

/// Values that are loaded in the background, each under a name.
///
/// Dropping it cancels all loads.
pub struct Loads<T> {
    running: HashMap<String, Load<T>>,
}

impl<T: Send + 'static> Loads<T> {
    /// Makes an empty set.
    pub fn new() -> Self {
        let running = HashMap::new();
        Self { running }
    }

    /// Begins to load a value. An earlier load under the same name is cancelled.
    #[track_caller]
    pub fn load<Form>(&mut self, name: &str, value: impl IntoLoad<T, Form>) {
        self.running.insert(name.to_owned(), value.into_load());
    }

    /// Begins to load several values.
    #[track_caller]
    pub fn load_all<Form>(&mut self, values: HashMap<String, impl IntoLoad<T, Form>>) {
        for (name, value) in values {
            self.load(&name, value);
        }
    }

    /// Begins to load a value, and loads another one if that fails.
    #[track_caller]
    pub fn load_or<Form, Other, OtherForm>(
        &mut self,
        name: &str,
        value: impl IntoLoad<T, Form>,
        otherwise: impl FnOnce() -> Other + Send + 'static,
    ) where
        Other: IntoLoad<T, OtherForm>,
    {
        let value = value.into_load();
        self.load(name, async {
            match value.await {
                Ok(value) => Ok(value),
                Err(_) => otherwise().into_load().await,
            }
        });
    }

    /// Waits for a value, and removes it. It is an error if there is none, or if its task panicked or was cancelled.
    ///
    /// # Errors
    ///
    /// With the error of the load.
    pub async fn take(&mut self, name: &str) -> io::Result<T> {
        let load = self.running.remove(name);
        load.ok_or(io::ErrorKind::NotFound)?.await
    }
}

impl<T: Send + 'static> Default for Loads<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// What can be loaded: a coroutine or a running task.
///
/// A `JoinHandle` is a future too. Without `Form`, the two implementations would overlap.
pub trait IntoLoad<T, Form> {
    /// Spawns the coroutine, or takes over the task.
    fn into_load(self) -> Load<T>;
}

/// The form of a coroutine.
pub struct Coroutine;

/// The form of a running task.
pub struct Running;

impl<T, F> IntoLoad<T, Coroutine> for F
where
    T: Send + 'static,
    F: Future<Output = io::Result<T>> + Send + 'static,
{
    #[track_caller]
    fn into_load(self) -> Load<T> {
        Load(tokio::spawn(self))
    }
}

impl<T> IntoLoad<T, Running> for JoinHandle<io::Result<T>> {
    fn into_load(self) -> Load<T> {
        Load(self)
    }
}

/// A running task, which is cancelled when this is dropped.
pub struct Load<T>(JoinHandle<io::Result<T>>);

impl<T> Future for Load<T> {
    type Output = io::Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context).map(|outcome| outcome?)
    }
}

impl<T> Drop for Load<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
