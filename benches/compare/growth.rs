//! The growth of time and memory with the number of children, for each contender.

use plotters::chart::SeriesLabelPosition;

use crate::children::Children;
use crate::found::{Flavour, Found, Setting};
use crate::once::Once;
use crate::plot::{self, Lines, Plot};
use crate::table::real;
use crate::valgrind;
use crate::works::{Contender, Work, gather, pending};

const COUNTS: [usize; 6] = [10, 100, 1_000, 10_000, 100_000, 1_000_000];

/// The files with the data of the plots.
const TIME: &str = "children-time.json";
const MEMORY: &str = "children-memory.json";

/// Saves the growth for the plots.
pub(crate) fn measure(times: &Found) {
    let time = lines(&gather::GATHER, |contender, count| {
        let flavour = Flavour::CurrentThread;
        let children = Children::AfterOneYield;
        times.least(
            contender,
            Setting {
                flavour,
                children,
                count,
            },
        )
    });
    plot::save(TIME, &time);
    let mut memory = lines(&pending::GATHER, bytes);
    memory.append(&mut lines(&pending::GROUP, bytes));
    plot::save(MEMORY, &memory);
}

pub(crate) fn draw() {
    let time = Plot {
        title: "Time of a child that yields once",
        x: "children",
        y: "nanoseconds a child",
        legend: SeriesLabelPosition::UpperLeft,
        lines: plot::saved(TIME),
    };
    let memory = Plot {
        title: "Memory of a child that is pending",
        x: "children",
        y: "bytes a child",
        legend: SeriesLabelPosition::UpperRight,
        lines: plot::saved(MEMORY),
    };
    plot::draw("growth.svg", &[time, memory]);
}

/// A line for each contender with data.
fn lines(work: &Work, of: impl Fn(Contender, usize) -> Option<f64>) -> Lines {
    let line = |contender| {
        let point = |count| Some((real(count), of(contender, count)?));
        COUNTS.into_iter().filter_map(point).collect()
    };
    let named = work
        .contenders()
        .map(|contender| (contender.name.to_owned(), line(contender)));
    named.collect()
}

fn bytes(contender: Contender, count: usize) -> Option<f64> {
    let once = Once {
        contender,
        children: Children::AtOnce,
        count,
        rounds: 1,
    };
    valgrind::is_there().then(|| valgrind::peak_bytes(&once) / real(count))
}
