//! The recorder: it wraps coroutines, and notes when and in which task each is created, polled and done.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll};
use std::time::Duration;

use ensure_future::current_task;
use tokio::task::Id;
use tokio::time::Instant;

/// What every recorded coroutine returns.
pub(crate) type Outcome = Result<(), Failed>;

/// A failure. The picture does not say more about it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Failed;

/// Everything that happened in a scenario. All times count from its beginning.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recording {
    /// Sorted by creation.
    pub(crate) coroutines: Vec<Coroutine>,
    /// Sorted by time.
    pub(crate) marks: Vec<Mark>,
}

impl Recording {
    /// Returns the coroutines of each task, sorted by creation. The first was spawned; the others were awaited in
    /// place. A coroutine that never ran is listed alone.
    pub(crate) fn tasks(&self) -> Vec<Vec<&Coroutine>> {
        let mut tasks: Vec<Vec<&Coroutine>> = Vec::new();
        for coroutine in &self.coroutines {
            let of_same_task = |task: &&mut Vec<&Coroutine>| {
                coroutine.task.is_some() && task[0].task == coroutine.task
            };
            match tasks.iter_mut().find(of_same_task) {
                Some(task) => task.push(coroutine),
                None => tasks.push(vec![coroutine]),
            }
        }
        tasks
    }

    /// Returns when the last coroutine ended.
    pub(crate) fn length(&self) -> Duration {
        let ends = self.coroutines.iter().filter_map(|coroutine| coroutine.end);
        ends.map(|(at, _)| at).max().unwrap_or_default()
    }
}

/// The life of a coroutine.
#[derive(Clone, Debug)]
pub(crate) struct Coroutine {
    pub(crate) name: &'static str,
    pub(crate) created: Duration,
    /// The task that polled it.
    pub(crate) task: Option<Id>,
    pub(crate) polls: Vec<Duration>,
    pub(crate) end: Option<(Duration, End)>,
}

/// How a coroutine ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The coroutine returned `Ok`.
    Value,
    /// The coroutine returned an `Err` or panicked.
    Failed,
    /// The coroutine was dropped before it was done.
    Cancelled,
}

/// An action of a task, such as a call.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub(crate) at: Duration,
    pub(crate) text: &'static str,
}

/// Records the notes. Clones share them.
#[derive(Clone)]
pub(crate) struct Recorder {
    begin: Instant,
    recording: Arc<Mutex<Recording>>,
}

impl Recorder {
    /// Begins a recording at the current time of tokio's clock.
    pub(crate) fn new() -> Self {
        Self {
            begin: Instant::now(),
            recording: Arc::default(),
        }
    }

    /// Creates a recorded coroutine.
    pub(crate) fn watch(
        &self,
        name: &'static str,
        coroutine: impl Future<Output = Outcome> + Send + 'static,
    ) -> Watched {
        let created = self.now();
        let coroutines = &mut self.notes().coroutines;
        coroutines.push(Coroutine {
            name,
            created,
            task: None,
            polls: Vec::new(),
            end: None,
        });
        Watched {
            recorder: self.clone(),
            index: coroutines.len() - 1,
            is_polled: false,
            coroutine: Box::pin(coroutine),
        }
    }

    /// Notes an action at the current time.
    pub(crate) fn mark(&self, text: &'static str) {
        let at = self.now();
        self.notes().marks.push(Mark { at, text });
    }

    /// Returns all notes so far.
    pub(crate) fn recording(&self) -> Recording {
        self.notes().clone()
    }

    fn now(&self) -> Duration {
        self.begin.elapsed()
    }

    fn notes(&self) -> MutexGuard<'_, Recording> {
        self.recording.lock().expect("no panic under the lock")
    }
}

/// A recorded coroutine.
#[must_use = "a coroutine does nothing unless it is awaited or spawned"]
pub(crate) struct Watched {
    recorder: Recorder,
    /// The index of its notes.
    index: usize,
    /// Whether it is inside a poll. A drop during a poll is a panic.
    is_polled: bool,
    coroutine: Pin<Box<dyn Future<Output = Outcome> + Send>>,
}

impl Watched {
    fn note(&self, note: impl FnOnce(&mut Coroutine, Duration)) {
        let now = self.recorder.now();
        note(&mut self.recorder.notes().coroutines[self.index], now);
    }

    fn end(&self, end: End) {
        self.note(|life, now| {
            life.end.get_or_insert((now, end));
        });
    }
}

impl Future for Watched {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        self.note(|life, now| {
            life.polls.push(now);
            life.task = current_task();
        });
        self.is_polled = true;
        let poll = self.coroutine.as_mut().poll(context);
        self.is_polled = false;
        if let Poll::Ready(outcome) = poll {
            self.end(match outcome {
                Ok(()) => End::Value,
                Err(Failed) => End::Failed,
            });
        }
        poll
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.end(if self.is_polled {
            End::Failed
        } else {
            End::Cancelled
        });
    }
}
