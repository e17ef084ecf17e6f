//! The error of a request, and its text.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, StatusCode};

use crate::answer::Api;

type Source = Box<dyn Error + Send + Sync>;

/// The error of a request: there was no usable answer from the server.
#[derive(Debug)]
pub struct RequestError {
    kind: RequestErrorKind,
    message: String,
    may_have_started: bool,
    source: Option<Source>,
}

/// The kind of a [`RequestError`]: what has become of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RequestErrorKind {
    /// There was no connection, so the server does not have the request.
    NoConnection,
    /// The connection broke or stalled before the whole answer was there. The server may have the request.
    NoAnswer,
    /// The server, or a proxy before it, answered that it can't serve the request now. The server may have the request.
    Unavailable,
    /// Something other than Restate's API answered: the address is wrong.
    NotRestate,
}

impl RequestError {
    /// Returns the error of a request whose answer did not begin.
    pub(crate) fn no_answer(
        request: &Request<Bytes>,
        limit: Duration,
        error: reqwest::Error,
    ) -> Self {
        let origin = origin(request);
        let cause = root(&error);
        let (kind, message) = if error.is_connect() || error.is_builder() {
            let message = format!("can't connect to {origin}: {cause}");
            (RequestErrorKind::NoConnection, message)
        } else if error.is_timeout() {
            let message = format!("{origin} gave no answer within {limit:?}");
            (RequestErrorKind::NoAnswer, message)
        } else if is_no_http(&error) {
            let (api, advice) = (name(request), "check the address");
            let message =
                format!("{origin} does not speak HTTP, so it is not {api} of Restate: {advice}");
            (RequestErrorKind::NotRestate, message)
        } else {
            let message = format!("the connection to {origin} broke before the answer: {cause}");
            (RequestErrorKind::NoAnswer, message)
        };
        Self::new(request, kind, message, Some(error.into()))
    }

    /// Returns the error of a request of whose answer only a part has come.
    pub(crate) fn part(request: &Request<Bytes>, limit: Duration, error: reqwest::Error) -> Self {
        let origin = origin(request);
        let message = if error.is_timeout() {
            format!("{origin} gave only a part of its answer within {limit:?}")
        } else {
            let cause = root(&error);
            format!("the connection to {origin} broke within the answer: {cause}")
        };
        let (kind, source) = (RequestErrorKind::NoAnswer, Some(error.into()));
        Self::new(request, kind, message, source)
    }

    pub(crate) fn unavailable(request: &Request<Bytes>, status: StatusCode) -> Self {
        let message = format!("{} answered {status}", origin(request));
        Self::new(request, RequestErrorKind::Unavailable, message, None)
    }

    pub(crate) fn not_restate(request: &Request<Bytes>, status: StatusCode) -> Self {
        let (uri, api) = (request.uri(), name(request));
        let message =
            format!("{uri} answered {status}, but not as {api} of Restate: check the address");
        Self::new(request, RequestErrorKind::NotRestate, message, None)
    }

    fn new(
        request: &Request<Bytes>,
        kind: RequestErrorKind,
        message: String,
        source: Option<Source>,
    ) -> Self {
        use RequestErrorKind::{NoAnswer, Unavailable};
        Self {
            kind,
            message,
            may_have_started: !is_repeatable(request) && matches!(kind, NoAnswer | Unavailable),
            source,
        }
    }

    /// Returns what has become of the request.
    pub fn kind(&self) -> RequestErrorKind {
        self.kind
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if self.may_have_started {
            f.write_str(
                "; the job may have been started (a request with an idempotency key is repeated)",
            )?;
        }
        Ok(())
    }
}

impl Error for RequestError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&**self.source.as_ref()?)
    }
}

/// Returns whether a second request changes nothing.
pub(crate) fn is_repeatable(request: &Request<Bytes>) -> bool {
    request.method() != Method::POST || request.headers().contains_key("idempotency-key")
}

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

/// Returns the first cause. A client's error names its cause only as its source.
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
