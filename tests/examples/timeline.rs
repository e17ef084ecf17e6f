//! The example `timeline`: the picture, and the facts that the picture shows.

use std::path::Path;
use std::process::Command;
use std::time::Duration;
use std::{env, fs};

use ensure_future::{Runner, create_task};

use self::record::{Coroutine, End, Outcome, Recorder, Recording};

#[path = "../../runtime/examples/timeline/draw.rs"]
mod draw;
#[path = "../../runtime/examples/timeline/record.rs"]
mod record;
#[path = "../../runtime/examples/timeline/scenarios.rs"]
mod scenarios;
#[path = "../../runtime/examples/timeline/svg.rs"]
mod svg;

const PICTURE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../runtime/examples/timeline/timeline.svg"
);

/// After a change, `UPDATE=1` writes the picture.
#[test]
fn the_readme_shows_what_the_example_draws() {
    let picture = draw::draw(&scenarios::panels());
    if env::var_os("UPDATE").is_some() {
        fs::write(PICTURE, &picture).unwrap();
    }
    assert!(
        fs::read_to_string(PICTURE).unwrap() == picture,
        "run it with UPDATE=1"
    );

    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let pictures = readme.split("![").skip(1).map(|image| {
        let (_, link) = image.split_once("](").unwrap();
        let (link, _) = link.split_once(')').unwrap();
        fs::read_to_string(root.join(link)).unwrap()
    });
    assert!(pictures.into_iter().any(|shown| shown == picture));
}

#[test]
fn the_example_prints_the_picture_or_writes_it_to_a_path() {
    let example = crate::build("timeline");
    let picture = fs::read(PICTURE).unwrap();
    let output = Command::new(&example).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(output.stdout == picture);

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("timeline.svg");
    let output = Command::new(&example).arg(&path).output().unwrap();
    assert!(
        output.status.success() && output.stdout.is_empty(),
        "{output:?}"
    );
    assert!(fs::read(path).unwrap() == picture);
}

/// Returns what happens when the code of a scenario runs.
fn run(code: &str) -> Recording {
    let mut scenarios = scenarios::panels()
        .into_iter()
        .flat_map(|panel| panel.scenarios);
    scenarios
        .find(|scenario| scenario.code == code)
        .unwrap()
        .recording
}

/// All times are in milliseconds.
impl Recording {
    fn coroutine(&self, name: &str) -> &Coroutine {
        self.coroutines
            .iter()
            .find(|coroutine| coroutine.name == name)
            .unwrap()
    }

    fn at(&self, mark: &str) -> u128 {
        self.marks
            .iter()
            .find(|each| each.text == mark)
            .unwrap()
            .at
            .as_millis()
    }
}

impl Coroutine {
    fn created(&self) -> u128 {
        self.created.as_millis()
    }

    fn started(&self) -> u128 {
        self.polls[0].as_millis()
    }

    fn ended(&self) -> (u128, End) {
        let (at, end) = self.end.unwrap();
        (at.as_millis(), end)
    }
}

#[test]
fn a_coroutine_that_is_passed_starts_with_the_call_in_a_task_of_its_own() {
    let recording = run("takes_task(work())");
    let (caller, work) = (recording.coroutine("caller"), recording.coroutine("work"));
    assert_eq!((work.created(), work.started()), (0, 1000));
    assert_eq!((recording.at("call"), recording.at("await")), (1000, 2000));
    assert!(work.task.is_some());
    assert_ne!(work.task, caller.task);
    assert_eq!(work.ended(), (3000, End::Value));
    assert_eq!(caller.ended(), (3000, End::Value));
}

#[test]
fn a_task_that_is_passed_was_running_before_the_call() {
    let recording = run("takes_task(create_task(work()))");
    let (caller, work) = (recording.coroutine("caller"), recording.coroutine("work"));
    assert_eq!((work.started(), recording.at("call")), (0, 1000));
    assert!(work.task.is_some());
    assert_ne!(work.task, caller.task);
    assert_eq!(recording.tasks().len(), 2, "it is in no third task");
    assert_eq!(caller.ended(), (2000, End::Value));
}

#[test]
fn a_future_in_place_starts_with_the_await_in_the_callers_task() {
    let recording = run("takes_future(work())");
    let (caller, work) = (recording.coroutine("caller"), recording.coroutine("work"));
    assert_eq!((recording.at("call"), recording.at("await")), (1000, 2000));
    assert_eq!((work.created(), work.started()), (0, 2000));
    assert!(work.task.is_some());
    assert_eq!(work.task, caller.task);
    assert_eq!(caller.ended(), (4000, End::Value));
}

#[test]
fn a_coroutine_is_polled_when_its_timer_wakes_it() {
    let recording = run("takes_task(work())");
    let polls: Vec<_> = recording
        .coroutine("work")
        .polls
        .iter()
        .map(Duration::as_millis)
        .collect();
    assert_eq!(polls, [1000, 1500, 2000, 2500, 3000]);
}

#[test]
fn gather_lets_all_end() {
    let recording = run("gather([fetch(), parse(), upload()])");
    let ends = ["fetch", "parse", "upload", "caller"].map(|name| recording.coroutine(name).ended());
    assert_eq!(
        ends,
        [
            (3000, End::Value),
            (1000, End::Failed),
            (3000, End::Value),
            (3000, End::Value)
        ]
    );
}

#[test]
fn a_group_cancels_the_others_and_waits_for_a_clean_up() {
    let recording = run("group.create_task(fetch()) ..; group.join()");
    let ends = ["fetch", "parse", "upload", "caller"].map(|name| recording.coroutine(name).ended());
    assert_eq!(
        ends,
        [
            (1000, End::Cancelled),
            (1000, End::Failed),
            (2000, End::Value),
            (2000, End::Failed)
        ]
    );
    assert_eq!(recording.coroutine("clean up").started(), 1000);
    assert_eq!(
        recording.coroutine("clean up").task,
        recording.coroutine("upload").task
    );
}

#[test]
fn a_limit_cancels_and_waits_for_a_clean_up() {
    let recording = run("wait_for(work(), 1 s)");
    assert_eq!(recording.coroutine("work").ended(), (1000, End::Cancelled));
    assert_eq!(recording.coroutine("caller").ended(), (1000, End::Failed));

    let recording = run("wait_for(graceful(work), 1 s)");
    assert_eq!(recording.at("cancel"), 1000);
    assert_eq!(recording.coroutine("work").ended(), (2000, End::Value));
    assert_eq!(recording.coroutine("caller").ended(), (2000, End::Value));
}

#[test]
fn a_shield_keeps_a_task_running() {
    let recording = run("timeout(1 s, create_task(save()))");
    assert_eq!(recording.coroutine("save").ended(), (1000, End::Cancelled));

    let recording = run("timeout(1 s, shield(save()))");
    assert_eq!(recording.coroutine("caller").ended(), (1000, End::Failed));
    assert_eq!(recording.coroutine("save").ended(), (3000, End::Value));
}

#[test]
fn a_panic_is_a_failure() {
    let mut runner = Runner::new().unwrap();
    let recording = runner.run(async {
        let recorder = Recorder::new();
        let panics = recorder.watch("panics", async { panic!("as it should") });
        create_task(panics).await.unwrap_err();
        recorder.recording()
    });
    assert_eq!(recording.coroutine("panics").ended().1, End::Failed);
}

#[test]
fn a_coroutine_that_never_ran_has_no_task() {
    let mut runner = Runner::new().unwrap();
    let recording = runner.run(async {
        let recorder = Recorder::new();
        let unused = || recorder.watch("unused", async { Outcome::Ok(()) });
        drop([unused(), unused()]);
        recorder.recording()
    });
    assert_eq!(recording.tasks().len(), 2);
    assert_eq!(recording.coroutine("unused").ended().1, End::Cancelled);
}
