//! A process in which criterion measures one contender, since criterion prints more than the tables.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use criterion::{Criterion, SamplingMode};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use crate::children::Children;
use crate::found::{Flavour, Setting};
use crate::once::{current_thread, in_a_task};
use crate::table::real;
use crate::works::{self, Contender};

/// The first argument of such a process.
pub(crate) const COMMAND: &str = "timed";

/// The nanoseconds for each child: the median of several runs.
pub(crate) fn nanoseconds(contender: Contender, setting: Setting) -> f64 {
    let _ = fs::remove_dir_all(output()); // criterion would compare with an earlier run
    let executable = env::current_exe().expect("this has an executable");
    let numbers = [
        setting.flavour as usize,
        setting.children as usize,
        setting.count,
    ];
    let measured = Command::new(executable)
        .args([COMMAND, contender.id])
        .args(numbers.map(|number| number.to_string()))
        .output()
        .expect("this can be run again");
    assert!(
        measured.status.success(),
        "{}",
        String::from_utf8_lossy(&measured.stderr)
    );
    median(&output().join("group/run/new/estimates.json")) / real(setting.count)
}

/// Measures, and leaves criterion's estimates in the output folder.
pub(crate) fn run(arguments: &[String]) {
    let [contender, flavour, children, count] = arguments else {
        panic!("a contender, its runtime, its children and how many, not {arguments:?}");
    };
    let number = |text: &String| text.parse::<usize>().expect("a number");
    let contender = works::find(contender).expect("a contender");
    let (children, count) = (Children::ALL[number(children)], number(count));
    let runtime = runtime(Flavour::ALL[number(flavour)]);
    let mut criterion = Criterion::default()
        .without_plots()
        .sample_size(10)
        .nresamples(2_000) // its confidence interval is not used
        .warm_up_time(Duration::from_millis(20))
        .measurement_time(Duration::from_millis(80))
        .output_directory(&output());
    let mut group = criterion.benchmark_group("group");
    group.sampling_mode(SamplingMode::Flat);
    group.bench_function("run", |bencher| {
        bencher.iter(|| in_a_task(&runtime, contender, children, count));
    });
    group.finish();
}

fn output() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("criterion")
}

fn runtime(flavour: Flavour) -> Runtime {
    match flavour {
        Flavour::CurrentThread => current_thread(),
        Flavour::TwoWorkers => {
            let runtime = Builder::new_multi_thread()
                .worker_threads(2)
                .enable_time()
                .build();
            runtime.expect("a runtime")
        }
    }
}

fn median(estimates: &Path) -> f64 {
    let found = fs::read_to_string(estimates).expect("criterion has written it down");
    let found: Value = serde_json::from_str(&found).expect("JSON");
    found["median"]["point_estimate"]
        .as_f64()
        .expect("nanoseconds")
}
