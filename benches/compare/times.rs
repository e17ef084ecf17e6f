//! How long does it take? criterion measures it, on both of tokio's flavours.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use criterion::{Criterion, SamplingMode};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use crate::asyncio;
use crate::children::Children;
use crate::found::{Flavour, Found, Setting};
use crate::once::{current_thread, in_a_task};
use crate::table::real;
use crate::works::{self, Contender, FLOOR, MANY_CHILDREN, ONE_BY_ONE, Work, gather};

/// How many children a work is given.
const COUNTS: [usize; 3] = [10, 10_000, LONG];

/// Between these, to see how it grows.
const MORE_COUNTS: [usize; 3] = [100, 1_000, 100_000];

/// With this many, each run is a long one, and not all are.
const LONG: usize = 1_000_000;

/// The nanoseconds that each child takes. In quick runs, children end after one yield, and only gather is given a
/// million.
pub(crate) fn measure(is_quick: bool) -> Found {
    let kinds: &[Children] = if is_quick {
        &[Children::AfterOneYield]
    } else {
        &Children::ALL
    };
    let mut found = Found::default();
    let mut stopwatch = Stopwatch::new(is_quick);
    for count in COUNTS {
        for &children in kinds {
            for flavour in Flavour::ALL {
                let mut works = vec![&FLOOR, &gather::GATHER];
                if count < LONG || (!is_quick && children == Children::AfterOneYield) {
                    works.extend(MANY_CHILDREN);
                }
                if flavour == Flavour::CurrentThread && count == asyncio::COUNT {
                    works.extend(ONE_BY_ONE);
                }
                let setting = Setting {
                    flavour,
                    children,
                    count,
                };
                stopwatch.compare(&works, setting, &mut found);
            }
        }
    }
    for count in MORE_COUNTS.into_iter().filter(|_| !is_quick) {
        let (flavour, children) = (Flavour::CurrentThread, Children::AfterOneYield);
        let setting = Setting {
            flavour,
            children,
            count,
        };
        stopwatch.compare(&[&gather::GATHER], setting, &mut found);
    }
    found
}

/// criterion, and where it writes down what it finds.
struct Stopwatch {
    criterion: Criterion,
    output: PathBuf,
    is_quick: bool,
    /// How many runs it has measured.
    runs: usize,
}

impl Stopwatch {
    fn new(is_quick: bool) -> Self {
        let output = Path::new(env!("CARGO_TARGET_TMPDIR")).join("criterion");
        let _ = fs::remove_dir_all(&output); // what another run has left is not to be compared
        let criterion = Criterion::default()
            .without_plots()
            .sample_size(10)
            .nresamples(2_000) // nobody looks at its confidence
            .warm_up_time(Duration::from_millis(20))
            .measurement_time(Duration::from_millis(80))
            .output_directory(&output)
            .configure_from_args();
        Self {
            criterion,
            output,
            is_quick,
            runs: 0,
        }
    }

    /// Measures all in turn, and in many short passes: this machine is faster for some seconds, and then slower again.
    fn compare(&mut self, works: &[&Work], setting: Setting, found: &mut Found) {
        let mut able = works::able(works.iter().copied(), setting.count);
        let passes = match setting.count {
            ..1_000 => 25,
            1_000..100_000 => 11,
            _ => 1,
        };
        let passes = if self.is_quick {
            passes / 3 + 1
        } else {
            passes
        };
        for _ in 0..passes {
            for &contender in &able {
                found.note(contender, setting, self.measure(contender, setting));
            }
            able.reverse(); // nobody is always the first
        }
    }

    /// The median of several runs.
    fn measure(&mut self, contender: Contender, setting: Setting) -> f64 {
        let Setting {
            flavour,
            children,
            count,
        } = setting;
        let runtime = runtime(flavour);
        self.runs += 1;
        let (run, name) = (self.runs.to_string(), "run"); // directories of these names
        println!("{}, {count} {children}, {flavour}", contender.name);
        let mut group = self.criterion.benchmark_group(&run);
        group.sampling_mode(SamplingMode::Flat);
        group.bench_function(name, |bencher| {
            bencher.iter(|| in_a_task(&runtime, contender, children, count));
        });
        group.finish();
        let estimates = self.output.join(run).join(name).join("new/estimates.json");
        median(&estimates) / real(count)
    }
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
