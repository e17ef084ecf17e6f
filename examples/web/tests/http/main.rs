//! The HTTP interface, used by a real client.

use std::fs;

use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::join;
use tokio::net::TcpStream;
use web::Jobs;

use self::client::{Api, answer};
use self::support::within;

mod client;
#[path = "../support/mod.rs"]
mod support;

#[tokio::test]
async fn a_coroutine_runs_to_its_end() {
    let api = Api::start().await;
    let request = api.request(Method::POST, "/jobs");
    let job = json!({ "kind": "countdown", "steps": 3 });
    let response = within(request.json(&job).send()).await.unwrap();
    assert_eq!(response.status(), StatusCode::CREATED);
    assert_eq!(response.headers()["location"], "/jobs/1");

    let ended = api.end_of("/jobs/1").await;
    assert_eq!(ended["status"], "done");
    assert_eq!((&ended["done"], &ended["steps"]), (&json!(3), &json!(3)));
    assert!(
        ended["result"]["seconds"].as_f64() >= Some(0.015),
        "{ended}"
    );
    assert_eq!(api.get("/jobs/1").await, (StatusCode::OK, ended));
}

#[tokio::test]
async fn a_task_runs_to_its_end() {
    let api = Api::start().await;
    let ended = api.run_job("report", 3).await;
    assert_eq!(ended["status"], "done");
    assert_eq!(ended["result"]["lines"], 3);
    let file = api.server.file("report-1.txt");
    assert_eq!(ended["result"]["file"], file.to_str().unwrap());
    assert_eq!(fs::read_to_string(file).unwrap().lines().count(), 3);
}

#[tokio::test]
async fn a_handle_runs_to_its_end() {
    let api = Api::start().await;
    let ended = api.run_job("primes", 5).await;
    assert_eq!(ended["status"], "done");
    assert_eq!(ended["result"], json!({ "below": 100_000, "primes": 9592 }));
}

#[tokio::test]
async fn a_job_that_panics_has_failed_with_its_message() {
    let api = Api::start().await;
    let ended = api.run_job("faulty", 6).await;
    assert_eq!(ended["status"], "failed");
    assert_eq!(ended["error"], "panicked: step 4 went wrong");
    assert_eq!(ended["done"], 3);
}

#[tokio::test]
async fn jobs_are_listed() {
    let api = Api::start().await;
    assert_eq!(api.get("/jobs").await, (StatusCode::OK, json!([])));
    api.run_job("countdown", 1).await;
    api.start_job("report", 1000).await;
    let (status, jobs) = api.get("/jobs").await;
    assert_eq!(status, StatusCode::OK);
    let field = |name: &str| -> Vec<_> {
        let jobs = jobs.as_array().unwrap().iter();
        jobs.map(|job| job[name].as_str().unwrap()).collect()
    };
    assert_eq!(field("name"), ["countdown", "report"]);
    assert_eq!(field("status"), ["done", "running"]);
}

#[tokio::test]
async fn a_cancelled_task_cleans_up() {
    let api = Api::start().await;
    let mut events = api.events().await;
    let job = api.start_job("report", 1000).await;
    events.wait_for_steps(1).await;
    let unfinished = api.server.file("report-1.part");
    assert!(unfinished.exists());

    let (status, cancelling) = api.delete(&job).await;
    assert_eq!(status, StatusCode::ACCEPTED);
    assert_eq!(cancelling["status"], "cancelling");
    assert_eq!(api.end_of(&job).await["status"], "cancelled");
    assert!(!unfinished.exists());
    assert!(!api.server.file("report-1.txt").exists());
}

#[tokio::test]
async fn a_coroutine_and_a_blocking_function_are_cancelled() {
    let api = Api::start().await;
    for kind in ["countdown", "primes"] {
        let mut events = api.events().await;
        let job = api.start_job(kind, 1000).await;
        events.wait_for_steps(1).await;
        let (status, _) = api.delete(&job).await;
        assert_eq!(status, StatusCode::ACCEPTED);
        let ended = api.end_of(&job).await;
        assert_eq!(ended["status"], "cancelled", "{ended}");
        assert!(ended["done"].as_u64() < Some(1000), "{ended}");
        assert_eq!(api.delete(&job).await.0, StatusCode::CONFLICT);
    }
}

#[tokio::test]
async fn several_clients_await_the_same_job() {
    let api = Api::start().await;
    let job = api.start_job("countdown", 10).await;
    let (one, other) = join!(api.end_of(&job), api.end_of(&job));
    assert_eq!(one["status"], "done");
    assert_eq!(one, other);
}

#[tokio::test]
async fn progress_arrives_as_events() {
    let api = Api::start().await;
    api.run_job("faulty", 2).await;
    let mut events = api.events().await;
    let first = events.next().await.unwrap();
    assert_eq!((first.len(), &first[0]["status"]), (1, &json!("failed")));

    api.start_job("countdown", 20).await;
    let mut seen = Vec::new();
    loop {
        let changed = events.next().await.unwrap();
        assert_eq!((changed.len(), &changed[0]["id"]), (1, &json!(2)));
        seen.push(changed[0]["done"].as_u64().unwrap());
        if changed[0]["status"] == "done" {
            break;
        }
    }
    assert!(seen.is_sorted(), "{seen:?}");
    seen.dedup();
    assert!(seen.len() > 3, "it moves: {seen:?}");
    assert_eq!(seen.last(), Some(&20));
}

#[tokio::test]
async fn a_shutdown_ends_the_jobs_and_answers_those_who_wait() {
    let api = Api::start().await;
    let mut events = api.events().await;
    let job = api.start_job("report", 1000).await;
    events.wait_for_steps(1).await;
    let unfinished = api.server.file("report-1.part");
    assert!(unfinished.exists());

    let address = api.server.url("").replace("http://", "");
    let mut waiting = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {job}/result HTTP/1.1\r\nhost: localhost\r\n\r\n");
    waiting.write_all(request.as_bytes()).await.unwrap();
    // Connections are accepted in order: when a later one is answered, the request has been read.
    answer(Client::new().get(api.server.url("/jobs"))).await;

    api.server.stop().await;
    let mut end = String::new();
    within(waiting.read_to_string(&mut end)).await.unwrap();
    assert!(end.contains(r#""status":"cancelled""#), "{end}");
    assert!(!unfinished.exists());
    let mut last = Vec::new();
    while let Some(jobs) = events.next().await {
        last = jobs;
    }
    assert_eq!(last[0]["status"], "cancelled");
}

#[tokio::test]
async fn a_job_that_does_not_exist_is_not_found() {
    let api = Api::start().await;
    for path in ["/jobs/1", "/jobs/1/result", "/nothing"] {
        let (status, body) = api.get(path).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        assert!(body["error"].is_string(), "{body}");
    }
    assert_eq!(api.delete("/jobs/1").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_job_that_has_ended_can_not_be_cancelled() {
    let api = Api::start().await;
    api.run_job("countdown", 1).await;
    let refused = (
        StatusCode::CONFLICT,
        json!({ "error": "the job has ended" }),
    );
    assert_eq!(api.delete("/jobs/1").await, refused);
}

#[tokio::test]
async fn a_wrong_request_is_refused_with_the_reason() {
    let api = Api::start().await;
    let assert_refused = async |request: RequestBuilder, status, reason: &str| {
        let (refusal, body) = answer(request).await;
        assert_eq!(refusal, status, "{body}");
        let error = body["error"].as_str().unwrap();
        assert!(error.contains(reason), "{error}");
    };
    let post = || api.request(Method::POST, "/jobs");

    let unknown = post().json(&json!({ "kind": "nap", "steps": 1 }));
    assert_refused(unknown, StatusCode::UNPROCESSABLE_ENTITY, "`nap`").await;
    let incomplete = post().json(&json!({ "kind": "report" }));
    assert_refused(incomplete, StatusCode::UNPROCESSABLE_ENTITY, "`steps`").await;
    for steps in [0, 1001] {
        let wrong = post().json(&json!({ "kind": "primes", "steps": steps }));
        assert_refused(wrong, StatusCode::UNPROCESSABLE_ENTITY, "1 to 1000").await;
    }
    let malformed = post().header("content-type", "application/json").body("{");
    assert_refused(malformed, StatusCode::BAD_REQUEST, "parse").await;
    let text = post().body("report");
    assert_refused(text, StatusCode::UNSUPPORTED_MEDIA_TYPE, "application/json").await;
    let no_number = api.request(Method::GET, "/jobs/first");
    assert_refused(no_number, StatusCode::BAD_REQUEST, "`first`").await;
    let method = api.request(Method::PUT, "/jobs/1");
    assert_refused(method, StatusCode::METHOD_NOT_ALLOWED, "method").await;
    assert_eq!(api.get("/jobs").await.1, json!([]), "none was started");
}

#[tokio::test]
async fn no_job_starts_during_a_shutdown() {
    let jobs = Jobs::new();
    jobs.shutdown().await;
    let api = Api::of(jobs).await;
    let (status, body) = api.post(json!({ "kind": "report", "steps": 1 })).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(body["error"], "the application is shutting down");
}
