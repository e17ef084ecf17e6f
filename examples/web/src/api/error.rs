//! Errors as JSON: `{"error": ".."}`.

use std::borrow::Cow;

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::{CancelError, ClosedError};

/// An error and its status code.
pub(super) struct ApiError {
    status: StatusCode,
    message: Cow<'static, str>,
}

impl ApiError {
    pub(super) const NO_SUCH_JOB: Self = Self::new(StatusCode::NOT_FOUND, "there is no such job");
    pub(super) const NO_SUCH_PATH: Self = Self::new(StatusCode::NOT_FOUND, "there is no such path");
    pub(super) const NO_SUCH_METHOD: Self = Self::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "the path does not have this method",
    );
    pub(super) const WRONG_STEPS: Self = Self::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "a job has 1 to 1000 steps",
    );

    const fn new(status: StatusCode, message: &'static str) -> Self {
        let message = Cow::Borrowed(message);
        Self { status, message }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = json!({ "error": self.message });
        (self.status, Json(body)).into_response()
    }
}

impl From<CancelError> for ApiError {
    fn from(error: CancelError) -> Self {
        match error {
            CancelError::NotFound => Self::NO_SUCH_JOB,
            CancelError::Ended => Self::new(StatusCode::CONFLICT, "the job has ended"),
        }
    }
}

impl From<ClosedError> for ApiError {
    fn from(error: ClosedError) -> Self {
        Self {
            status: StatusCode::SERVICE_UNAVAILABLE,
            message: error.to_string().into(),
        }
    }
}

impl From<JsonRejection> for ApiError {
    fn from(rejection: JsonRejection) -> Self {
        Self {
            status: rejection.status(),
            message: rejection.body_text().into(),
        }
    }
}

impl From<PathRejection> for ApiError {
    fn from(rejection: PathRejection) -> Self {
        Self {
            status: rejection.status(),
            message: rejection.body_text().into(),
        }
    }
}
