//! What kind of answer a response is.

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use serde_json::Value;

/// The header that says where an error comes from: from the job, or from the ingress itself.
const SOURCE: &str = "x-restate-error-source";
/// The header with the id of the job. An answer to a request for the id of a workflow has the id only in its body.
const ID: &str = "x-restate-id";

/// One of the two APIs of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Api {
    Ingress,
    Admin,
}

impl Api {
    /// Returns the API to which the request goes. The only request to the admin API is the one to cancel a job.
    pub(crate) fn of(request: &Request<Bytes>) -> Self {
        if request.method() == Method::PATCH {
            Self::Admin
        } else {
            Self::Ingress
        }
    }

    /// Returns whether the response is an answer of this API, and not of something else at its address.
    pub(crate) fn has_answered(self, response: &Response<Bytes>) -> bool {
        let has = |header| response.headers().contains_key(header);
        match self {
            // This answer comes before the server looks at the request, and has none of its headers.
            Self::Ingress if response.status() == StatusCode::PAYLOAD_TOO_LARGE => true,
            Self::Ingress => has(SOURCE) || has(ID) || has_field(response, "invocationId"),
            Self::Admin if response.status().is_success() => response.body().is_empty(),
            Self::Admin => has_field(response, "restate_code"),
        }
    }
}

fn has_field(response: &Response<Bytes>, name: &str) -> bool {
    let body = serde_json::from_slice::<Value>(response.body());
    body.is_ok_and(|body| body.get(name).is_some())
}

/// Returns the reason that the server gives for an error.
pub(crate) fn reason(response: &Response<Bytes>) -> Option<String> {
    let body: Value = serde_json::from_slice(response.body()).ok()?;
    Some(body.get("message")?.as_str()?.to_owned())
}

/// Returns whether the ingress rejects a request to start a job, or to look a workflow up.
pub(crate) fn is_refusal(request: &Request<Bytes>, response: &Response<Bytes>) -> bool {
    request.method() == Method::POST && response.status().is_client_error() && !is_of_job(response)
}

/// Returns whether the response is the outcome of a job. The ingress says "invocation" for a job that it does not know,
/// too, if the request waits for the job.
pub(crate) fn is_of_job(response: &Response<Bytes>) -> bool {
    let source = response.headers().get(SOURCE);
    source.is_some_and(|source| source == "invocation")
}

/// Returns whether the server, or a proxy before it, can't serve the request now. An error of a job may have the same
/// code, but is an answer.
pub(crate) fn is_unavailable(response: &Response<Bytes>) -> bool {
    let status = response.status();
    let unavailable = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
    unavailable && !is_of_job(response)
}
