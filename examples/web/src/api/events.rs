//! The changes of all jobs, as server-sent events.

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};

use super::App;

/// Each event is a list of changed jobs; the first lists all jobs. The stream ends after the shutdown of the jobs.
pub(super) async fn events(
    State(app): State<App>,
) -> Sse<impl Stream<Item = Result<Event, axum::Error>>> {
    let events = stream::unfold(app.jobs.changes(), |mut changes| async {
        let jobs = changes.next().await?;
        Some((Event::default().json_data(jobs), changes))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}
