//! The requests to the server: their limits, their repetitions, and the cancellation, which the SDK lacks.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, Uri};
use restate_sdk::ingress::{ClientError, InvocationHandle, RequestExecutor};
use restate_sdk::serde::Deserialize;
use tokio::time::{Instant, sleep};

use crate::Limits;
use crate::errors::SOURCE;

/// The status of the server's answer to a request for the output of a job that has not ended.
const NOT_READY: u16 = 470;
const ATTACH: &str = "/restate/attach/";
const OUTPUT: &str = "/restate/output/";

tokio::task_local! {
    /// Set while a request for a job's output stands for the request to cancel the job.
    static CANCELS: ();
}

/// Asks the server to cancel the job. If the job has ended, this has no effect, and is no error.
///
/// The SDK has no function for this, and its handle does not expose the client. So this calls the handle's `output`,
/// which passes a request to the executor. In its place, the executor sends the request to cancel the job.
pub(crate) async fn cancel<T: Deserialize>(
    handle: &InvocationHandle<Executor, T>,
) -> Result<(), ClientError> {
    CANCELS.scope((), handle.output()).await.map(drop)
}

/// Sends requests with [`Limits`], and repeats a failed request if this is safe.
/// [`Restate::client`](crate::Restate::client) uses it.
///
/// - A request that waits for a job is repeated as long as the server answers other requests.
/// - Any other request is repeated if a second request changes nothing, if it has an idempotency key (which stays the
///   same), or if there was no connection.
#[derive(Clone, Debug)]
pub struct Executor {
    http: reqwest::Client,
    admin: String,
    limits: Limits,
}

impl RequestExecutor for Executor {
    type Error = RequestError;

    async fn execute(&self, request: Request<Bytes>) -> Result<Response<Bytes>, RequestError> {
        if CANCELS.try_with(|()| ()).is_ok() {
            self.cancel(request.uri()).await
        } else if request.uri().path().contains(ATTACH) {
            self.attach(request).await
        } else {
            self.repeated(request).await
        }
    }
}

impl Executor {
    pub(crate) fn new(admin: String, limits: Limits) -> Result<Self, reqwest::Error> {
        let http = reqwest::Client::builder()
            .connect_timeout(limits.connect)
            .build()?;
        Ok(Self {
            http,
            admin,
            limits,
        })
    }

    async fn cancel(&self, output: &Uri) -> Result<Response<Bytes>, RequestError> {
        let id = output.path().rsplit('/').next().unwrap_or_default();
        let uri = format!("{}/invocations/{id}/cancel", self.admin);
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = Method::PATCH;
        *request.uri_mut() = uri
            .parse()
            .map_err(|error| RequestError::new(&uri, error))?;
        let mut response = self.repeated(request).await?;
        let ended = response.status() == StatusCode::CONFLICT;
        if response.status().is_success() || ended {
            *response.status_mut() = StatusCode::from_u16(NOT_READY).expect("it is a status");
        }
        Ok(response)
    }

    /// Waits for the job. When a request reaches its limit, this checks whether the server still answers.
    async fn attach(&self, request: Request<Bytes>) -> Result<Response<Bytes>, RequestError> {
        let output = look_at_output(&request);
        let mut patience = Patience::new(self.limits.give_up);
        loop {
            let failure = match self.send(&request, self.limits.attach).await {
                Ok(response) if !is_unavailable(&response) => return Ok(response),
                Ok(response) => RequestError::unavailable(&request, response.status()),
                Err(error) if error.is_timeout() => {
                    match self.send(&output, self.limits.answer).await {
                        Ok(response) if !is_unavailable(&response) => {
                            patience.renew();
                            continue;
                        }
                        Ok(response) => RequestError::unavailable(&request, response.status()),
                        Err(error) => RequestError::new(request.uri(), error),
                    }
                }
                Err(error) => RequestError::new(request.uri(), error),
            };
            patience.wait(failure).await?;
        }
    }

    async fn repeated(&self, request: Request<Bytes>) -> Result<Response<Bytes>, RequestError> {
        let is_repeatable =
            request.method() != Method::POST || request.headers().contains_key("idempotency-key");
        let mut patience = Patience::new(self.limits.give_up);
        loop {
            let failure = match self.send(&request, self.limits.answer).await {
                Ok(response) if !is_repeatable || !is_unavailable(&response) => {
                    return Ok(response);
                }
                Ok(response) => RequestError::unavailable(&request, response.status()),
                Err(error) if is_repeatable || error.is_connect() => {
                    RequestError::new(request.uri(), error)
                }
                Err(error) => return Err(RequestError::new(request.uri(), error)),
            };
            patience.wait(failure).await?;
        }
    }

    async fn send(
        &self,
        request: &Request<Bytes>,
        limit: Duration,
    ) -> reqwest::Result<Response<Bytes>> {
        let mut request: reqwest::Request = request.clone().try_into()?;
        *request.timeout_mut() = Some(limit);
        let answer = self.http.execute(request).await?;
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = answer.status();
        *response.headers_mut() = answer.headers().clone();
        *response.body_mut() = answer.bytes().await?;
        Ok(response)
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

/// Returns whether the server, or a proxy before it, can't answer now. An error of the job itself may have the same
/// code, but is an answer.
fn is_unavailable(response: &Response<Bytes>) -> bool {
    let is_of_job = response
        .headers()
        .get(SOURCE)
        .is_some_and(|source| source == "invocation");
    let status = response.status();
    let unavailable = [
        StatusCode::BAD_GATEWAY,
        StatusCode::SERVICE_UNAVAILABLE,
        StatusCode::GATEWAY_TIMEOUT,
    ];
    !is_of_job && (unavailable.contains(&status) || status == StatusCode::TOO_MANY_REQUESTS)
}

/// How long failed requests are repeated, and the pause before the next one.
struct Patience {
    give_up: Duration,
    first_failure: Option<Instant>,
    pause: Duration,
}

impl Patience {
    const SHORTEST: Duration = Duration::from_millis(50);
    const LONGEST: Duration = Duration::from_secs(2);

    fn new(give_up: Duration) -> Self {
        let (first_failure, pause) = (None, Self::SHORTEST);
        Self {
            give_up,
            first_failure,
            pause,
        }
    }

    /// The server has answered.
    fn renew(&mut self) {
        *self = Self::new(self.give_up);
    }

    /// Pauses before the next request, or returns the failure if there has been no answer for too long.
    async fn wait(&mut self, failure: RequestError) -> Result<(), RequestError> {
        let first = *self.first_failure.get_or_insert_with(Instant::now);
        if first.elapsed() + self.pause > self.give_up {
            return Err(failure);
        }
        sleep(self.pause).await;
        self.pause = (self.pause * 2).min(Self::LONGEST);
        Ok(())
    }
}

/// The error of a request: there was no usable answer from the server.
#[derive(Debug)]
pub struct RequestError {
    uri: String,
    source: Box<dyn Error + Send + Sync>,
}

impl RequestError {
    fn new(uri: &impl fmt::Display, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let (uri, source) = (uri.to_string(), source.into());
        Self { uri, source }
    }

    fn unavailable(request: &Request<Bytes>, status: StatusCode) -> Self {
        Self::new(request.uri(), format!("the answer was {status}"))
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} gave no answer: ", self.uri)?;
        // A client's error names its cause only as its source.
        let mut cause: &dyn Error = &*self.source;
        while let Some(source) = cause.source() {
            cause = source;
        }
        write!(f, "{cause}")
    }
}

impl Error for RequestError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}
