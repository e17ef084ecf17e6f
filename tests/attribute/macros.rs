//! Functions that `macro_rules!` makes.

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

#[test]
fn fragments_and_hygiene_are_kept() {
    run(async {
        assert!(stop(async { 1 }, async { 2 }));
        let others = (async { 2 }, async { 3 });
        assert_eq!(stop_both(async { 1 }, others), (true, 7));
    });
}
