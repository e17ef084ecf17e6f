//! Failures: each is printed at once, with the options that repeat its round.

use std::backtrace::Backtrace;
use std::fmt::Display;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{panic, thread};

use crate::faults::Injected;

/// Further failures are only counted: one bug fails many checks.
const PRINTED: usize = 10;

static FAILURES: AtomicUsize = AtomicUsize::new(0);
/// The backtrace of the last injected panic on the main thread.
static LAST_ON_MAIN: Mutex<Option<Backtrace>> = Mutex::new(None);
static ROUND: Mutex<String> = Mutex::new(String::new());

/// Sets the description of the round that later failures belong to.
pub(crate) fn enter_round(description: String) {
    *ROUND.lock().unwrap() = description;
}

pub(crate) fn round() -> String {
    ROUND.lock().unwrap().clone()
}

pub(crate) fn fail(message: impl Display) {
    if FAILURES.fetch_add(1, Ordering::Relaxed) < PRINTED {
        eprintln!("soak: FAILED in {}: {message}", round());
    }
}

/// Fails if the condition does not hold.
pub(crate) fn check(holds: bool, message: impl FnOnce() -> String) {
    if !holds {
        fail(message());
    }
}

pub(crate) fn failures() -> usize {
    FAILURES.load(Ordering::Relaxed)
}

/// Fails because no task has caught a panic on the main thread. Each injected panic should end a single task.
pub(crate) fn fail_by_panic() {
    let backtrace = LAST_ON_MAIN.lock().unwrap().take();
    let backtrace = backtrace.map_or(String::new(), |backtrace| backtrace.to_string());
    fail(format_args!("no task has caught a panic\n{backtrace}"));
}

/// Keeps injected panics quiet. Every other panic is a failure.
pub(crate) fn watch_panics() {
    let show = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !info.payload().is::<Injected>() {
            fail("a panic that was not injected");
            show(info);
        } else if thread::current().name() == Some("main") {
            *LAST_ON_MAIN.lock().unwrap() = Some(Backtrace::force_capture());
        }
    }));
}
