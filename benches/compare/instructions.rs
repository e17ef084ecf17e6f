//! The number of instructions, counted by valgrind on a current-thread runtime. It does not depend on the machine, but
//! varies slightly with the layout of memory.

use std::thread;

use crate::children::Children;
use crate::found::{Flavour, Found, Setting};
use crate::once::Once;
use crate::table::{Goals, Table, ratio, real, whole};
use crate::valgrind;
use crate::works::{self, Contender, FLOOR, MANY_CHILDREN, Work, cancel, group, one};

/// The numbers of children of a work.
const COUNTS: [usize; 2] = [10, 10_000];

/// The cost of each single task. No change may make these rows worse.
pub(crate) fn of_one(goals: &mut Goals) {
    if !valgrind::is_there() {
        return;
    }
    let mut table = Table::new(&["", "ensure-future", "by hand", "ratio", "goal"]);
    // A `Task` of a handle is a word larger than the handle.
    for (work, goal) in [(&one::COERCE_TASK, 0.0), (&one::COERCE_HANDLE, 1.0)] {
        let [ours, by_hand] = each(work, 1_000);
        let extra = (ours - by_hand).round();
        let shown = format!("{} more", whole(goal));
        let goal = goals.check(extra <= goal, &shown, work.name);
        table.row(&[
            work.name,
            &whole(ours),
            &whole(by_hand),
            &format!("{} more", whole(extra)),
            &goal,
        ]);
    }
    let mut row = |name: &str, ours: f64, by_hand: f64, limit: f64| {
        let goal = goals.at_most(limit, ours / by_hand, name);
        table.row(&[
            name,
            &whole(ours),
            &whole(by_hand),
            &ratio(ours / by_hand),
            &goal,
        ]);
    };
    let spawned: [f64; 2] = each(&one::SPAWN, 1_000);
    let [ours, by_hand] = spawned;
    row(one::SPAWN.name, ours, by_hand, 1.00);
    let [ours, by_hand, inside] = each(&one::SPAWN_ON, 1_000);
    row(one::SPAWN_ON.name, ours, by_hand, 1.02);
    row("the same, by entering the runtime", ours, inside, 1.00);
    let [ours, by_hand, neither] = each(&one::AWAIT, 1_000);
    let awaited = [ours - neither, by_hand - neither];
    row(one::AWAIT.name, awaited[0], awaited[1], 1.10);
    let [ours, by_hand] = [0, 1].map(|whose| spawned[whose] + awaited[whose]);
    row("spawning and awaiting", ours, by_hand, 1.01);
    let [ours, by_hand] = each(&one::IN_PLACE, 1_000);
    row(one::IN_PLACE.name, ours, by_hand, 1.00);
    let [ours, by_hand, neither] = each(&one::TASK_IN_PLACE, 1_000);
    row(
        one::TASK_IN_PLACE.name,
        ours - neither,
        by_hand - neither,
        1.02,
    );
    let [ours, by_hand] = each(&cancel::ONE, 1_000);
    row(cancel::ONE.name, ours, by_hand, 1.05);
    let [ours, by_hand] = each(&cancel::MANY, 10_000);
    row(cancel::MANY.name, ours, by_hand, 1.05);
    let children = [group::GROUP.ours, group::GROUP.others[0]].map(|contender| {
        let costs = per_child(&[contender], Children::AfterOneYield, 1_000);
        costs[0]
    });
    let [ours, join_set] = children;
    row(
        "a child of a group, beside a JoinSet's",
        ours,
        join_set,
        1.10,
    );

    let name = "allocations of a coroutine";
    let [ours, by_hand] = [one::SPAWN.ours, one::SPAWN.others[0]].map(allocations);
    let goal = goals.check(ours == "1", "1", name);
    table.row(&[name, &ours, &by_hand, "", &goal]);
    let name = "allocations of a coroutine in place";
    let [ours, by_hand] = [one::IN_PLACE.ours, one::IN_PLACE.others[0]].map(allocations);
    let goal = goals.check(ours == "0", "0", name);
    table.row(&[name, &ours, &by_hand, "", &goal]);
    table.print("Instructions of a single task");
}

/// The cost of each of many children.
pub(crate) fn of_many(goals: &mut Goals) {
    if !valgrind::is_there() {
        return;
    }
    let mut found = Found::default();
    for count in COUNTS {
        for children in Children::ALL {
            let flavour = Flavour::CurrentThread;
            let setting = Setting {
                flavour,
                children,
                count,
            };
            let works = [&FLOOR].into_iter().chain(MANY_CHILDREN);
            let able = works::able(works, count);
            for (&contender, cost) in able.iter().zip(per_child(&able, children, count)) {
                found.note(contender, setting, cost);
            }
        }
    }
    found.print("Instructions for each of many children", Some(goals));
}

/// The instructions of each contender for each child, ours first.
fn each<const N: usize>(work: &Work, count: usize) -> [f64; N] {
    let contenders: Vec<_> = work.contenders().collect();
    let costs = per_child(&contenders, Children::AtOnce, count);
    costs.try_into().expect("a cost for each contender")
}

/// The difference between more and fewer rounds, so that the setup does not count.
fn per_child(contenders: &[Contender], children: Children, count: usize) -> Vec<f64> {
    let (fewer, more) = match count {
        ..100 => (20, 220),
        100..5_000 => (2, 12),
        _ => (1, 2),
    };
    in_parallel(contenders, |&contender| {
        let of = |rounds| {
            valgrind::instructions(&Once {
                contender,
                children,
                count,
                rounds,
            })
        };
        (of(more) - of(fewer)) / real((more - fewer) * count)
    })
}

/// The allocations for a single coroutine.
fn allocations(contender: Contender) -> String {
    let of = |count| {
        let children = Children::AtOnce;
        valgrind::allocations(&Once {
            contender,
            children,
            count,
            rounds: 1,
        })
    };
    whole((of(1_000) - of(0)) / 1_000.0)
}

/// The results in the order of the items. Two items are processed at a time.
fn in_parallel<I: Sync, O: Send>(items: &[I], of: impl Fn(&I) -> O + Sync) -> Vec<O> {
    let mut results = Vec::new();
    for pair in items.chunks(2) {
        thread::scope(|scope| {
            let threads: Vec<_> = pair.iter().map(|item| scope.spawn(|| of(item))).collect();
            let joined = threads
                .into_iter()
                .map(|thread| thread.join().expect("no panic"));
            results.extend(joined);
        });
    }
    results
}
