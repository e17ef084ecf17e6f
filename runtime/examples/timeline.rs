//! Draws which tasks ran when, as an SVG.
//!
//! ```text
//! cargo run --example timeline > timeline.svg
//! cargo run --example timeline -- timeline.svg
//! ```

use std::io::Write;
use std::{env, fs, io};

#[path = "timeline/draw.rs"]
mod draw;
#[path = "timeline/record.rs"]
mod record;
#[path = "timeline/scenarios.rs"]
mod scenarios;
#[path = "timeline/svg.rs"]
mod svg;

fn main() -> io::Result<()> {
    let picture = draw::draw(&scenarios::panels());
    match env::args_os().nth(1) {
        Some(path) => fs::write(path, picture),
        None => io::stdout().write_all(picture.as_bytes()),
    }
}
