//! The growth of machine code and compile time. Separate scripts measure it, print their tables, and save the data that
//! is drawn here.

use std::path::Path;
use std::process::Command;

use plotters::chart::SeriesLabelPosition;

use crate::plot::{self, Plot, saved};
use crate::table::Goals;

pub(crate) fn measure(goals: &mut Goals) {
    for script in ["size/measure.py", "compile/measure.py"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(script);
        let status = Command::new("python3").arg(path).status();
        let has_met_all = status.is_ok_and(|status| status.success());
        goals.check(has_met_all, "", &format!("what {script} says"));
    }
}

pub(crate) fn draw() {
    let check = Plot {
        title: "Time to check a crate",
        x: "annotated functions",
        y: "seconds",
        legend: SeriesLabelPosition::UpperLeft,
        lines: saved("functions.json"),
    };
    let text = Plot {
        title: "Machine code of a program",
        x: "call sites",
        y: "bytes of .text",
        legend: SeriesLabelPosition::UpperLeft,
        lines: saved("call-sites.json"),
    };
    plot::draw("compilation.svg", &[check, text]);
}
