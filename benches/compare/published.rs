//! The missed goals in the README, with their ratios.

const README: &str = include_str!("../README.md");

/// The ratio in the README's tables for this goal, if they report the goal as missed.
pub(crate) fn missed_by(name: &str) -> Option<f64> {
    let mut head = Vec::new();
    for line in README.lines() {
        let Some(cells) = cells(line) else {
            head.clear();
            continue;
        };
        if head.is_empty() {
            head = cells;
        } else if cells.last()?.ends_with("missed") && row_name(&head, &cells) == name {
            let column = head.iter().position(|&title| title == "ratio")?;
            return cells[column].parse().ok();
        }
    }
    None
}

/// The cells of a table's row.
fn cells(line: &str) -> Option<Vec<&str>> {
    let row = line.strip_prefix('|')?.strip_suffix('|')?;
    Some(row.split('|').map(str::trim).collect())
}

/// The name of a row, for example "gather in random order 10", or "a million pending children of gather".
fn row_name(head: &[&str], cells: &[&str]) -> String {
    let mut words = vec![head[0], cells[0]];
    for (title, &cell) in head.iter().zip(cells) {
        if ["children", "number"].contains(title) {
            words.push(cell);
        }
    }
    words.retain(|word| !word.is_empty());
    words.join(" ")
}
