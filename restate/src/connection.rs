//! The addresses of a server, and the client for them.

use std::error::Error;
use std::fmt;

use http::Uri;
use restate_sdk::ingress::{Client, InvocationHandle};

use crate::{Executor, Limits};

/// A Restate server: its ingress, which takes jobs, and its admin API, which cancels them.
///
/// # Examples
///
/// Without a server, a job is an error after [`Limits::give_up`]:
///
/// ```
/// use std::error::Error;
/// use std::time::Duration;
///
/// use ensure_future::{RemoteErrorKind, ensure_future};
/// use ensure_future_restate::{Limits, Restate};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn Error>> {
/// let limits = Limits { give_up: Duration::ZERO, ..Limits::default() };
/// let restate = Restate::connect_with("http://127.0.0.1:1".parse()?, "http://127.0.0.1:2".parse()?, limits)?;
///
/// let job = restate.attach::<u64>("inv_1gLFIdBvGWSs1rYKFNMfHpD8Zvz6OQdJLi");
/// let error = ensure_future(job).await?.unwrap_err();
/// assert_eq!(error.kind(), RemoteErrorKind::Unreachable);
/// assert!(error.source().unwrap().to_string().starts_with("can't connect to http://127.0.0.1:1: "));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Restate {
    client: Client<Executor>,
}

impl Restate {
    /// Connects to a server with the default [`Limits`]. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// Returns an error if an address has no host, if its scheme is neither `http` nor `https`, if it has a query, or if
    /// the system's TLS can't be set up.
    ///
    /// # Examples
    ///
    /// ```
    /// use ensure_future_restate::Restate;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let restate = Restate::connect("http://127.0.0.1:8080".parse()?, "http://127.0.0.1:9070".parse()?)?;
    ///
    /// let without_scheme = Restate::connect("127.0.0.1:8080".parse()?, "http://127.0.0.1:9070".parse()?);
    /// assert!(without_scheme.is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn connect(ingress: Uri, admin: Uri) -> Result<Self, ConnectError> {
        Self::connect_with(ingress, admin, Limits::default())
    }

    /// Connects to a server with other [`Limits`]. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// As [`connect`](Self::connect).
    ///
    /// # Examples
    ///
    /// [`Restate`] has an example.
    pub fn connect_with(ingress: Uri, admin: Uri, limits: Limits) -> Result<Self, ConnectError> {
        check("ingress", &ingress)?;
        check("admin", &admin)?;
        let executor = Executor::new(admin, limits).map_err(|error| ConnectError(error.into()))?;
        let client = Client::new(ingress, executor);
        let client = client.map_err(|error| ConnectError(error.into()))?;
        Ok(Self { client })
    }

    /// Returns the SDK's client. Pass it to `from_client` of a client that the SDK generates for a service.
    ///
    /// If the server requires a token, set it with the client's `with_restate_auth_token`. The client sends the token to the
    /// admin API, too. [`attach`](Self::attach) does not send the token: use the client's `invocation_handle(id)` instead.
    ///
    /// # Examples
    ///
    /// The crate's first page has an example.
    pub fn client(&self) -> Client<Executor> {
        self.client.clone()
    }

    /// Returns the handle of the job with this id. Another process may have started the job. Nothing is sent yet.
    ///
    /// `T` is the type of the job's value.
    ///
    /// # Examples
    ///
    /// [`Restate`] has an example.
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
