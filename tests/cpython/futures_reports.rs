//! Failures whose results nobody reads, and their reports.
//!
//! In asyncio, an exception that was never read is logged when its future is collected. Here, an `Err` is a value, and
//! the panic hook sees a panic at once, whether or not somebody reads the result.

use std::cell::RefCell;
use std::panic;
use std::sync::{Arc, Once};

use ensure_future::{create_named_task, create_task, current_task, promise, task_name};
use tokio::task::yield_now;

use support::{let_others_run, on_current_thread, panic_of, text};

/// What the panic hook sees of a panic, and its task.
#[derive(Debug, PartialEq)]
struct Report {
    message: String,
    file: String,
    line: u32,
    task: Option<Arc<str>>,
}

thread_local! {
    static REPORTS: RefCell<Option<Vec<Report>>> = const { RefCell::new(None) };
}

/// Runs something, and returns what was reported on this thread.
fn reports_of(test: impl Future<Output = ()>) -> Vec<Report> {
    record_reports();
    REPORTS.set(Some(Vec::new()));
    on_current_thread(async {
        test.await;
        let_others_run().await;
    });
    REPORTS.take().expect("nobody else takes them")
}

/// Installs, once for the whole process, a hook that records every panic and passes it on.
fn record_reports() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        // Install the hook for expected panics first, so that neither hook overwrites the other.
        panic_of(|| panic!("expected"));
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let location = info.location().expect("rustc always gives one");
            REPORTS.with_borrow_mut(|reports| {
                if let Some(reports) = reports {
                    reports.push(Report {
                        message: text(info.payload()).to_owned(),
                        file: location.file().to_owned(),
                        line: location.line(),
                        task: current_task().and_then(task_name),
                    });
                }
            });
            others(info);
        }));
    });
}

const LINE_OF_BOOM: u32 = line!() + 4;

async fn boom() {
    yield_now().await;
    panic!("boom");
}

/// CPython's `test_futures::test_tb_logger_abandoned`.
#[test]
fn nothing_is_reported_of_a_promise_that_is_dropped() {
    let reports = reports_of(async {
        let (resolver, task) = promise::<u8>();
        drop(task);
        let_others_run().await;
        drop(resolver);

        let (resolver, task) = promise::<u8>();
        drop(resolver);
        let_others_run().await;
        drop(task);
    });
    assert_eq!(reports, []);
}

/// CPython's `test_futures::test_tb_logger_not_called_after_cancel`.
#[test]
fn nothing_is_reported_of_a_failure_that_was_cancelled() {
    let reports = reports_of(async {
        let (resolver, task) = promise();
        resolver.resolve(Err::<u8, _>("failed")).unwrap();
        task.cancel();
        drop(task);
    });
    assert_eq!(reports, []);
}

/// CPython's `test_futures::test_tb_logger_result_unretrieved`.
/// CPython's `test_futures::test_tb_logger_result_retrieved`.
#[test]
fn nothing_is_reported_of_a_value() {
    let reports = reports_of(async {
        let (resolver, task) = promise();
        resolver.resolve(42).unwrap();
        drop(task);

        let (resolver, task) = promise();
        resolver.resolve(42).unwrap();
        task.await.unwrap();
    });
    assert_eq!(reports, []);
}

/// CPython's `test_futures::test_tb_logger_exception_unretrieved`.
/// CPython's `test_futures::test_tb_logger_exception_retrieved`.
/// CPython's `test_futures::test_tb_logger_exception_result_retrieved`.
#[test]
fn nothing_is_reported_of_an_err() {
    let reports = reports_of(async {
        let (resolver, task) = promise();
        resolver.resolve(Err::<u8, _>("boom")).unwrap();
        drop(task);

        let (resolver, task) = promise();
        resolver.resolve(Err::<u8, _>("boom")).unwrap();
        assert_eq!(task.await.unwrap(), Err("boom"));
    });
    assert_eq!(reports, []);
}

/// CPython's `test_futures::test_tb_logger_exception_unretrieved`.
/// CPython's `test_futures::test_future_exception_never_retrieved`.
/// CPython's `test_futures::test_future_exception_never_retrieved_debug`.
#[test]
fn a_panic_that_nobody_reads_is_reported_with_its_place() {
    let reports = reports_of(async { drop(create_task(boom())) });
    let report = Report {
        message: "boom".to_owned(),
        file: file!().to_owned(),
        line: LINE_OF_BOOM,
        task: None,
    };
    assert_eq!(reports, [report]);
}

/// CPython's `test_futures::test_tb_logger_exception_result_retrieved`.
#[test]
fn a_panic_that_is_read_is_reported_once_too() {
    let reports = reports_of(async {
        let shared = create_task(boom()).shared();
        for _ in 0..2 {
            assert!((&shared).await.unwrap_err().is_panic());
        }
    });
    assert_eq!(reports.len(), 1);
}

/// CPython's `test_futures2::test_task_exc_handler_correct_context`.
#[test]
fn the_hook_sees_the_task_that_panics() {
    let reports = reports_of(async { drop(create_named_task("bar", boom())) });
    let names: Vec<_> = reports
        .iter()
        .map(|report| report.task.as_deref())
        .collect();
    assert_eq!(names, [Some("bar")]);
}
