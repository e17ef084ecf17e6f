//! What was found of each contender, and who is the best of them?

use std::collections::HashMap;
use std::fmt;

use crate::children::Children;
use crate::table::{Goals, Table, ratio, real, whole};
use crate::works::{Contender, FLOOR, MANY_CHILDREN, Work};

/// tokio's flavours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Flavour {
    CurrentThread,
    TwoWorkers,
}

impl Flavour {
    pub(crate) const ALL: [Self; 2] = [Self::CurrentThread, Self::TwoWorkers];
}

/// In what a work is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Setting {
    pub(crate) flavour: Flavour,
    pub(crate) children: Children,
    pub(crate) count: usize,
}

/// What each child has cost, by contender and setting.
#[derive(Default)]
pub(crate) struct Found {
    by_case: HashMap<(&'static str, Setting), f64>,
    settings: Vec<Setting>,
}

impl Found {
    pub(crate) fn get(&self, contender: Contender, setting: Setting) -> Option<f64> {
        self.by_case.get(&(contender.id, setting)).copied()
    }

    /// Notes what was found; of several, the least, since others on the machine only add.
    pub(crate) fn note(&mut self, contender: Contender, setting: Setting, cost: f64) {
        let least = self.by_case.entry((contender.id, setting)).or_insert(cost);
        *least = least.min(cost);
        if !self.settings.contains(&setting) {
            self.settings.push(setting);
        }
    }

    /// Prints ours beside the best of the others, for each work with many children, and compares them with the goal if there is one.
    pub(crate) fn print(&self, title: &str, mut goals: Option<&mut Goals>) {
        let mut head = vec![
            "",
            "runtime",
            "children",
            "number",
            "only spawned",
            "ensure-future",
            "best other",
            "is",
            "ratio",
        ];
        head.extend(goals.as_ref().map(|_| "goal"));
        let mut table = Table::new(&head);
        for work in MANY_CHILDREN {
            for &setting in &self.settings {
                let Some((mut row, ratio)) = self.row(work, setting) else {
                    continue;
                };
                if let Some(goals) = &mut goals {
                    let Setting {
                        children, count, ..
                    } = setting;
                    let name = format!("{} of {count} {children}", work.name);
                    row.push(goals.at_most(1.00, ratio, &name));
                }
                let cells: Vec<&str> = row.iter().map(String::as_str).collect();
                table.row(&cells);
            }
        }
        table.print(title);
    }

    /// The cells of a row, and how ours relates to the best of the others.
    fn row(&self, work: &Work, setting: Setting) -> Option<(Vec<String>, f64)> {
        let others = work.others.iter();
        let others = others.filter_map(|&other| Some((other.name, self.get(other, setting)?)));
        let (name, best) = others.min_by(|a, b| a.1.total_cmp(&b.1))?;
        let floor = self.get(FLOOR.ours, setting)?;
        let ours = self.get(work.ours, setting)?;
        let Setting {
            flavour,
            children,
            count,
        } = setting;
        let row = vec![
            work.name.to_owned(),
            flavour.to_string(),
            children.to_string(),
            whole(real(count)),
            whole(floor),
            whole(ours),
            whole(best),
            name.to_owned(),
            ratio(ours / best),
        ];
        Some((row, ours / best))
    }
}

impl fmt::Display for Flavour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::CurrentThread => "one thread",
            Self::TwoWorkers => "two workers",
        })
    }
}
