//! The framework with the attribute.

use std::collections::HashMap;
use std::io;

use ensure_future::{Task, accepts_awaitable};

/// Values that are loaded in the background, each under a name.
///
/// Dropping it cancels all loads.
pub struct Loads<T> {
    running: HashMap<String, Task<io::Result<T>>>,
}

#[accepts_awaitable]
impl<T: Send + 'static> Loads<T> {
    /// Makes an empty set.
    pub fn new() -> Self {
        let running = HashMap::new();
        Self { running }
    }

    /// Begins to load a value. An earlier load under the same name is cancelled.
    pub fn load(&mut self, name: &str, value: Task<io::Result<T>>) {
        if let Some(earlier) = self.running.insert(name.to_owned(), value) {
            earlier.cancel();
        }
    }

    /// Begins to load several values.
    pub fn load_all(&mut self, values: HashMap<String, Task<io::Result<T>>>) {
        for (name, value) in values {
            self.load(&name, value);
        }
    }

    /// Begins to load a value, and loads another one if that fails.
    pub fn load_or(
        &mut self,
        name: &str,
        value: Task<io::Result<T>>,
        otherwise: impl FnOnce() -> Task<io::Result<T>> + Send + 'static,
    ) {
        let value = value.into_future(); // cancels the task when it is dropped
        self.load(name, async {
            match value.await {
                Ok(Ok(value)) => Ok(value),
                Ok(Err(_)) | Err(_) => otherwise().await?,
            }
        });
    }

    /// Waits for a value, and removes it. It is an error if there is none, or if its task panicked or was cancelled.
    ///
    /// # Errors
    ///
    /// With the error of the load.
    pub async fn take(&mut self, name: &str) -> io::Result<T> {
        let task = self.running.remove(name);
        task.ok_or(io::ErrorKind::NotFound)?.await?
    }
}

impl<T: Send + 'static> Default for Loads<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Drop for Loads<T> {
    fn drop(&mut self) {
        for task in self.running.values() {
            task.cancel();
        }
    }
}
