//! Hygiene of functions that `macro_rules!` makes.

use ensure_future::{Task, accepts_awaitable, run};

macro_rules! of_fragments {
    ($name:ident, $task:ident: $ty:ty, $pattern:pat, $body:block) => {
        #[accepts_awaitable]
        fn $name($task: $ty, $pattern: $ty) -> bool $body
    };
}

of_fragments!(stop, first: Task<u8>, _second, {
    first.cancel()
});

macro_rules! of_its_own {
    ($name:ident, $value:expr) => {
        #[accepts_awaitable]
        fn $name(task: Task<u8>, (other, _): (Task<u8>, Task<u8>)) -> (bool, u8) {
            let task = task.cancel() && other.cancel();
            (task, $value)
        }
    };
}

of_its_own!(stop_both, 7);

macro_rules! item {
    ($item:item) => {
        #[accepts_awaitable]
        $item
    };
}

item! {
    fn stop_item(task: Task<u8>) -> bool {
        task.cancel()
    }
}

struct Pool(u8);

item! {
    impl Pool {
        fn stop(&self, task: Task<u8>) -> u8 {
            self.0 + u8::from(task.cancel())
        }
    }
}

trait Slot {
    #[accepts_awaitable]
    fn put(&self, task: Option<Task<u8>>) -> bool;
}

macro_rules! slot_of {
    ($ty:ty) => {
        #[accepts_awaitable]
        impl Slot for Pool {
            fn put(&self, task: $ty) -> bool {
                task.is_some_and(|task| task.cancel())
            }
        }
    };
}

slot_of!(Option<Task<u8>>);

macro_rules! methods {
    ($(#[$attribute:meta])* $visibility:vis $name:ident<$T:ident>($self:ident, $task:ident: $ty:ty) -> $output:ty $body:block) => {
        $(#[$attribute])*
        impl Pool {
            $visibility fn $name<$T: Send>(&$self, $task: $ty, make: impl Fn() -> $ty) -> $output {
                let task = make().cancel();
                (task, $body)
            }
        }
    };
}

methods! {
    #[accepts_awaitable]
    #[allow(dead_code)]
    pub(crate) both<T>(self, first: Task<T>) -> (bool, u8) {
        u8::from(first.cancel()) + self.0
    }
}

macro_rules! of_paths {
    ($name:ident, $task:path, $output:tt, $lifetime:lifetime, $body:expr) => {
        #[accepts_awaitable]
        fn $name<$lifetime>(text: &$lifetime str, task: $task, tasks: Vec<$task>) -> (&$lifetime str, $output) {
            // Tokens from the caller of the macro can't see this variable, nor the parameters.
            let first = task.cancel();
            (text, ($body) && first && tasks.len() == 1)
        }
    };
}

fn first() -> bool {
    true
}

of_paths!(lifetimes, ensure_future::Task::<u8>, bool, 'text, first());

macro_rules! of_items {
    ($($item:item)*) => {
        #[accepts_awaitable]
        impl Pool {
            $($item)*

            fn last(task: Task<u8>) -> bool {
                task.cancel()
            }
        }
    };
}

of_items! {
    const NUMBER: u8 = 1;

    #[must_use]
    fn first(task: Task<u8>) -> bool {
        task.cancel()
    }

    fn second(&self, task: Task<u8>) -> bool {
        task.cancel() && self.0 == Self::NUMBER
    }
}

#[test]
fn fragments_and_hygiene_are_kept() {
    run(async {
        assert!(stop(async { 1 }, async { 2 }));
        let others = (async { 2 }, async { 3 });
        assert_eq!(stop_both(async { 1 }, others), (true, 7));
        let endless = || std::future::pending();
        assert!(stop_item(endless()));
        assert_eq!(Pool(1).stop(endless()), 2);
        assert!(Pool(1).put(Some(endless())));
        assert_eq!(Pool(1).both::<u8, _, _, _>(endless(), endless), (true, 2));
        assert_eq!(lifetimes("a", endless(), [endless()]), ("a", true));
        assert!(Pool::first(endless()) && Pool(1).second(endless()) && Pool::last(endless()));
    });
}
