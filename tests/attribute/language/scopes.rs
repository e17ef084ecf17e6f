//! The paths of traits and types: in modules, renamed, behind an alias, in blocks, and from macros.

use ensure_future::{Task, accepts_awaitable, run};

mod elsewhere {
    use ensure_future::{Task, accepts_awaitable};

    pub(super) trait Meter<Unit = u8> {
        #[accepts_awaitable]
        fn measure(&self, task: Task<u8>) -> Unit;

        fn twice(&self, unit: Unit) -> [Unit; 2]
        where
            Unit: Copy,
        {
            [unit; 2]
        }
    }

    pub(super) mod hidden {
        pub(in super::super) struct Type<'a, T: ?Sized>(pub(in super::super) &'a T);
    }

    pub(super) type Text<'a> = hidden::Type<'a, str>;

    macro_rules! implemented {
        ($type:ty) => {
            #[accepts_awaitable]
            impl $crate::language::scopes::elsewhere::Meter<u16> for $type {
                fn measure(&self, task: Task<u8>) -> u16 {
                    u16::from(task.cancel())
                }
            }
        };
    }
    pub(super) use implemented;
}

/// The attribute under an alias.
#[accepts_awaitable]
impl elsewhere::Text<'_> {
    fn length(&self, task: Task<u8>) -> usize {
        self.0.len() + usize::from(task.cancel())
    }
}

/// The trait is not in scope here. The body finds its methods all the same.
#[accepts_awaitable]
impl self::elsewhere::Meter<usize> for elsewhere::Text<'_> {
    fn measure(&self, task: Task<u8>) -> usize {
        task.cancel();
        let [first, second] = self.twice(self.length(async { 1 }));
        first + second
    }
}

/// A type with a method of the same name as the trait's.
struct Own(u8);

#[accepts_awaitable]
impl Own {
    fn measure(&self, task: Task<u8>) -> &'static str {
        if task.cancel() && self.0 == 7 {
            "its own"
        } else {
            "ended"
        }
    }
}

#[accepts_awaitable]
impl elsewhere::Meter<&'static str> for Own {
    fn measure(&self, task: Task<u8>) -> &'static str {
        let own = self.measure(task);
        self.twice(own)[1]
    }
}

mod renamed {
    use super::elsewhere::{Meter as Gauge, hidden::Type};
    use ensure_future::{Task, accepts_awaitable};

    #[accepts_awaitable]
    impl<T: ?Sized + PartialEq> Gauge<bool> for Type<'_, (u8, T)> {
        fn measure(&self, task: Task<u8>) -> bool {
            task.cancel() && self.twice(true) == [true; 2]
        }
    }
}

elsewhere::implemented!(char);
elsewhere::implemented!([elsewhere::hidden::Type<'_, u8>]);

const _: () = {
    trait Local {
        #[accepts_awaitable]
        fn local(&self, task: Task<u8>) -> u8;
    }

    #[accepts_awaitable]
    impl Local for Own {
        fn local(&self, task: Task<u8>) -> u8 {
            self.0 + u8::from(task.cancel())
        }
    }

    impl Own {
        fn by_local(&self) -> u8 {
            self.local(std::future::pending())
        }
    }
};

fn inside_a_function(number: u8) -> u8 {
    use elsewhere::Meter as Inner;

    struct Local<'a>(&'a u8);

    #[accepts_awaitable]
    impl Inner for Local<'_> {
        fn measure(&self, task: Task<u8>) -> u8 {
            task.cancel();
            self.twice(*self.0).iter().sum()
        }
    }

    #[accepts_awaitable(as = DeepExt)]
    trait Deep: Inner {
        #[accepts_awaitable(as = deep)]
        fn deep_task(&self, task: Task<u8>) -> u8 {
            self.measure(task) + 1
        }
    }

    impl Deep for Local<'_> {}

    Local(&number).deep(std::future::pending())
}

#[test]
fn the_trait_is_found_under_any_path() {
    use elsewhere::Meter;
    run(async {
        let text = elsewhere::hidden::Type("abc");
        assert_eq!(text.length(async { 1 }), 4);
        assert_eq!(text.measure(async { 1 }), 8);
        assert_eq!(Own(7).measure(async { 1 }), "its own");
        assert_eq!(Meter::measure(&Own(7), async { 1 }), "its own");
        assert!(elsewhere::hidden::Type(&(1_u8, 'a')).measure(async { 1 }));
        assert_eq!('a'.measure(async { 1 }), 1_u16);
        assert_eq!(
            [elsewhere::hidden::Type(&1)][..].measure(async { 1 }),
            1_u16
        );
    });
}

#[test]
fn the_trait_is_found_in_the_same_block() {
    run(async {
        assert_eq!(Own(7).by_local(), 8);
        assert_eq!(inside_a_function(3), 7);
    });
}
