//! Very large items: the time that an expansion takes is proportional to their size.
//!
//! Generic parameters are an exception: each is looked up among all others. rustc's own time grows with the square of
//! their number, too.

use std::fs;
use std::time::{Duration, Instant};

use super::tokens;
use crate::expand::accepts_awaitable;

/// Options, and an item in which a part is repeated.
const PARTS: [(&str, &str, &str); 7] = [
    ("", "fn found(PARTS) {}", "parameterN: Task<u8>,"),
    (
        "on = spawner",
        "fn found(spawner: S, PARTS) {}",
        "parameterN: Task<u8>,",
    ),
    ("", "fn found(task: Task<u8>, PARTS) {}", "parameterN: u8,"),
    (
        "",
        "fn found(PARTS) {}",
        "(firstN, _): (Task<u8>, Task<u8>),",
    ),
    (
        "",
        "fn found(PARTS) {}",
        "#[awaitable] parameterN: impl Future<Output = ()>,",
    ),
    (
        "",
        "impl Found { PARTS }",
        "fn methodN(&self, task: Task<u8>) {}",
    ),
    (
        "",
        "fn found(task: Task<u8>) { PARTS }",
        "let variableN = (1 + f(2));",
    ),
];

/// Ten items take about as long as an item of ten times the size.
#[test]
fn the_time_is_proportional_to_the_size() {
    for (options, item, part) in PARTS {
        let item = |count: usize| {
            let parts = (0..count).map(|index| part.replace('N', &format!("{index}")));
            item.replace("PARTS", &parts.collect::<String>())
        };
        let (small, large) = (item(200), item(2000));
        let ten = time(10, options, &small).max(Duration::from_millis(10));
        let one = time(1, options, &large);
        assert!(one < 4 * ten, "{part}: {ten:?}, {one:?}"); // ten times, if the time were quadratic
    }
}

#[test]
fn ten_thousand_parameters_are_no_problem() {
    let parts = (0..10_000).map(|index| format!("parameter{index}: (u8, &str),"));
    let item = format!(
        "fn found(task: Task<u8>, {}) {{}}",
        parts.collect::<String>()
    );
    let expanded = accepts_awaitable(tokens(""), tokens(&item)).to_string();
    assert!(expanded.contains("parameter9999 : (u8 , & str) ,) {"));
    assert!(expanded.contains(", parameter9998 , parameter9999)"));
}

#[test]
fn a_megabyte_of_body_is_no_problem() {
    let body = "let x = match [1, 2] { [a, b] => a + b };".repeat(25_000);
    let item = format!("fn found(&self, task: Task<u8>) {{ {body} }}");
    let expanded = accepts_awaitable(tokens(""), tokens(&item)).to_string();
    assert!(expanded.contains(&tokens(&body).to_string()));
}

/// The time that this number of expansions takes.
fn time(count: usize, options: &str, item: &str) -> Duration {
    let (options, item) = (tokens(options), tokens(item));
    let (begin, clock) = (time_on_cpu(), Instant::now());
    for _ in 0..count {
        drop(accepts_awaitable(options.clone(), item.clone()));
    }
    let (end, passed) = (time_on_cpu(), clock.elapsed());
    begin
        .zip(end)
        .map_or(passed, |(begin, end)| end.saturating_sub(begin))
}

/// The CPU time of this thread, if the system is Linux. It does not depend on other processes.
fn time_on_cpu() -> Option<Duration> {
    let statistics = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = statistics.split(' ').next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}
