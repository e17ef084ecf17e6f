//! The requests to the server: their limits, their retries, and the cancellation, which the SDK lacks.

use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, Uri};
use restate_sdk::ingress::{ClientError, InvocationHandle, RequestExecutor};
use restate_sdk::serde::Deserialize;
use tokio::time::{Instant, sleep_until};

use crate::answer::{Api, is_of_job, is_refusal, is_unavailable};
use crate::operation::Operation;
use crate::patience::Patience;
use crate::{Limits, RequestError, RequestErrorKind};

/// The status of the server's answer to a request for the output of a job that has not ended.
const NOT_READY: u16 = 470;
const ATTACH: &str = "/restate/attach/";
const OUTPUT: &str = "/restate/output/";

tokio::task_local! {
    /// Set while a request for a job's output stands for the request to cancel the job.
    static CANCELS: ();
}

/// Marks the response to a retry: the server may have received an earlier attempt.
#[derive(Clone, Copy, Debug)]
struct Retried;

/// Asks the server to cancel the job, and returns whether the job was still there. If the job has ended, the request has
/// no effect, and is no error.
///
/// The SDK has no function for this, and its handle does not expose the client. So this calls the handle's `output`,
/// which passes a request to the executor. In its place, the executor sends the request to cancel the job.
pub(crate) async fn cancel<T: Deserialize>(
    handle: &InvocationHandle<Executor, T>,
) -> Result<bool, ClientError> {
    const NOTHING_TO_CANCEL: [StatusCode; 3] = [
        StatusCode::BAD_REQUEST, // it is not an id
        StatusCode::NOT_FOUND,
        StatusCode::CONFLICT, // the job has ended
    ];
    match CANCELS.scope((), handle.output()).await {
        Ok(_) => Ok(true),
        Err(ClientError::Status { status, response }) if NOTHING_TO_CANCEL.contains(&status) => {
            // An earlier attempt may have cancelled it.
            Ok(response.extensions().get::<Retried>().is_some())
        }
        Err(error) => Err(error),
    }
}

/// Sends requests with [`Limits`], and retries a failed request if this is safe.
/// [`Restate::client`](crate::Restate::client) uses it.
///
/// - A request that attaches to a job is retried as long as the server answers other requests.
/// - Any other request is retried if it is idempotent, if it has an idempotency key (which stays the same), or if there
///   was no connection.
/// - A request that starts a job without an idempotency key is not retried after it was sent, because the job may have
///   started. The same applies to a workflow, but you can send that request again: Restate starts a workflow once for
///   each key.
/// - No request is retried if the server has rejected it, or if something other than Restate has answered.
#[derive(Clone, Debug)]
pub struct Executor {
    http: reqwest::Client,
    admin: Uri,
    limits: Limits,
}

impl RequestExecutor for Executor {
    type Error = RequestError;

    async fn execute(&self, request: Request<Bytes>) -> Result<Response<Bytes>, RequestError> {
        if CANCELS.try_with(|()| ()).is_ok() {
            return self.cancel(request).await;
        }
        match Operation::of(&request) {
            Operation::Attach => self.attach(&request).await,
            Operation::Call => self.send_with_retries(&request, self.limits.attach).await,
            Operation::LookUp | Operation::Other => {
                self.send_with_retries(&request, self.limits.answer).await
            }
        }
    }
}

impl Executor {
    /// The shortest time between two requests that wait for the same job.
    const BETWEEN: Duration = Duration::from_secs(1);

    pub(crate) fn new(admin: Uri, limits: Limits) -> Result<Self, reqwest::Error> {
        let http = reqwest::Client::builder()
            .connect_timeout(limits.connect)
            .build()?;
        Ok(Self {
            http,
            admin,
            limits,
        })
    }

    /// Sends the request to cancel a job in place of the request for its output. Keeps the headers, because they may
    /// contain a token.
    async fn cancel(&self, mut request: Request<Bytes>) -> Result<Response<Bytes>, RequestError> {
        let id = request.uri().path().rsplit('/').next().unwrap_or_default();
        let admin = self.admin.to_string();
        let uri = format!("{}/invocations/{id}/cancel", admin.trim_end_matches('/'));
        *request.method_mut() = Method::PATCH;
        *request.uri_mut() = uri.parse().expect("an address, a path and an id");
        let mut response = self.send_with_retries(&request, self.limits.answer).await?;
        if response.status().is_success() {
            *response.status_mut() = StatusCode::from_u16(NOT_READY).expect("it is a status");
        }
        Ok(response)
    }

    /// Waits for the job. A request that fails or reaches its limit says nothing about the state of the job. Then this
    /// asks for the job's output, which the server returns at once, and waits again if the job has not ended.
    async fn attach(&self, request: &Request<Bytes>) -> Result<Response<Bytes>, RequestError> {
        let output = look_at_output(request);
        loop {
            let begin = Instant::now();
            if let Ok(response) = self.send(request, self.limits.attach).await
                && !may_be_unknown(&response)
            {
                return Ok(response);
            }
            let response = self.send_with_retries(&output, self.limits.answer).await?;
            if response.status() != NOT_READY {
                return Ok(response);
            }
            sleep_until(begin + Self::BETWEEN).await;
        }
    }

    async fn send_with_retries(
        &self,
        request: &Request<Bytes>,
        limit: Duration,
    ) -> Result<Response<Bytes>, RequestError> {
        let mut patience = Patience::new(self.limits.give_up);
        // The last failure after which the server may have the request. Later failures must not say otherwise.
        let mut uncertain = None;
        loop {
            let failure = match self.send(request, limit).await {
                Ok(mut response) => {
                    if uncertain.is_some() {
                        response.extensions_mut().insert(Retried);
                    }
                    return Ok(response);
                }
                Err(failure) => failure,
            };
            match failure.kind() {
                RequestErrorKind::NoConnection => {}
                RequestErrorKind::NoAnswer | RequestErrorKind::Unavailable => {
                    if !is_idempotent(request) {
                        return Err(failure.not_retried());
                    }
                    uncertain = Some(failure.clone());
                }
                RequestErrorKind::Refused | RequestErrorKind::NotRestate => {
                    return Err(uncertain.unwrap_or(failure));
                }
            }
            if patience.wait().await.is_break() {
                let failure = uncertain.unwrap_or(failure);
                return Err(failure.retried_for(patience.retried_for()));
            }
        }
    }

    /// Sends the request once.
    async fn send(
        &self,
        request: &Request<Bytes>,
        limit: Duration,
    ) -> Result<Response<Bytes>, RequestError> {
        let no_answer = |error| RequestError::no_answer(request, limit, &error);
        let mut sent: reqwest::Request = request.clone().try_into().map_err(no_answer)?;
        *sent.timeout_mut() = Some(limit);
        let answer = self.http.execute(sent).await.map_err(no_answer)?;
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = answer.status();
        *response.headers_mut() = answer.headers().clone();
        let body = answer.bytes().await;
        *response.body_mut() = body.map_err(|error| RequestError::part(request, limit, &error))?;

        if is_unavailable(&response) {
            Err(RequestError::unavailable(request, response.status()))
        } else if !Api::of(request).has_answered(&response) {
            Err(RequestError::not_restate(request, response.status()))
        } else if is_refusal(request, &response) {
            Err(RequestError::refused(request, &response))
        } else {
            Ok(response)
        }
    }
}

/// Returns the request for the output of the job for which `attach` waits.
fn look_at_output(attach: &Request<Bytes>) -> Request<Bytes> {
    let mut output = attach.clone();
    let uri = attach.uri().to_string().replacen(ATTACH, OUTPUT, 1);
    *output.uri_mut() = uri
        .parse()
        .expect("the address of a job differs in one segment");
    output
}

/// Returns whether a second request changes nothing.
fn is_idempotent(request: &Request<Bytes>) -> bool {
    request.method() != Method::POST
        || request.headers().contains_key("idempotency-key")
        || Operation::of(request) == Operation::LookUp
}

/// Returns whether the server may not know the job. For a request that attaches to the job, its response is the same as
/// for a job that has failed with this code. The responses to a request for the output differ.
fn may_be_unknown(response: &Response<Bytes>) -> bool {
    response.status() == StatusCode::NOT_FOUND && is_of_job(response)
}
