//! Crates of every edition.

use super::package::check;

const SOURCE: &str = r"
#![deny(warnings)]

extern crate tasks;

use tasks::{Task, accepts_awaitable};

#[accepts_awaitable(crate = tasks)]
pub fn cancel(task: Task<u8>, others: Vec<Task<u8>>, call: &dyn Fn(u8)) -> bool {
    call(1);
    task.cancel() && others.iter().all(|other| other.cancel())
}

#[accepts_awaitable(crate = tasks)]
pub fn raw(r#async: Task<u8>, r#gen: u8, r#try: u8) -> u8 {
    r#async.cancel();
    r#gen + r#try
}

pub struct Pool;

#[accepts_awaitable(crate = tasks, boxed)]
impl Pool {
    pub fn r#dyn(&self, r#await: Task<u8>, make: impl Fn() -> Task<u8>) -> Task<u8> {
        r#await.cancel();
        make()
    }
}

#[accepts_awaitable(as = SchedulerExt, crate = tasks)]
pub trait Scheduler {
    #[accepts_awaitable(as = schedule)]
    fn schedule_task(&self, r#gen: Task<u8>) -> bool {
        r#gen.cancel()
    }
}

impl Scheduler for Pool {}

pub fn call(task: Task<u8>) -> bool {
    let ready = std::future::ready;
    Pool.r#dyn(ready(1), || ready(2));
    raw(ready(1), 2, 3);
    Pool.schedule(task) && cancel(ready(1), vec![ready(2)], &|_| ())
}
";

/// In the editions before 2024, `gen` needs no `r#`.
#[test]
fn a_crate_of_any_edition_has_the_attribute() {
    for edition in ["2015", "2018", "2021", "2024"] {
        let source = match edition {
            "2024" => SOURCE.to_owned(),
            _ => SOURCE.replace("r#gen", "gen"),
        };
        let name = format!("edition-{edition}");
        assert_eq!(
            check(&name, edition, &source),
            [] as [String; 0],
            "{edition}"
        );
    }
}
