//! A crate that depends on `ensure-future` under another name.

use super::package::check;

const SOURCE: &str = r"
use tasks::{Task, accepts_awaitable};

#[accepts_awaitable]
pub fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

pub struct Pool;

#[accepts_awaitable]
impl Pool {
    pub async fn value(&self, task: Task<u8>) -> Option<u8> {
        task.await.ok()
    }

    pub fn factory(&self, make: impl Fn() -> Task<u8>) -> Task<u8> {
        make()
    }
}

#[accepts_awaitable(as = SchedulerExt)]
pub trait Scheduler {
    #[accepts_awaitable(as = schedule)]
    fn schedule_task(&self, task: Task<u8>);
}
";

#[test]
fn each_attribute_is_told_once_that_the_crate_is_not_found() {
    let reported = check("renamed", "2024", SOURCE);
    let lines = SOURCE.lines().zip(1..);
    let annotated = lines.filter(|(line, _)| line.starts_with("#[accepts_awaitable"));
    let message = "error[E0433]: cannot find `ensure_future` in the crate root";
    let expected = annotated.map(|(_, line)| format!("src/lib.rs:{line}:1: {message}"));
    let expected: Vec<_> = expected.collect();
    assert_eq!(expected.len(), 3);

    let (last, errors) = reported.split_last().expect("it does not compile");
    let summary = "error: could not compile `renamed`";
    assert!(last.starts_with(summary), "{reported:#?}");
    assert_eq!(errors.len(), expected.len(), "{reported:#?}");
    for (error, expected) in errors.iter().zip(expected) {
        assert!(error.starts_with(&expected), "{reported:#?}");
    }
}

#[test]
fn the_option_crate_is_the_fix() {
    let fixed = SOURCE
        .replace(
            "\n#[accepts_awaitable]",
            "\n#[accepts_awaitable(crate = tasks)]",
        )
        .replace("SchedulerExt)", "SchedulerExt, crate = tasks)");
    assert_eq!(check("renamed-fixed", "2024", &fixed), [] as [String; 0]);
}
