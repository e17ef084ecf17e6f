//! A client of the application.

use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use web::Jobs;

use crate::support::{Server, within};

/// The application, and a client of it.
pub(crate) struct Api {
    pub(crate) server: Server,
    client: Client,
}

impl Api {
    pub(crate) async fn start() -> Self {
        Self::of(Jobs::new()).await
    }

    pub(crate) async fn of(jobs: Jobs) -> Self {
        let server = Server::start(jobs, Duration::from_millis(5)).await;
        let client = Client::new();
        Self { server, client }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, self.server.url(path))
    }

    pub(crate) async fn get(&self, path: &str) -> (StatusCode, Value) {
        answer(self.request(Method::GET, path)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> (StatusCode, Value) {
        answer(self.request(Method::DELETE, path)).await
    }

    pub(crate) async fn post(&self, job: Value) -> (StatusCode, Value) {
        answer(self.request(Method::POST, "/jobs").json(&job)).await
    }

    /// Starts a job, and returns its path.
    pub(crate) async fn start_job(&self, kind: &str, steps: u32) -> String {
        let (status, job) = self.post(json!({ "kind": kind, "steps": steps })).await;
        assert_eq!(status, StatusCode::CREATED, "{job}");
        format!("/jobs/{}", job["id"])
    }

    /// Starts a job, waits for its end, and returns its data.
    pub(crate) async fn run_job(&self, kind: &str, steps: u32) -> Value {
        let job = self.start_job(kind, steps).await;
        self.end_of(&job).await
    }

    pub(crate) async fn end_of(&self, job: &str) -> Value {
        let (status, ended) = self.get(&format!("{job}/result")).await;
        assert_eq!(status, StatusCode::OK, "{ended}");
        ended
    }

    pub(crate) async fn events(&self) -> Events {
        let response = within(self.request(Method::GET, "/events").send()).await;
        let response = response.unwrap();
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let received = Vec::new();
        Events { response, received }
    }
}

pub(crate) async fn answer(request: RequestBuilder) -> (StatusCode, Value) {
    let response = within(request.send()).await.unwrap();
    (response.status(), within(response.json()).await.unwrap())
}

/// Server-sent events.
pub(crate) struct Events {
    response: Response,
    received: Vec<u8>,
}

impl Events {
    /// Returns the jobs of the next event, or `None` after the last one.
    pub(crate) async fn next(&mut self) -> Option<Vec<Value>> {
        loop {
            if let Some(end) = self.received.windows(2).position(|two| two == b"\n\n") {
                let event: Vec<_> = self.received.drain(..end + 2).collect();
                let data = event.strip_prefix(b"data: ").expect("it has data alone");
                return Some(serde_json::from_slice(data).unwrap());
            }
            let chunk = within(self.response.chunk()).await.unwrap()?;
            self.received.extend(chunk);
        }
    }

    /// Waits for a job that has done at least this number of steps.
    pub(crate) async fn wait_for_steps(&mut self, steps: u64) {
        let is_there = |job: &Value| job["done"].as_u64() >= Some(steps);
        while !self.next().await.unwrap().iter().any(is_there) {}
    }
}
