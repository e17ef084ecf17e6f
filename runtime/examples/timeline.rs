//! Draws which tasks ran when, as an SVG.
//!
//! ```text
//! cargo run --example timeline > timeline.svg
//! cargo run --example timeline -- timeline.svg
//! ```
//!
//! What to look at: `scenarios` runs each scenario on tokio's paused clock, `record` wraps its coroutines to note when
//! and in which task they are polled, and `draw` draws the notes. So the picture shows what really happened. In the
//! first three scenarios, `takes_task` and `takes_future` differ only in their declarations.

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
