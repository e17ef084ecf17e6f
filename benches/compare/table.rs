//! The tables of the README, and a check of the goals.

use std::process::ExitCode;

use crate::published;

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

/// A whole number with separated thousands.
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

/// A count as a float, for calculations.
#[expect(clippy::cast_precision_loss)] // no count is as large as that
pub(crate) fn real(count: usize) -> f64 {
    count as f64
}

pub(crate) fn ratio(number: f64) -> String {
    format!("{number:.2}")
}

/// The goals that were missed.
#[derive(Default)]
pub(crate) struct Goals {
    /// Missed by no more than the README says, or than times vary.
    tolerated: Vec<String>,
    worse: Vec<String>,
}

impl Goals {
    /// Checks that a ratio of counts, as shown, is at most `limit`. Returns the table's cell for the goal.
    pub(crate) fn at_most(&mut self, limit: f64, value: f64, name: &str) -> String {
        // The ratio varies by a hundredth between runs.
        let tolerated = published::missed_by(name).map_or(limit, |ratio| ratio + 0.01);
        self.compare(limit, tolerated, value, name)
    }

    /// The same as [`at_most`](Self::at_most) for a ratio of times, which varies by a tenth on a busy machine.
    pub(crate) fn at_most_in_time(&mut self, limit: f64, value: f64, name: &str) -> String {
        self.compare(limit, limit * 1.1, value, name)
    }

    fn compare(&mut self, limit: f64, tolerated: f64, value: f64, name: &str) -> String {
        let shown = ratio(value);
        let is_at_most = |limit: f64| shown.parse().is_ok_and(|value: f64| value < limit + 0.005);
        let is = [is_at_most(limit), is_at_most(tolerated)];
        self.note(is, &ratio(limit), &format!("{name}: {shown}"))
    }

    /// Checks that a ratio is at least `least`. Returns the table's cell for the goal.
    pub(crate) fn times_as_fast(&mut self, least: f64, value: f64, name: &str) -> String {
        let is = [value >= least, value * 1.1 >= least];
        self.note(is, &least.to_string(), &format!("{name}: {value:.1}"))
    }

    /// Notes whether a goal is met, and returns the table's cell for the goal.
    pub(crate) fn check(&mut self, is_met: bool, goal: &str, name: &str) -> String {
        self.note([is_met; 2], goal, name)
    }

    fn note(&mut self, [is_met, is_tolerated]: [bool; 2], goal: &str, said: &str) -> String {
        if is_met {
            return goal.to_owned();
        }
        let missed = if is_tolerated {
            &mut self.tolerated
        } else {
            &mut self.worse
        };
        missed.push(said.to_owned());
        format!("{goal}, missed")
    }

    /// Prints the missed goals. The result is a failure if a goal is missed by more than the README says.
    pub(crate) fn result(&self) -> ExitCode {
        if !self.tolerated.is_empty() {
            let missed = self.tolerated.join("; ");
            println!("Missed by no more than published, or than times vary: {missed}.");
        }
        if !self.worse.is_empty() {
            println!("Worse than published: {}.", self.worse.join("; "));
            return ExitCode::FAILURE;
        }
        println!("Nothing is worse than published.");
        ExitCode::SUCCESS
    }
}
