//! Plots of growth, with a line for each contender.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use plotters::chart::{ChartBuilder, SeriesLabelPosition};
use plotters::coord::combinators::IntoLogRange;
use plotters::prelude::{
    Circle, DrawingArea, IntoDrawingArea, LineSeries, Palette, Palette99, PathElement, SVGBackend,
};
use plotters::style::{BLACK, Color, WHITE};

use crate::table::whole;

/// The points of each line, by its name.
pub(crate) type Lines = BTreeMap<String, Vec<(f64, f64)>>;

/// One of the plots of a file.
pub(crate) struct Plot<'a> {
    pub(crate) title: &'a str,
    pub(crate) x: &'a str,
    pub(crate) y: &'a str,
    /// The corner without lines.
    pub(crate) legend: SeriesLabelPosition,
    pub(crate) lines: Lines,
}

/// The folder of the plots and of their data.
fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("plots")
        .join(name)
}

/// Saves lines for a plot.
pub(crate) fn save(name: &str, lines: &Lines) {
    let json = serde_json::to_string_pretty(lines).expect("JSON");
    fs::write(file(name), json + "\n").expect("it can be written");
}

/// The lines that were saved here, or by a script.
pub(crate) fn saved(name: &str) -> Lines {
    let found = fs::read_to_string(file(name)).expect("it was saved");
    serde_json::from_str(&found).expect("lines in JSON")
}

/// Draws two plots side by side.
pub(crate) fn draw(name: &str, plots: &[Plot<'_>; 2]) {
    let file = file(name);
    let area = SVGBackend::new(&file, (1_100, 440)).into_drawing_area();
    area.fill(&WHITE).expect("an SVG");
    let areas = area.split_evenly((1, 2));
    for (area, plot) in areas.iter().zip(plots) {
        draw_one(area, plot);
    }
    area.present().expect("it can be written");
    println!("{} is drawn.\n", file.display());
}

fn draw_one(area: &DrawingArea<SVGBackend<'_>, plotters::coord::Shift>, plot: &Plot<'_>) {
    let points = || plot.lines.values().flatten();
    let least = |of: fn(&(f64, f64)) -> f64| points().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&(f64, f64)) -> f64| points().map(of).fold(0.0, f64::max);
    let xs = least(|point| point.0)..most(|point| point.0);
    // Whole decades, since only these have labels.
    let ys = decade(least(|point| point.1).log10().floor())
        ..decade(most(|point| point.1).log10().ceil());
    let mut chart = ChartBuilder::on(area)
        .caption(plot.title, ("sans-serif", 18))
        .margin(12)
        .margin_right(44)
        .x_label_area_size(42)
        .y_label_area_size(70)
        .build_cartesian_2d(xs.log_scale(), ys.log_scale())
        .expect("axes");
    chart
        .configure_mesh()
        .x_desc(plot.x)
        .y_desc(plot.y)
        .max_light_lines(1)
        .x_label_formatter(&|number| label(*number))
        .y_label_formatter(&|number| label(*number))
        .draw()
        .expect("a mesh");
    for (index, (name, points)) in plot.lines.iter().enumerate() {
        let style = Palette99::pick(index).stroke_width(2);
        let line = LineSeries::new(points.iter().copied(), style);
        let line = chart.draw_series(line).expect("a line");
        line.label(name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 16, y)], style));
        let dots = points
            .iter()
            .map(|&point| Circle::new(point, 3, style.filled()));
        chart.draw_series(dots).expect("its points");
    }
    chart
        .configure_series_labels()
        .position(plot.legend.clone())
        .background_style(WHITE.mix(0.8))
        .border_style(BLACK.mix(0.3))
        .draw()
        .expect("a legend");
}

fn decade(exponent: f64) -> f64 {
    10_f64.powf(exponent)
}

fn label(number: f64) -> String {
    if number < 1.0 {
        number.to_string()
    } else {
        whole(number)
    }
}
