//! Constants: array lengths, generic parameters, defaults and associated constants.

use ensure_future::{Task, accepts_awaitable, run};

const SEATS: usize = 2;

#[accepts_awaitable]
fn of_an_item(tasks: [Task<u8>; SEATS], others: [Task<u8>; SEATS + 1]) -> usize {
    tasks.len() + others.len() + usize::from(tasks.iter().chain(&others).all(Task::cancel))
}

#[accepts_awaitable]
async fn of_a_trait(tasks: [Task<u8>; <Ring as Sized_>::SIZE], ring: [u8; size_of::<u32>()]) -> u8 {
    let mut sum = ring[3];
    for task in tasks {
        sum += task.await.unwrap();
    }
    sum
}

#[accepts_awaitable]
fn chosen<const REVERSED: bool, const SEPARATOR: char>(task: Task<u8>, words: &[&str]) -> String {
    task.cancel();
    let mut words = words.to_vec();
    if REVERSED {
        words.reverse();
    }
    words.join(&SEPARATOR.to_string())
}

trait Sized_ {
    const SIZE: usize;
}

#[derive(Default)]
struct Ring {
    turns: u8,
}

impl Sized_ for Ring {
    const SIZE: usize = 2;
}

impl Ring {
    const SLOTS: usize = 3;

    #[accepts_awaitable]
    fn fill(
        &self,
        tasks: [Task<u8>; Self::SLOTS],
        first: [u8; Self::SIZE],
    ) -> ([bool; Self::SLOTS], u8) {
        (tasks.map(|task| task.cancel()), first[0] + self.turns)
    }
}

#[accepts_awaitable]
impl Ring {
    const DOUBLE: usize = { Self::SLOTS * 2 };
    const NAMES: [&str; Self::SLOTS] = ["a", "b", "c"];

    async fn sum(&self, tasks: [Task<u8>; Self::SLOTS], offset: [u8; Self::DOUBLE]) -> u8 {
        let mut sum = offset[Self::DOUBLE - 1] + self.turns;
        for task in tasks {
            sum += task.await.unwrap();
        }
        sum
    }

    fn named<const AT: usize>(task: Task<u8>) -> &'static str {
        const { assert!(AT < Self::SLOTS, "there is no such slot") };
        task.cancel();
        Self::NAMES[AT]
    }
}

/// The length of the array has a default.
struct Slots<T, const N: usize = 2>([Option<T>; N]);

impl<T, const N: usize> Slots<T, N> {
    const LAST: usize = N - 1;

    #[accepts_awaitable]
    fn empty(task: Task<T>) -> Self {
        task.cancel();
        Self([const { None }; N])
    }

    #[accepts_awaitable]
    async fn all(tasks: [Task<T>; N]) -> Self {
        let mut slots = [const { None }; N];
        for (slot, task) in slots.iter_mut().zip(tasks) {
            *slot = task.await.ok();
        }
        Self(slots)
    }
}

#[accepts_awaitable]
impl<T, const N: usize> Slots<T, N> {
    async fn replace_last(&mut self, task: Task<T>) -> Option<T> {
        self.0[Self::LAST].replace(task.await.unwrap())
    }

    async fn joined<const M: usize>(self, tasks: [Task<T>; M]) -> (Slots<T, M>, [Option<T>; N]) {
        (Slots::all(tasks).await, self.0)
    }
}

trait Batch<const N: usize> {
    const WEIGHT: u8 = 1;
    const LABEL: &'static str;

    #[accepts_awaitable]
    fn batch(&self, tasks: [Task<u8>; N]) -> [u8; N];

    #[accepts_awaitable]
    async fn labelled(task: Task<u8>) -> (u8, &'static str) {
        (task.await.unwrap() * Self::WEIGHT, Self::LABEL)
    }
}

#[accepts_awaitable]
impl<const N: usize> Batch<N> for Ring {
    const LABEL: &'static str = "ring";

    fn batch(&self, tasks: [Task<u8>; N]) -> [u8; N] {
        tasks.map(|task| u8::from(task.cancel()) * <Self as Batch<N>>::WEIGHT)
    }
}

#[accepts_awaitable]
impl Batch<{ SEATS }> for Slots<u8, 1> {
    const WEIGHT: u8 = 10;
    const LABEL: &'static str = "slots";

    fn batch(&self, tasks: [Task<u8>; 2]) -> [u8; 2] {
        tasks.map(|task| u8::from(task.cancel()) * Self::WEIGHT)
    }

    async fn labelled(task: Task<u8>) -> (u8, &'static str) {
        (task.await.unwrap() + Self::WEIGHT, Self::LABEL)
    }
}

#[accepts_awaitable(as = GridExt)]
trait Grid<const WIDTH: usize, const HEIGHT: usize> {
    const AREA: usize = WIDTH * HEIGHT;

    #[accepts_awaitable(as = rows)]
    fn row_tasks<const MORE: usize>(&self, tasks: [[Task<u8>; WIDTH]; HEIGHT]) -> [usize; MORE] {
        [Self::AREA + tasks.as_flattened().len(); MORE]
    }
}

impl Grid<2, 1> for Ring {}

fn pending<const N: usize>() -> [std::future::Pending<u8>; N] {
    [(); N].map(|()| std::future::pending())
}

#[test]
fn the_lengths_of_arrays_are_constants_of_any_kind() {
    run(async {
        assert_eq!(of_an_item(pending(), pending()), 6);
        let ones = [(); 2].map(|()| std::future::ready(1));
        assert_eq!(of_a_trait(ones, [0, 0, 0, 5]).await, 7);
        assert_eq!(chosen::<true, '-', _>(async { 1 }, &["a", "b"]), "b-a");
    });
}

#[test]
fn the_types_own_constants_are_lengths() {
    run(async {
        assert_eq!(Ring::default().fill(pending(), [7, 8]), ([true; 3], 7));
        let numbers = [1, 2, 3].map(std::future::ready);
        assert_eq!(Ring::default().sum(numbers, [4; 6]).await, 10);
        assert_eq!(Ring::named::<2, _>(async { 1 }), "c");

        assert_eq!(Slots::<u8>::empty(async { 1 }).0, [None, None]);
        let mut slots = Slots::all([1, 2].map(std::future::ready)).await;
        assert_eq!(slots.replace_last(async { 3 }).await, Some(2));
        let (new, old) = slots.joined([4].map(std::future::ready)).await;
        assert_eq!((new.0, old), ([Some(4)], [Some(1), Some(3)]));
    });
}

#[test]
fn traits_have_constants_of_both_kinds() {
    run(async {
        assert_eq!(Ring::default().batch(pending::<3>()), [1, 1, 1]);
        assert_eq!(<Ring as Batch<1>>::labelled(async { 2 }).await, (2, "ring"));
        assert_eq!(Slots([Some(1)]).batch(pending()), [10, 10]);
        assert_eq!(Slots::labelled(async { 2 }).await, (12, "slots"));
        assert_eq!(Ring::default().rows::<3, _>([pending()]), [4, 4, 4]);
    });
}
