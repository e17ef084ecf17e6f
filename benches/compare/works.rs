//! Which works are compared, and who does them?

pub(crate) mod cancel;
pub(crate) mod completion;
pub(crate) mod gather;
pub(crate) mod group;
pub(crate) mod one;
pub(crate) mod pending;

use std::pin::Pin;

use crate::children::Children;

/// The same thing to do, for several who can do it.
#[derive(Debug)]
pub(crate) struct Work {
    pub(crate) name: &'static str,
    pub(crate) ours: Contender,
    pub(crate) others: &'static [Contender],
}

impl Work {
    /// What it may cost, relative to the best of the others.
    pub(crate) fn goal(&self, count: usize) -> f64 {
        let groups = [group::GROUP.name, group::GROUP_WITH_VALUES.name];
        match (groups.contains(&self.name), count) {
            (true, ..100) => 1.12,
            (true, _) => 1.06,
            (false, _) => 1.00,
        }
    }
}

/// A work that is being done.
type Doing = Pin<Box<dyn Future<Output = ()> + Send>>;

/// One who can do a work.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    /// What it is known by: others may have its name, in other works.
    pub(crate) id: &'static str,
    pub(crate) run: fn(Children, usize) -> Doing,
    /// It is given fewer children than this: what is quadratic would not come back from a million.
    pub(crate) fewer_than: usize,
}

/// For those that are quadratic inside a task.
const FEW: usize = 1_000_000;

/// A contender by its name and its `async fn`.
macro_rules! contender {
    ($name:literal, $run:path) => {
        contender!($name, $run, usize::MAX)
    };
    ($name:literal, $run:path, $fewer_than:expr) => {
        $crate::works::Contender {
            name: $name,
            id: concat!(module_path!(), "::", stringify!($run)),
            run: |children, count| Box::pin($run(children, count)),
            fewer_than: $fewer_than,
        }
    };
}
use contender;

/// What tokio needs alone: nobody can be below it.
pub(crate) const FLOOR: Work = Work {
    name: "only spawned",
    ours: contender!("spawn", gather::only_spawned),
    others: &[],
};

/// Those who have to do with one task after the other, but for the last.
pub(crate) const ONE_BY_ONE: [&Work; 4] =
    [&one::COERCE_TASK, &one::SPAWN, &cancel::ONE, &cancel::MANY];

/// Those who have to do with many children.
pub(crate) const MANY_CHILDREN: [&Work; 5] = [
    &gather::GATHER,
    &completion::AS_COMPLETED,
    &completion::WAIT,
    &group::GROUP,
    &group::GROUP_WITH_VALUES,
];

const ALL: &[&Work] = &[
    &FLOOR,
    &one::COERCE_TASK,
    &one::COERCE_HANDLE,
    &one::SPAWN,
    &one::SPAWN_ON,
    &one::AWAIT,
    &one::IN_PLACE,
    &one::TASK_IN_PLACE,
    &gather::GATHER,
    &completion::AS_COMPLETED,
    &completion::WAIT,
    &group::GROUP,
    &group::GROUP_WITH_VALUES,
    &cancel::ONE,
    &cancel::MANY,
    &pending::GATHER,
    &pending::GROUP,
];

/// The contender that is known by this.
pub(crate) fn find(id: &str) -> Option<Contender> {
    let mut contenders = ALL.iter().flat_map(|work| work.contenders());
    contenders.find(|contender| contender.id == id)
}

/// Those who can do one of these works with so many children, each once.
pub(crate) fn able<'a>(works: impl IntoIterator<Item = &'a Work>, count: usize) -> Vec<Contender> {
    let contenders = works.into_iter().flat_map(Work::contenders);
    let mut able: Vec<_> = contenders
        .filter(|contender| count < contender.fewer_than)
        .collect();
    able.sort_by_key(|contender| contender.id);
    able.dedup_by_key(|contender| contender.id);
    able
}

impl Work {
    pub(crate) fn contenders(&self) -> impl Iterator<Item = Contender> + use<> {
        [self.ours].into_iter().chain(self.others.iter().copied())
    }
}
