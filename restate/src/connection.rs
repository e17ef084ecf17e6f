use std::error::Error;
use std::fmt;
use std::time::Duration;

use http::Uri;
use restate_sdk::ingress::{Client, InvocationHandle};

use crate::Executor;

/// A Restate server: its ingress, which takes jobs, and its admin API, which cancels them.
#[derive(Clone)]
pub struct Restate {
    client: Client<Executor>,
}

/// How long requests to the server may take. Each field states its default.
///
/// This is how long it takes at most until a request fails:
///
/// | request | limit |
/// | --- | --- |
/// | waits for a job, and the connection breaks | `give_up` + `answer` after the break |
/// | waits for a job, and the network stalls | `attach` + `give_up` + `answer` after the stall |
/// | starts a job and waits for it, with the SDK's `call` | `give_up` + `attach` |
/// | any other, such as to submit or cancel a job | `give_up` + `answer` |
///
/// As long as the server answers, a wait for a job has no limit. The limit starts anew with each break or stall. If
/// something other than Restate answers, the request fails at once.
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
    /// Limit of setting up a connection. Default: 5 seconds.
    pub connect: Duration,
    /// Limit of a request that does not wait for a job. Default: 10 seconds.
    pub answer: Duration,
    /// Limit of a single request that waits for a job. Default: 60 seconds. After it, the client checks whether the
    /// server still answers, and sends the request again.
    ///
    /// For the SDK's `call`, it is also the limit for the job. For a job that may take longer, use `send`, and pass or
    /// await the response.
    pub attach: Duration,
    /// How long a failed request is repeated, measured from its first attempt. Default: 30 seconds.
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
    /// Returns an error if an address has no host, if its scheme is neither `http` nor `https`, or if the system's TLS
    /// can't be set up.
    pub fn connect(ingress: Uri, admin: Uri) -> Result<Self, ConnectError> {
        Self::connect_with(ingress, admin, Limits::default())
    }

    /// Connects to a server. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// As [`connect`](Self::connect).
    pub fn connect_with(ingress: Uri, admin: Uri, limits: Limits) -> Result<Self, ConnectError> {
        check("ingress", &ingress)?;
        check("admin", &admin)?;
        let executor = Executor::new(admin, limits).map_err(|error| ConnectError(error.into()))?;
        let client = Client::new(ingress, executor);
        let client = client.map_err(|error| ConnectError(error.into()))?;
        Ok(Self { client })
    }

    /// Returns the SDK's client. Pass it to `from_client` of a client that the SDK generates for a service.
    pub fn client(&self) -> Client<Executor> {
        self.client.clone()
    }

    /// Returns the handle of the job with this id. Another process may have started the job. Nothing is sent yet.
    pub fn attach<T>(&self, id: impl Into<String>) -> InvocationHandle<Executor, T> {
        self.client.invocation_handle(id)
    }
}

fn check(name: &str, address: &Uri) -> Result<(), ConnectError> {
    let is_http = matches!(address.scheme_str(), Some("http" | "https"));
    if is_http && address.authority().is_some() && address.query().is_none() {
        return Ok(());
    }
    let wrong = format!("the {name} address is `{address}`, and not like `http://127.0.0.1:8080`");
    Err(ConnectError(wrong.into()))
}

impl fmt::Debug for Restate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Restate").finish_non_exhaustive()
    }
}

/// The error of [`Restate::connect`]: the connection could not be set up.
#[derive(Debug)]
pub struct ConnectError(Box<dyn Error + Send + Sync>);

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the connection to Restate can't be set up: {}", self.0)
    }
}

impl Error for ConnectError {}
