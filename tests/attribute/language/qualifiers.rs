//! Visibility, `extern "Rust"`, and neighbours that take no task.

use ensure_future::{Task, accepts_awaitable, create_task, run};

mod outer {
    pub(super) mod inner {
        use ensure_future::{Task, accepts_awaitable};

        #[accepts_awaitable]
        pub(in super::super) fn in_a_path(task: Task<u8>) -> bool {
            task.cancel()
        }

        #[accepts_awaitable]
        pub(super) async fn for_the_parent(task: Task<u8>) -> u8 {
            private(task).await
        }

        #[accepts_awaitable]
        async fn private(task: Task<u8>) -> u8 {
            task.await.unwrap()
        }

        #[derive(Default)]
        pub(in super::super) struct Guarded {
            pub(self) value: u8,
        }

        #[accepts_awaitable]
        impl Guarded {
            pub(in super::super) extern "Rust" fn open(&mut self, task: Task<u8>) -> &mut u8 {
                self.secret(task)
            }

            pub(super) async fn half_open(&self, task: Task<u8>) -> u8 {
                self.value + task.await.unwrap()
            }

            fn secret(&mut self, task: Task<u8>) -> &mut u8 {
                self.value += u8::from(task.cancel());
                &mut self.value
            }
        }

        impl Guarded {
            #[accepts_awaitable]
            pub(crate) extern "Rust" fn of(task: Task<u8>, value: u8) -> Self {
                task.cancel();
                Self { value }
            }
        }
    }

    pub(super) async fn through_the_parent(guarded: &inner::Guarded) -> u8 {
        inner::for_the_parent(async { 1 }).await + guarded.half_open(async { 2 }).await
    }
}

trait Foreign {
    #[accepts_awaitable]
    extern "Rust" fn call(&self, task: Task<u8>) -> u8;
}

#[accepts_awaitable]
impl Foreign for u8 {
    extern "Rust" fn call(&self, task: Task<u8>) -> u8 {
        self + u8::from(task.cancel())
    }
}

#[accepts_awaitable(as = AbroadExt)]
trait Abroad {
    #[accepts_awaitable(as = call_abroad)]
    extern "Rust" fn call_abroad_task(&self, task: Task<u8>) -> u8;
}

impl Abroad for u8 {
    fn call_abroad_task(&self, task: Task<u8>) -> u8 {
        self - u8::from(task.cancel())
    }
}

macro_rules! member {
    ($name:ident) => {
        fn $name() -> &'static str {
            stringify!($name)
        }
    };
}

/// Members of every kind, of which one is rewritten.
struct Many(u8);

#[accepts_awaitable]
impl Many {
    const BRACED: [u8; 2] = { [1, 2] };
    const FUNCTION: fn(u8) -> u8 = Self::constant;
    const STRUCT: Self = Self(10);
    #[allow(dead_code)]
    pub(crate) const CLOSURE: fn(Task<u8>) -> bool = |task| task.cancel();

    const fn constant(number: u8) -> u8 {
        number + Self::BRACED[1]
    }

    extern "C" fn foreign(number: u8) -> u8 {
        number + 1
    }

    member!(made);

    member! { made_in_braces }

    #[cfg(test)]
    fn rewritten(&self, task: Task<u8>) -> u8 {
        u8::from(task.cancel()) + Self::FUNCTION(self.0)
    }

    #[cfg(not(test))]
    fn rewritten(&self, task: Task<NoSuchType>) -> NoSuchType {
        task
    }

    fn reference(task: &Task<u8>, mutable: &mut [Task<u8>]) -> bool {
        mutable.iter().chain([task]).all(Task::cancel)
    }
}

#[test]
fn a_function_is_as_visible_as_its_author_says() {
    run(async {
        assert!(outer::inner::in_a_path(async { 1 }));
        let mut guarded = outer::inner::Guarded::default();
        *guarded.open(async { 1 }) += 1;
        assert_eq!(outer::through_the_parent(&guarded).await, 5);
        let guarded = outer::inner::Guarded::of(async { 1 }, 10);
        assert_eq!(outer::through_the_parent(&guarded).await, 13);
    });
}

#[test]
fn methods_have_an_abi() {
    run(async {
        assert_eq!(1.call(async { 1 }), 2);
        assert_eq!(1.call_abroad(async { 1 }), 0);
    });
}

#[test]
fn members_that_take_no_task_by_value_stay_as_they_are() {
    run(async {
        assert_eq!(Many::STRUCT.rewritten(async { 1 }), 13);
        assert_eq!(Many::made(), "made");
        assert_eq!(Many::made_in_braces(), "made_in_braces");
        let pointer: extern "C" fn(u8) -> u8 = Many::foreign;
        assert_eq!(pointer(1), 2);
        assert_eq!(const { Many::constant(5) }, 7);
        let task = || create_task(std::future::pending());
        assert!(Many::reference(&task(), &mut [task()]));
        assert!(Many::CLOSURE(task()));
    });
}
