//! Tables as the README shows them, and whether the goals are met.

use std::process::ExitCode;

pub(crate) struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(head: &[&str]) -> Self {
        Self {
            head: owned(head),
            rows: Vec::new(),
        }
    }

    pub(crate) fn row(&mut self, cells: &[&str]) {
        assert_eq!(cells.len(), self.head.len(), "a cell for each column");
        self.rows.push(owned(cells));
    }

    pub(crate) fn print(&self, title: &str) {
        println!("## {title}\n");
        let rule = vec!["---".to_owned(); self.head.len()];
        for cells in [&self.head, &rule].into_iter().chain(&self.rows) {
            println!("| {} |", cells.join(" | "));
        }
        println!();
    }
}

fn owned(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|&cell| cell.to_owned()).collect()
}

/// A whole number, with its thousands apart.
pub(crate) fn whole(number: f64) -> String {
    let digits = format!("{:.0}", number.round() + 0.0); // -0 is 0
    let mut shown = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// A count, to calculate with.
#[expect(clippy::cast_precision_loss)] // no count is as large as that
pub(crate) fn real(count: usize) -> f64 {
    count as f64
}

pub(crate) fn ratio(number: f64) -> String {
    format!("{number:.2}")
}

/// What was to be reached, and was not.
#[derive(Default)]
pub(crate) struct Goals {
    missed: Vec<String>,
}

impl Goals {
    /// Notes whether a ratio is at most this, as it is shown, and returns what the table says of the goal.
    pub(crate) fn at_most(&mut self, limit: f64, value: f64, name: &str) -> String {
        let shown = ratio(value);
        let is_met = shown.parse().is_ok_and(|shown: f64| shown <= limit);
        self.check(is_met, &ratio(limit), &format!("{name}: {shown}"))
    }

    /// Notes whether a goal is met, and returns what the table says of it.
    pub(crate) fn check(&mut self, is_met: bool, goal: &str, name: &str) -> String {
        if is_met {
            return goal.to_owned();
        }
        self.missed.push(name.to_owned());
        format!("{goal}, missed")
    }

    /// Says which are missed, if any.
    pub(crate) fn result(&self) -> ExitCode {
        if self.missed.is_empty() {
            println!("All goals are met.");
            return ExitCode::SUCCESS;
        }
        println!("Missed: {}.", self.missed.join("; "));
        ExitCode::FAILURE
    }
}
