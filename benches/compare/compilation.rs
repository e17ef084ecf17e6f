//! How do machine code and compile time grow? Scripts of their own find it out, which take long; this draws what they have saved.

use crate::plot::{self, Plot, saved};

pub(crate) fn draw() {
    let check = Plot {
        title: "Time to check a crate",
        x: "annotated functions",
        y: "seconds",
        lines: saved("functions.json"),
    };
    let text = Plot {
        title: "Machine code of a program",
        x: "call sites",
        y: "bytes of .text",
        lines: saved("call-sites.json"),
    };
    plot::draw("compilation.svg", &[check, text]);
}
