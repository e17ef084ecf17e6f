//! The drawing: panels of scenarios, with a lane for each task and a bar for each coroutine.

use std::iter;
use std::time::Duration;

use super::record::{Coroutine, End, Recording};
use super::scenarios::{Panel, Scenario};
use super::svg::Svg;

/// The width in pixels of the unscaled picture.
const WIDTH: u32 = 900;
/// The gap between panels, and inside of them.
const GAP: u32 = 20;
/// The width of the column that names the task of a lane.
const LABEL: u32 = 54;
/// The free space at the end of a lane, for the sign of its end.
const AFTER: u32 = 82;
/// The height of a bar.
const BAR: u32 = 24;

/// Draws the panels: the first in full width, the others in pairs.
pub(crate) fn draw(panels: &[Panel]) -> String {
    let mut page = Svg::default();
    page.text("title", [GAP, 36], "What runs when");
    legend(&mut page, [GAP, 66]);
    let mut y = 90;
    let (first, others) = panels.split_at(1);
    for row in iter::once(first).chain(others.chunks(2)) {
        let columns = u32::try_from(row.len()).expect("one or two");
        let width = (WIDTH - GAP * (columns + 1)) / columns;
        let axis = Axis::new(row, width);
        let drawn: Vec<_> = row.iter().map(|panel| draw_panel(panel, &axis)).collect();
        let height = drawn.iter().map(|(_, height)| *height).max().unwrap_or(0);
        let mut x = GAP;
        for (picture, _) in &drawn {
            page.rectangle("panel", [x, y, width, height]);
            page.place([x, y], picture);
            x += width + GAP;
        }
        y += height + GAP;
    }
    let mut whole = Svg::default();
    whole.rectangle("page", [0, 0, WIDTH, y]);
    whole.place([0, 0], &page);
    whole.document([WIDTH, y], "What runs when")
}

fn legend(page: &mut Svg, [mut x, y]: [u32; 2]) {
    page.rectangle("created", [x, y - 13, 32, 18]);
    page.text("note", [x + 40, y], "created, not started");
    x += 200;
    page.rectangle("running", [x, y - 13, 32, 18]);
    for tick in [x + 10, x + 21] {
        page.line("poll", [tick, y + 1], [tick, y + 5]);
    }
    page.text("note", [x + 40, y], "running, with a tick for each poll");
    x += 290;
    for end in [End::Value, End::Failed, End::Cancelled] {
        let word = sign(page, end, [x + 7, y - 4]);
        page.text("note", [x + 20, y], word);
        x += 104;
    }
}

/// Returns the picture and its height.
fn draw_panel(panel: &Panel, axis: &Axis) -> (Svg, u32) {
    let mut picture = Svg::default();
    picture.text("heading", [GAP, 30], panel.title);
    let mut y = 42;
    for note in panel.notes {
        picture.text("note", [GAP, y + 10], note);
        y += 18;
    }
    for scenario in &panel.scenarios {
        y = draw_scenario(&mut picture, scenario, axis, y);
    }
    for second in 0..=axis.seconds {
        let text = if second == 0 {
            "0 s"
        } else {
            &second.to_string()
        };
        picture.text(
            "axis",
            [axis.x(Duration::from_secs(second.into())), y],
            text,
        );
    }
    (picture, y + 14)
}

/// The positions of the times of a panel.
struct Axis {
    seconds: u32,
    per_second: u32,
}

impl Axis {
    const LEFT: u32 = GAP + LABEL;

    /// Makes room for the longest scenario of the panels that stand side by side.
    fn new(row: &[Panel], width: u32) -> Self {
        let scenarios = row.iter().flat_map(|panel| &panel.scenarios);
        let lengths = scenarios.map(|scenario| scenario.recording.length());
        let length = lengths.max().unwrap_or_default();
        let seconds = u32::try_from(length.as_secs()).expect("some seconds");
        let per_second = (width - Self::LEFT - AFTER) / seconds;
        Self {
            seconds,
            per_second,
        }
    }

    fn x(&self, at: Duration) -> u32 {
        let millis = u32::try_from(at.as_millis()).expect("some seconds");
        Self::LEFT + millis * self.per_second / 1000
    }
}

/// Draws a scenario, and returns where it ends.
fn draw_scenario(picture: &mut Svg, scenario: &Scenario, axis: &Axis, y: u32) -> u32 {
    picture.text("code", [GAP, y + 20], scenario.code);
    picture.text("note", [GAP, y + 38], scenario.note);
    let (marks, top) = (y + 60, y + 68);

    let tasks = scenario.recording.tasks();
    let bottom = tasks.iter().fold(top, |y, task| y + lane_height(task) + 6);
    for second in 0..=axis.seconds {
        let x = axis.x(Duration::from_secs(second.into()));
        picture.line("grid", [x, top], [x, bottom]);
    }
    draw_marks(picture, &scenario.recording, axis, [marks, bottom]);
    let mut y = top;
    for (task, number) in tasks.iter().zip(1..) {
        picture.text("label", [GAP, y + 16], &format!("task {number}"));
        draw_task(picture, task, axis, y);
        y += lane_height(task) + 6;
    }
    bottom + 14
}

/// Draws the caller's actions at their times, with lines down to the lanes.
fn draw_marks(picture: &mut Svg, recording: &Recording, axis: &Axis, [top, bottom]: [u32; 2]) {
    for simultaneous in recording.marks.chunk_by(|one, other| one.at == other.at) {
        let x = axis.x(simultaneous[0].at);
        let texts: Vec<_> = simultaneous.iter().map(|mark| mark.text).collect();
        picture.text("event", [x, top], &texts.join(", "));
        picture.line("mark", [x, top + 4], [x, bottom]);
    }
}

/// The height of a lane: a row for the spawned coroutine, and one for each that it awaits in place.
fn lane_height(task: &[&Coroutine]) -> u32 {
    let inner = u32::try_from(task.len()).expect("a few") - 1;
    if inner == 0 {
        BAR
    } else {
        BAR + inner * (BAR + 4)
    }
}

fn draw_task(picture: &mut Svg, task: &[&Coroutine], axis: &Axis, y: u32) {
    let (outer, inner) = task.split_first().expect("each task has a coroutine");
    draw_bar(picture, outer, axis, y, lane_height(task));
    for (coroutine, row) in inner.iter().zip(1..) {
        draw_bar(picture, coroutine, axis, y + row * (BAR + 4) - 4, BAR);
    }
}

fn draw_bar(picture: &mut Svg, coroutine: &Coroutine, axis: &Axis, y: u32, height: u32) {
    let created = axis.x(coroutine.created);
    let (end, how) = coroutine.end.expect("each coroutine ends");
    let end = axis.x(end);
    let start = coroutine.polls.first().map_or(end, |&poll| axis.x(poll));
    if created < start {
        picture.rectangle("created", [created, y, start - created, height]);
    }
    if start < end {
        let class = if coroutine.name == "caller" {
            "caller"
        } else {
            "running"
        };
        picture.rectangle(class, [start, y, end - start, height]);
        picture.text("name", [start + 8, y + 16], coroutine.name);
    }
    for poll in &coroutine.polls {
        let x = axis.x(*poll);
        picture.line("poll", [x, y + height - 4], [x, y + height]);
    }
    let word = sign(picture, how, [end, y + BAR / 2]);
    if how != End::Value {
        picture.text("label", [end + 13, y + 16], word);
    }
}

/// Draws the end of a coroutine, and returns the word for it.
fn sign(picture: &mut Svg, end: End, middle: [u32; 2]) -> &'static str {
    let (class, path) = match end {
        End::Value => ("returned", "M-3.5 0l2.5 3l4.5-5.5"),
        End::Failed => ("failed", "M-3-3l6 6m0-6l-6 6"),
        End::Cancelled => ("cancelled", "M-3.5 0h7"),
    };
    picture.sign(class, middle, path);
    class
}
