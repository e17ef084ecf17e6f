//! The HTTP interface of the jobs.

use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::middleware;
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;

use self::error::ApiError;
use crate::{JobId, JobInfo, Jobs, Settings, work};

mod error;
mod events;
mod spans;

#[derive(Clone)]
struct App {
    jobs: Jobs,
    settings: Settings,
}

pub(crate) fn router(jobs: Jobs, settings: Settings) -> Router {
    Router::new()
        .route("/", get(Html(include_str!("page.html"))))
        .route("/events", get(events::events))
        .route("/jobs", get(list).post(start))
        .route("/jobs/{id}", get(show).delete(cancel))
        .route("/jobs/{id}/result", get(result))
        .fallback(async || ApiError::NO_SUCH_PATH)
        .method_not_allowed_fallback(async || ApiError::NO_SUCH_METHOD)
        .layer(middleware::from_fn(spans::in_span))
        .with_state(App { jobs, settings })
}

/// The body of a request to start a job.
#[derive(Deserialize)]
struct NewJob {
    kind: Kind,
    steps: u32,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Countdown,
    Faulty,
    Primes,
    Report,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Countdown => "countdown",
            Self::Faulty => "faulty",
            Self::Primes => "primes",
            Self::Report => "report",
        }
    }
}

async fn start(
    State(App { jobs, settings }): State<App>,
    body: Result<Json<NewJob>, JsonRejection>,
) -> Result<impl IntoResponse, ApiError> {
    let Json(NewJob { kind, steps }) = body?;
    if !(1..=1000).contains(&steps) {
        return Err(ApiError::WRONG_STEPS);
    }
    let job = jobs.prepare(kind.name(), steps);
    let progress = job.progress();
    let span = job.span().clone();
    let id = span.in_scope(|| match kind {
        Kind::Countdown => job.start(work::countdown(progress, settings.tick)), // a coroutine
        Kind::Faulty => job.start(work::faulty(progress, settings.tick)),       // another
        Kind::Report => job.start(work::report(progress, &settings)),           // a task
        Kind::Primes => job.start(work::primes(progress)), // a `JoinHandle` of `spawn_blocking`
    })?;
    let location = [(header::LOCATION, format!("/jobs/{id}"))];
    let info = jobs.get(id).ok_or(ApiError::NO_SUCH_JOB)?;
    Ok((StatusCode::CREATED, location, Json(info)))
}

async fn list(State(app): State<App>) -> Json<Vec<JobInfo>> {
    Json(app.jobs.list())
}

type JobPath = Result<Path<JobId>, PathRejection>;

async fn show(State(app): State<App>, id: JobPath) -> Result<Json<JobInfo>, ApiError> {
    let Path(id) = id?;
    app.jobs.get(id).map(Json).ok_or(ApiError::NO_SUCH_JOB)
}

async fn cancel(
    State(app): State<App>,
    id: JobPath,
) -> Result<(StatusCode, Json<JobInfo>), ApiError> {
    let Path(id) = id?;
    let cancelling = app.jobs.cancel(id)?;
    Ok((StatusCode::ACCEPTED, Json(cancelling)))
}

/// Answers when the job has ended.
async fn result(State(app): State<App>, id: JobPath) -> Result<Json<JobInfo>, ApiError> {
    let Path(id) = id?;
    let ended = app.jobs.wait(id).await;
    ended.map(Json).ok_or(ApiError::NO_SUCH_JOB)
}
