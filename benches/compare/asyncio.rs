//! The same works in asyncio and uvloop.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::children::Children;
use crate::found::{Flavour, Found, Setting};
use crate::table::{Goals, Table, whole};
use crate::works::{FLOOR, Work, cancel, completion, gather, group, one};

/// The number of children of a work.
pub(crate) const COUNT: usize = 10_000;

/// The works that are compared, and the goal for each: how many times faster it should be.
const WORKS: [(&Work, f64); 8] = [
    (&one::COERCE_TASK, 5.0),
    (&one::SPAWN, 5.0),
    (&gather::GATHER, 9.0),
    (&completion::AS_COMPLETED, 5.0),
    (&completion::WAIT, 5.0),
    (&group::GROUP_WITH_VALUES, 5.0),
    (&cancel::ONE, 5.0),
    (&cancel::MANY, 5.0),
];

/// The nanoseconds for each child, by work and by contender.
type ByWork = BTreeMap<String, BTreeMap<String, f64>>;

pub(crate) fn compare(times: &Found, goals: &mut Goals) {
    let Some(python) = python() else {
        println!("There is no Python 3.13 here with a uvloop to compare with.\n");
        return;
    };
    let mut table = Table::new(&[
        "",
        "children",
        "only spawned",
        "ensure-future",
        "best in Python",
        "is",
        "times as fast",
        "goal",
    ]);
    for (children, yields) in [(Children::AtOnce, "0"), (Children::AfterOneYield, "1")] {
        let setting = Setting {
            flavour: Flavour::CurrentThread,
            children,
            count: COUNT,
        };
        let Some(floor) = times.least(FLOOR.ours, setting) else {
            continue; // a quick run leaves it out
        };
        let in_python = in_python(&python, yields);
        for (work, goal) in WORKS {
            let ways = in_python[work.name].iter();
            let (way, best) = ways.min_by(|a, b| a.1.total_cmp(b.1)).expect("a way");
            let ours = times.least(work.ours, setting).expect("it was measured");
            let factor = best / ours;
            let name = format!("{}, {children}, beside {way}", work.name);
            let goal = goals.times_as_fast(goal, factor, &name);
            let children = children.to_string();
            let [floor, ours, best] = [floor, ours, *best].map(whole);
            table.row(&[
                work.name,
                &children,
                &floor,
                &ours,
                &best,
                way,
                &format!("{factor:.1}"),
                &goal,
            ]);
        }
    }
    table.print("Nanoseconds beside asyncio");
}

/// A Python 3.13 with uvloop, in the target directory.
fn python() -> Option<PathBuf> {
    let environment = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python");
    let python = environment.join("bin/python");
    let has_uvloop = || Command::new(&python).args(["-c", "import uvloop"]).output();
    if has_uvloop().is_ok_and(|output| output.status.success()) {
        return Some(python);
    }
    let made = pythons().into_iter().any(|python| {
        let made = Command::new(python)
            .args(["-m", "venv"])
            .arg(&environment)
            .output();
        made.is_ok_and(|output| output.status.success())
    });
    let install = ["-m", "pip", "install", "--quiet", "uvloop"];
    let installed = made && Command::new(&python).args(install).status().ok()?.success();
    installed.then_some(python)
}

/// The places where a Python 3.13 may be.
fn pythons() -> Vec<PathBuf> {
    let pyenv = env::var_os("PYENV_ROOT").map(PathBuf::from);
    let pyenv = pyenv.or_else(|| Some(Path::new(&env::var_os("HOME")?).join(".pyenv")));
    let versions = pyenv.and_then(|pyenv| fs::read_dir(pyenv.join("versions")).ok());
    let versions = versions
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    let is_3_13 = |path: &PathBuf| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("3.13"))
    };
    let pythons = versions
        .filter(is_3_13)
        .map(|version| version.join("bin/python"));
    [PathBuf::from("python3.13")]
        .into_iter()
        .chain(pythons)
        .collect()
}

fn in_python(python: &Path, yields: &str) -> ByWork {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("compare/scenarios.py");
    let mut command = Command::new(python);
    let output = command
        .arg(script)
        .args([&COUNT.to_string(), yields, "3"])
        .output();
    let output = output.expect("Python runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("JSON")
}
