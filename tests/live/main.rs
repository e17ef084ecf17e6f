//! Scenarios that leave the same traces here and in asyncio, for example with `gather`.
//!
//! `scenarios.py` holds the same scenarios as `scenarios.rs`. Their traces are in `traces.txt`, which `.ci/run`
//! compares with Python's own traces if there is a Python 3.13.

mod scenarios;
mod trace;

use ensure_future::Runner;

use crate::scenarios::SCENARIOS;
use crate::trace::{begin, end};

#[test]
fn every_scenario_leaves_the_trace_that_asyncio_leaves() {
    let mut expected = include_str!("traces.txt").to_owned();
    for (name, scenario) in SCENARIOS {
        let mut runner = Runner::new().unwrap();
        runner.run(async {
            tokio::time::pause();
            begin();
            scenario().await;
        });
        drop(runner); // the drop may leave traces, too
        let here = format!("{name}\n{}", end());
        let Some(others) = expected.strip_prefix(&here) else {
            panic!("here:\n{here}\nasyncio, and what follows:\n{expected}");
        };
        expected = others.to_owned();
    }
    assert_eq!(expected, "", "these scenarios are missing here");
}
