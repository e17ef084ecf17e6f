//! tokio's tasks as tokio-console sees them: by the spans that tokio creates under `--cfg tokio_unstable`.

#![cfg(tokio_unstable)]

use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use ensure_future::{Task, accepts_awaitable, create_named_task, create_task, run};
use tracing::Subscriber;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::subscriber::with_default;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::Registry;

/// The fields of the spans of tasks.
#[derive(Clone, Default)]
struct Tasks(Arc<Mutex<Vec<Fields>>>);

#[derive(Default)]
struct Fields(HashMap<&'static str, String>);

impl<S: Subscriber> Layer<S> for Tasks {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        if attributes.metadata().name() == "runtime.spawn" {
            let mut fields = Fields::default();
            attributes.record(&mut fields);
            if fields.0["kind"] == "task" {
                self.0.lock().unwrap().push(fields); // a task, not a `block_on`
            }
        }
    }
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

/// Runs a test, and returns this field of all tasks that the test has created.
fn field_of_tasks(field: &str, test: impl Future<Output = ()>) -> Vec<Option<String>> {
    let tasks = Tasks::default();
    with_default(Registry::default().with(tasks.clone()), || run(test));
    let tasks = tasks.0.lock().unwrap();
    let fields = tasks
        .iter()
        .map(|Fields(fields)| fields.get(field).cloned());
    fields.collect()
}

#[test]
fn a_named_task_shows_its_name() {
    let names = field_of_tasks("task.name", async {
        create_named_task("heartbeat", async {}).await.unwrap();
        create_task(async {}).await.unwrap();
    });
    assert_eq!(names[0].as_deref(), Some("heartbeat"));
    assert_eq!(names[1].as_deref(), Some(""));
}

#[accepts_awaitable]
fn keep<T>(task: Task<T>) -> Task<T> {
    task
}

#[test]
fn a_task_shows_the_callers_line() {
    let mut lines = Vec::new();
    let shown = field_of_tasks("loc.line", async {
        lines.push(line!() + 1);
        create_task(async {}).await.unwrap();
        lines.push(line!() + 1);
        create_named_task("named", async {}).await.unwrap();
        lines.push(line!() + 1);
        keep(async {}).await.unwrap();
    });
    let lines: Vec<_> = lines.iter().map(|line| Some(line.to_string())).collect();
    assert_eq!(shown, lines);
}
