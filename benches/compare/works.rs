//! The works that are compared, and their contenders.

pub(crate) mod cancel;
pub(crate) mod completion;
pub(crate) mod gather;
pub(crate) mod group;
pub(crate) mod one;
pub(crate) mod pending;

use std::pin::Pin;

use crate::children::Children;

/// A work that several contenders can do.
#[derive(Debug)]
pub(crate) struct Work {
    pub(crate) name: &'static str,
    pub(crate) ours: Contender,
    pub(crate) others: &'static [Contender],
}

impl Work {
    /// The goal for our cost, relative to the best of the others.
    pub(crate) fn goal(&self, count: usize) -> f64 {
        let groups = [group::GROUP.name, group::GROUP_WITH_VALUES.name];
        match (groups.contains(&self.name), count) {
            (true, ..100) => 1.12,
            (true, _) => 1.06,
            (false, _) => 1.00,
        }
    }
}

/// A running work.
type Doing = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A contender of a work.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    /// A unique id: contenders of different works may have the same name.
    pub(crate) id: &'static str,
    pub(crate) run: fn(Children, usize) -> Doing,
    /// The contender only gets fewer children than this. With quadratic cost, a million would take forever.
    pub(crate) fewer_than: usize,
}

/// The limit for contenders with quadratic cost inside a task.
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

/// The cost of tokio alone, which is a lower limit for all others.
pub(crate) const FLOOR: Work = Work {
    name: "only spawned",
    ours: contender!("spawn", gather::only_spawned),
    others: &[],
};

/// The works that handle one task after the other. The last work is an exception.
pub(crate) const ONE_BY_ONE: [&Work; 4] =
    [&one::COERCE_TASK, &one::SPAWN, &cancel::ONE, &cancel::MANY];

/// The works with many children.
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

/// The contender with this id.
pub(crate) fn find(id: &str) -> Option<Contender> {
    let mut contenders = ALL.iter().flat_map(|work| work.contenders());
    contenders.find(|contender| contender.id == id)
}

/// The contenders that can do one of these works with this many children, each once.
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
