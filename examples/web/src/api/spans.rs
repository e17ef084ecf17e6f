//! A span around each request.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use tracing::{Instrument, info, info_span};

/// Handles a request inside a span with a unique number.
pub(super) async fn in_span(request: Request, next: Next) -> Response {
    static LAST_ID: AtomicU64 = AtomicU64::new(0);

    let id = LAST_ID.fetch_add(1, Ordering::Relaxed) + 1;
    let (method, path) = (request.method(), request.uri().path());
    let span = info_span!("request", id, %method, path);
    let answer = async {
        let response = next.run(request).await;
        info!(status = response.status().as_u16(), "answered");
        response
    };
    answer.instrument(span).await
}
