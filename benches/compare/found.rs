//! The measured costs of each contender, and the best of the contenders.

use std::collections::HashMap;
use std::fmt;

use crate::children::Children;
use crate::table::{Goals, Table, ratio, real, whole};
use crate::works::{Contender, FLOOR, MANY_CHILDREN, Work};

/// The runtime flavours of tokio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Flavour {
    CurrentThread,
    TwoWorkers,
}

impl Flavour {
    pub(crate) const ALL: [Self; 2] = [Self::CurrentThread, Self::TwoWorkers];
}

/// The setting in which a work is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Setting {
    pub(crate) flavour: Flavour,
    pub(crate) children: Children,
    pub(crate) count: usize,
}

/// The cost of each child, by contender and setting, in each pass.
#[derive(Default)]
pub(crate) struct Found {
    by_case: HashMap<(&'static str, Setting), Vec<f64>>,
    settings: Vec<Setting>,
}

impl Found {
    /// The lowest cost that was measured: other load on the machine only adds to it.
    pub(crate) fn least(&self, contender: Contender, setting: Setting) -> Option<f64> {
        let costs = self.costs(contender, setting).iter().copied();
        costs.min_by(f64::total_cmp)
    }

    /// Adds the cost that was measured in another pass.
    pub(crate) fn note(&mut self, contender: Contender, setting: Setting, cost: f64) {
        let costs = self.by_case.entry((contender.id, setting)).or_default();
        costs.push(cost);
        if !self.settings.contains(&setting) {
            self.settings.push(setting);
        }
    }

    fn costs(&self, contender: Contender, setting: Setting) -> &[f64] {
        let costs = self.by_case.get(&(contender.id, setting));
        costs.map(Vec::as_slice).unwrap_or_default()
    }

    /// The median ratio of our cost to another's, over all passes: within a pass, the machine is equally fast for both.
    fn ratio(&self, ours: Contender, other: Contender, setting: Setting) -> Option<f64> {
        let [ours, other] = [ours, other].map(|contender| self.costs(contender, setting));
        let ratios = ours.iter().zip(other).map(|(ours, other)| ours / other);
        let mut ratios: Vec<_> = ratios.collect();
        ratios.sort_by(f64::total_cmp);
        ratios.get(ratios.len() / 2).copied()
    }

    /// Prints our costs beside the best of the others, for each work with many children. With goals, compares them with
    /// the goals.
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
                    let name = format!("{} {children} {}", work.name, whole(real(count)));
                    row.push(goals.at_most(work.goal(count), ratio, &name));
                }
                let cells: Vec<&str> = row.iter().map(String::as_str).collect();
                table.row(&cells);
            }
        }
        table.print(title);
    }

    /// The cells of a row, and the ratio of our cost to the best of the others.
    fn row(&self, work: &Work, setting: Setting) -> Option<(Vec<String>, f64)> {
        let others = work.others.iter();
        let others =
            others.filter_map(|&other| Some((other, self.ratio(work.ours, other, setting)?)));
        let (best, to_best) = others.max_by(|a, b| a.1.total_cmp(&b.1))?;
        let Setting {
            flavour,
            children,
            count,
        } = setting;
        let mut row = vec![
            work.name.to_owned(),
            flavour.to_string(),
            children.to_string(),
            whole(real(count)),
        ];
        for contender in [FLOOR.ours, work.ours, best] {
            row.push(whole(self.least(contender, setting)?));
        }
        row.extend([best.name.to_owned(), ratio(to_best)]);
        Some((row, to_best))
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
