use std::error::Error;
use std::fmt;
use std::time::Duration;

use http::Uri;
use http::uri::PathAndQuery;
use restate_sdk::ingress::{Client, InvocationHandle};

use crate::Executor;

/// A Restate server: its ingress, which takes jobs, and its admin API, which cancels them.
#[derive(Clone)]
pub struct Restate {
    client: Client<Executor>,
}

/// How long requests to the server may take.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use ensure_future_restate::Limits;
///
/// let limits = Limits { give_up: Duration::from_secs(120), ..Limits::default() };
/// assert_eq!(limits.connect, Duration::from_secs(5));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For a connection: 5 seconds.
    pub connect: Duration,
    /// For the answer to a request that does not wait for a job: 10 seconds.
    pub answer: Duration,
    /// For a request that waits for a job: 60 seconds. Then the server is asked whether it is there, and the wait goes on.
    pub attach: Duration,
    /// For the server to come back, from the first request that fails: 30 seconds.
    pub give_up: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            answer: Duration::from_secs(10),
            attach: Duration::from_secs(60),
            give_up: Duration::from_secs(30),
        }
    }
}

impl Restate {
    /// Connects to a server with the default [`Limits`]. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// Returns an error if an address is not absolute, or if the system's TLS can't be set up.
    pub fn connect(ingress: Uri, admin: Uri) -> Result<Self, ConnectError> {
        Self::connect_with(ingress, admin, Limits::default())
    }

    /// Connects to a server. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// Returns an error if an address is not absolute, or if the system's TLS can't be set up.
    pub fn connect_with(ingress: Uri, admin: Uri, limits: Limits) -> Result<Self, ConnectError> {
        let admin = admin.into_parts();
        let (Some(scheme), Some(authority)) = (admin.scheme, admin.authority) else {
            let relative = "the admin address must have a scheme and a host";
            return Err(ConnectError(relative.into()));
        };
        let path = admin.path_and_query.as_ref().map_or("", PathAndQuery::path);
        let admin = format!("{scheme}://{authority}{}", path.trim_end_matches('/'));
        let executor = Executor::new(admin, limits).map_err(|error| ConnectError(error.into()))?;
        let client = Client::new(ingress, executor);
        let client = client.map_err(|error| ConnectError(error.into()))?;
        Ok(Self { client })
    }

    /// Returns the client, for the `from_client` of the clients that the SDK generates.
    pub fn client(&self) -> Client<Executor> {
        self.client.clone()
    }

    /// Returns the handle of a job by its id, which another process may have started.
    pub fn attach<T>(&self, id: impl Into<String>) -> InvocationHandle<Executor, T> {
        self.client.invocation_handle(id)
    }
}

impl fmt::Debug for Restate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Restate").finish_non_exhaustive()
    }
}

/// Why a connection could not be set up.
#[derive(Debug)]
pub struct ConnectError(Box<dyn Error + Send + Sync>);

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the connection to Restate can't be set up: {}", self.0)
    }
}

impl Error for ConnectError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.0)
    }
}
