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

/// One who can do a work.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    pub(crate) run: fn(Children, usize) -> Pin<Box<dyn Future<Output = ()> + Send>>,
    /// The most children that it is given: what is quadratic would not come back from a million.
    pub(crate) at_most: usize,
}

/// How many children are given to those that are quadratic inside a task.
const FEW: usize = 10_000;

/// A contender by its name and its `async fn`.
macro_rules! contender {
    ($name:literal, $run:path) => {
        contender!($name, $run, usize::MAX)
    };
    ($name:literal, $run:path, $at_most:expr) => {
        $crate::works::Contender {
            name: $name,
            run: |children, count| Box::pin($run(children, count)),
            at_most: $at_most,
        }
    };
}
use contender;

pub(crate) const ALL: &[&Work] = &[
    &one::COERCE_TASK,
    &one::COERCE_HANDLE,
    &one::SPAWN,
    &one::AWAIT,
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

/// The work of this name, and the one who does it.
pub(crate) fn find(work: &str, contender: &str) -> Option<Contender> {
    let work = ALL.iter().find(|candidate| candidate.name == work)?;
    work.contenders()
        .find(|candidate| candidate.name == contender)
}

impl Work {
    pub(crate) fn contenders(&self) -> impl Iterator<Item = Contender> {
        [self.ours].into_iter().chain(self.others.iter().copied())
    }
}
