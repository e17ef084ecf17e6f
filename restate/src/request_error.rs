//! The error of a request, and its text.

use std::error::Error;
use std::fmt::{self, Write};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode};

use crate::answer::{Api, reason};

/// The error of a request: there was no usable answer from the server. It displays the cause.
///
/// # Examples
///
/// ```
/// use std::error::Error;
///
/// use ensure_future_restate::{RequestError, RequestErrorKind};
/// use restate_sdk::ingress::ClientError;
///
/// /// Returns whether a job that could not be submitted was never started.
/// fn is_not_started(error: &ClientError) -> bool {
///     let source = error.source().and_then(|source| source.downcast_ref::<RequestError>());
///     source.is_some_and(|error| {
///         matches!(
///             error.kind(),
///             RequestErrorKind::NoConnection | RequestErrorKind::Refused | RequestErrorKind::NotRestate
///         )
///     })
/// }
/// ```
#[derive(Clone, Debug)]
pub struct RequestError {
    kind: RequestErrorKind,
    message: String,
}

/// The kind of a [`RequestError`], which tells whether the server has the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RequestErrorKind {
    /// There was no connection, so the server does not have the request.
    NoConnection,
    /// The connection broke or stalled before the whole answer was there. The server may have the request.
    NoAnswer,
    /// The server, or a proxy before it, answered that it can't serve the request now. The server may have the request.
    Unavailable,
    /// The ingress rejected the request, for example because no worker is registered for the service.
    Refused,
    /// Something other than Restate's API answered: the address is wrong.
    NotRestate,
}

impl RequestError {
    /// Returns the error of a request whose answer did not begin.
    pub(crate) fn no_answer(
        request: &Request<Bytes>,
        limit: Duration,
        error: &reqwest::Error,
    ) -> Self {
        let origin = origin(request);
        let cause = root(error);
        let (kind, message) = if error.is_connect() {
            let message = format!("can't connect to {origin}: {cause}");
            (RequestErrorKind::NoConnection, message)
        } else if error.is_timeout() {
            let message = format!("{origin} gave no answer within {limit:?}");
            (RequestErrorKind::NoAnswer, message)
        } else if is_no_http(error) {
            let (api, advice) = (name(request), "check the address");
            let message =
                format!("{origin} does not speak HTTP, so it is not {api} of Restate: {advice}");
            (RequestErrorKind::NotRestate, message)
        } else {
            let message = format!("the connection to {origin} broke before the answer: {cause}");
            (RequestErrorKind::NoAnswer, message)
        };
        Self { kind, message }
    }

    /// Returns the error of a request whose answer ended early.
    pub(crate) fn part(request: &Request<Bytes>, limit: Duration, error: &reqwest::Error) -> Self {
        let origin = origin(request);
        let message = if error.is_timeout() {
            format!("{origin} gave only a part of its answer within {limit:?}")
        } else {
            let cause = root(error);
            format!("the connection to {origin} broke within the answer: {cause}")
        };
        let kind = RequestErrorKind::NoAnswer;
        Self { kind, message }
    }

    pub(crate) fn unavailable(request: &Request<Bytes>, status: StatusCode) -> Self {
        let kind = RequestErrorKind::Unavailable;
        let message = format!("{} answered {status}", origin(request));
        Self { kind, message }
    }

    pub(crate) fn refused(request: &Request<Bytes>, response: &Response<Bytes>) -> Self {
        let kind = RequestErrorKind::Refused;
        let (uri, status) = (request.uri(), response.status());
        let mut message = format!("the ingress refused the request to {uri} with {status}");
        if let Some(reason) = reason(response) {
            message += ": ";
            message += &reason;
        }
        Self { kind, message }
    }

    pub(crate) fn not_restate(request: &Request<Bytes>, status: StatusCode) -> Self {
        let kind = RequestErrorKind::NotRestate;
        let (uri, api) = (request.uri(), name(request));
        let message =
            format!("{uri} answered {status}, but not as {api} of Restate: check the address");
        Self { kind, message }
    }

    /// Says in the message for how long the request was retried, if it was.
    pub(crate) fn retried_for(mut self, duration: Option<Duration>) -> Self {
        if let Some(duration) = duration {
            write!(self.message, "; retried for {duration:?}").expect("it is a string");
        }
        self
    }

    /// Says in the message why the request was not retried.
    pub(crate) fn not_retried(mut self) -> Self {
        self.message += "; the job may have been started, so the request was not retried: \
                         set an idempotency key";
        self
    }

    /// Returns the kind of the error.
    pub fn kind(&self) -> RequestErrorKind {
        self.kind
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for RequestError {}

fn name(request: &Request<Bytes>) -> &'static str {
    match Api::of(request) {
        Api::Ingress => "the ingress",
        Api::Admin => "the admin API",
    }
}

/// Returns the address without the path.
fn origin(request: &Request<Bytes>) -> String {
    let uri = request.uri();
    let scheme = uri.scheme_str().unwrap_or("http");
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    format!("{scheme}://{authority}")
}

/// Returns the innermost source. A client's error does not display its source.
fn root(error: &reqwest::Error) -> &(dyn Error + 'static) {
    sources(error).last().unwrap_or(error)
}

/// Returns whether the answer was not in HTTP.
fn is_no_http(error: &reqwest::Error) -> bool {
    sources(error)
        .filter_map(|source| source.downcast_ref::<hyper::Error>())
        .any(hyper::Error::is_parse)
}

fn sources(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |&error| error.source())
}
