//! Patterns that take parameters apart, in functions, methods and traits, also beside tasks.

#![deny(unused_variables, unused_mut)]

use ensure_future::{LocalTask, Task, accepts_awaitable, create_task, run};

struct Point {
    x: u8,
    y: u8,
}

struct Wrapper<T>(T, &'static str);

struct Unit;

/// A destructured parameter beside a task.
#[accepts_awaitable]
async fn bystanders(
    Point { x, y: mut renamed }: Point,
    Wrapper(inner, ..): Wrapper<[u8; 2]>,
    ref numbers @ [first, .., last]: [u8; 4],
    &(by_reference, ref text): &(u8, String),
    Unit: Unit,
    _: u8,
    task: Task<u8>,
) -> (u8, usize) {
    renamed += x + inner[1] + first + last + by_reference;
    (renamed + task.await.unwrap(), text.len() + numbers.len())
}

type Deep = ((Task<u8>, [Task<u8>; 2]), Option<Task<u8>>, (Task<u8>,));

#[accepts_awaitable]
async fn nested(
    #[awaitable] ((mut first, [second, _]), optional @ (None | Some(_)), (_,)): Deep,
) -> (u8, u8, bool) {
    (
        (&mut first).await.unwrap(),
        second.await.unwrap(),
        optional.is_some(),
    )
}

#[accepts_awaitable]
#[expect(clippy::toplevel_ref_arg)]
fn bound_whole(
    all @ (_, _): (Task<u8>, Task<char>),
    ref kept @ [ref first, ..]: [Task<u8>; 2],
) -> [usize; 2] {
    let (number, letter) = all;
    [
        usize::from(number.cancel() && letter.cancel()),
        kept.len() + usize::from(first.cancel()),
    ]
}

struct Jobs {
    running: Vec<Task<u8>>,
}

impl Jobs {
    #[accepts_awaitable]
    fn adopt(&mut self, (first, second): (Task<u8>, Task<u8>), Point { x, .. }: Point) -> u8 {
        self.running.extend([first, second]);
        x
    }
}

#[accepts_awaitable]
impl Jobs {
    async fn sum(mut self, [mut first, second]: [Task<u8>; 2], Point { mut x, y }: Point) -> u8 {
        self.running.push(second);
        x += (&mut first).await.unwrap();
        for task in self.running {
            x += task.await.unwrap();
        }
        x * y
    }

    fn ignoring(&self, _: Task<u8>, (_, _): (Task<u8>, Task<u8>), _named: Vec<Task<u8>>) -> usize {
        self.running.len()
    }
}

trait Takes {
    #[accepts_awaitable]
    fn take(&self, _: (Task<u8>, Task<u8>), _: Point, mutable: u8) -> u8;

    #[accepts_awaitable]
    async fn both(&self, tasks: (Task<u8>, Option<Task<u8>>)) -> (u8, u8);

    #[accepts_awaitable]
    fn by_default(
        &self,
        (first, _): (Task<u8>, Task<u8>),
        Wrapper(_, text): Wrapper<u8>,
    ) -> (bool, &'static str) {
        (first.cancel(), text)
    }
}

impl Takes for Jobs {
    #[accepts_awaitable]
    fn take(
        &self,
        (first, second): (Task<u8>, Task<u8>),
        Point { x, y }: Point,
        mut mutable: u8,
    ) -> u8 {
        mutable += u8::from(first.cancel()) + u8::from(second.cancel());
        mutable + x + y
    }

    #[accepts_awaitable]
    async fn both(&self, (first, second): (Task<u8>, Option<Task<u8>>)) -> (u8, u8) {
        let Some(second) = second else {
            return (first.await.unwrap(), 0);
        };
        (first.await.unwrap(), second.await.unwrap())
    }
}

#[accepts_awaitable]
impl Takes for Unit {
    fn take(
        &self,
        (first, _): (Task<u8>, Task<u8>),
        Point { y, .. }: Point,
        mut mutable: u8,
    ) -> u8 {
        mutable += u8::from(first.cancel());
        mutable + y
    }

    async fn both(&self, (first, mut second): (Task<u8>, Option<Task<u8>>)) -> (u8, u8) {
        let second = second.take().is_some_and(|task| task.cancel());
        (first.await.unwrap(), second.into())
    }

    fn by_default(
        &self,
        _: (Task<u8>, Task<u8>),
        Wrapper(number, _): Wrapper<u8>,
    ) -> (bool, &'static str) {
        (number == 7, "own")
    }
}

#[accepts_awaitable(as = DrainsExt)]
trait Drains {
    #[accepts_awaitable(as = drain)]
    fn drain_tasks(
        &self,
        [first, second]: [LocalTask<u8>; 2],
        Point { x, y: mut sum }: Point,
    ) -> u8 {
        sum += x + u8::from(first.cancel());
        sum + u8::from(second.cancel())
    }
}

impl Drains for Unit {}

#[test]
fn what_is_no_task_is_taken_apart_beside_one() {
    run(async {
        let pair = (16, String::from("abc"));
        let sum = bystanders(
            Point { x: 1, y: 2 },
            Wrapper([0, 4], ""),
            [8, 0, 0, 32],
            &pair,
            Unit,
            0,
            async { 64 },
        );
        assert_eq!(sum.await, (127, 7));
    });
}

#[test]
fn patterns_nest() {
    run(async {
        let pending = || std::future::pending::<u8>();
        let one = || create_task(async { 1 });
        let arguments = ((async { 2 }, [one(), one()]), Some(pending()), (pending(),));
        assert_eq!(nested(arguments).await, (2, 1, true));
        let letter = std::future::pending::<char>();
        assert_eq!(
            bound_whole((pending(), letter), [pending(), pending()]),
            [1, 3]
        );
    });
}

#[test]
fn methods_take_their_arguments_apart() {
    run(async {
        let pending = || std::future::pending::<u8>();
        let mut jobs = Jobs {
            running: Vec::new(),
        };
        assert_eq!(
            jobs.adopt((async { 1 }, async { 2 }), Point { x: 9, y: 0 }),
            9
        );
        assert_eq!(
            jobs.ignoring(pending(), (pending(), pending()), [pending()]),
            2
        );
        let four = [create_task(async { 4 }), create_task(async { 8 })];
        assert_eq!(jobs.sum(four, Point { x: 16, y: 2 }).await, 62);
    });
}

#[test]
fn a_traits_methods_take_their_arguments_apart() {
    run(async {
        let pending = || std::future::pending::<u8>();
        let point = || Point { x: 10, y: 20 };
        let jobs = Jobs {
            running: Vec::new(),
        };
        assert_eq!(jobs.take((pending(), pending()), point(), 1), 33);
        assert_eq!(jobs.both((async { 1 }, Some(async { 2 }))).await, (1, 2));
        assert_eq!(
            jobs.by_default((pending(), pending()), Wrapper(1, "text")),
            (true, "text")
        );
        assert_eq!(Unit.take((pending(), pending()), point(), 1), 22);
        assert_eq!(Unit.both((async { 1 }, Some(pending()))).await, (1, 1));
        assert_eq!(
            Unit.by_default((pending(), pending()), Wrapper(7, "")),
            (true, "own")
        );
        assert_eq!(Unit.drain([pending(), pending()], point()), 32);
    });
}
