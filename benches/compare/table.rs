//! Tables as the README shows them, and whether the goals are met.

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
    /// Missed by no more than the README says, or than times vary.
    tolerated: Vec<String>,
    worse: Vec<String>,
}

impl Goals {
    /// Notes whether a ratio of counts is at most this, as it is shown, and returns what the table says of the goal.
    pub(crate) fn at_most(&mut self, limit: f64, value: f64, name: &str) -> String {
        // From run to run, it differs by a hundredth.
        let tolerated = published::missed_by(name).map_or(limit, |ratio| ratio + 0.01);
        self.compare(limit, tolerated, value, name)
    }

    /// The same for a ratio of times. On a busy machine, they differ by a tenth.
    pub(crate) fn at_most_in_time(&mut self, limit: f64, value: f64, name: &str) -> String {
        self.compare(limit, limit * 1.1, value, name)
    }

    fn compare(&mut self, limit: f64, tolerated: f64, value: f64, name: &str) -> String {
        let shown = ratio(value);
        let is_at_most = |limit: f64| shown.parse().is_ok_and(|value: f64| value < limit + 0.005);
        let is = [is_at_most(limit), is_at_most(tolerated)];
        self.note(is, &ratio(limit), &format!("{name}: {shown}"))
    }

    /// Notes whether it is at least so many times as fast, and returns what the table says of the goal.
    pub(crate) fn times_as_fast(&mut self, least: f64, value: f64, name: &str) -> String {
        let is = [value >= least, value * 1.1 >= least];
        self.note(is, &least.to_string(), &format!("{name}: {value:.1}"))
    }

    /// Notes whether a goal is met, and returns what the table says of it.
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

    /// Says which are missed, if any. It has failed if one is worse than the README says.
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
