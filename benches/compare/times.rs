//! The time of each work, on both of tokio's flavours.

use crate::asyncio;
use crate::children::Children;
use crate::found::{Flavour, Found, Setting};
use crate::stopwatch::nanoseconds;
use crate::works::{self, FLOOR, MANY_CHILDREN, ONE_BY_ONE, Work, gather};

/// The numbers of children of a work.
const COUNTS: [usize; 3] = [10, 10_000, LONG];

/// Further numbers between these, for the plots of growth.
const MORE_COUNTS: [usize; 3] = [100, 1_000, 100_000];

/// With this many children, each run takes long, so not all works run.
const LONG: usize = 1_000_000;

/// The nanoseconds for each child. In quick runs, children end after one yield, and only gather gets a million.
pub(crate) fn measure(is_quick: bool) -> Found {
    let kinds: &[Children] = if is_quick {
        &[Children::AfterOneYield]
    } else {
        &Children::ALL
    };
    let mut found = Found::default();
    for count in COUNTS {
        for &children in kinds {
            for flavour in Flavour::ALL {
                let mut works = vec![&FLOOR, &gather::GATHER];
                if count < LONG || (!is_quick && children == Children::AfterOneYield) {
                    works.extend(MANY_CHILDREN);
                }
                if flavour == Flavour::CurrentThread && count == asyncio::COUNT {
                    works.extend(ONE_BY_ONE);
                }
                let setting = Setting {
                    flavour,
                    children,
                    count,
                };
                compare(&works, setting, is_quick, &mut found);
            }
        }
    }
    for count in MORE_COUNTS.into_iter().filter(|_| !is_quick) {
        let (flavour, children) = (Flavour::CurrentThread, Children::AfterOneYield);
        let setting = Setting {
            flavour,
            children,
            count,
        };
        compare(&[&gather::GATHER], setting, is_quick, &mut found);
    }
    found
}

/// Measures all contenders alternately, in many short passes: the speed of this machine changes every few seconds.
fn compare(works: &[&Work], setting: Setting, is_quick: bool, found: &mut Found) {
    let mut able = works::able(works.iter().copied(), setting.count);
    let passes = match setting.count {
        ..1_000 => 25,
        1_000..100_000 => 11,
        _ => 1,
    };
    let passes = if is_quick { passes / 3 + 1 } else { passes };
    for _ in 0..passes {
        for &contender in &able {
            found.note(contender, setting, nanoseconds(contender, setting));
        }
        able.reverse(); // no contender is always the first
    }
}
