//! Items that `macro_rules!` builds from fragments of every kind.

use std::fmt::Debug;

use ensure_future::{Task, accepts_awaitable, run};

macro_rules! function {
    (
        $(#[$attribute:meta])*
        $visibility:vis fn $name:ident<$lifetime:lifetime, $generic:ident: $bound:path>(
            $($argument:ident: $ty:ty),* $(,)?
        ) -> $result:ty $body:block
    ) => {
        $(#[$attribute])*
        #[accepts_awaitable]
        $visibility async fn $name<$lifetime, $generic: $bound>($($argument: $ty),*) -> $result $body
    };
}

function! {
    /// Documented.
    #[must_use = "on purpose"]
    #[inline]
    pub(crate) fn described<'a, T: Debug>(text: &'a str, task: Task<T>, other: Option<Task<T>>) -> (&'a str, String) {
        assert!(other.is_none());
        (text, format!("{:?}", task.await.unwrap()))
    }
}

macro_rules! method {
    ($type:ty, $self:ident, $name:ident($pattern:pat in $tasks:ty) $body:expr) => {
        impl $type {
            #[accepts_awaitable]
            async fn $name(&$self, $pattern: $tasks) -> u8 {
                $body
            }
        }
    };
}

struct Base(u8);

method!(Base, self, add([first, second] in [Task<u8>; 2]) {
    self.0 + first.await.unwrap() + second.await.unwrap()
});

macro_rules! inherent {
    ($type:ident<$($generic:ident: $bound:path),* $(; const $constant:ident: $of:ty)?>, {$($item:tt)*}) => {
        #[accepts_awaitable]
        impl<$($generic: $bound,)* $(const $constant: $of)?> $type<$($generic,)* $($constant)?> {
            $($item)*
        }
    };
}

struct Buffer<T, const N: usize>([T; N]);

inherent!(Buffer<T: Clone; const N: usize>, {
    const LENGTH: usize = N;

    async fn replaced(mut self, task: Task<T>) -> [T; N] {
        self.0[Self::LENGTH - 1] = task.await.unwrap();
        self.0
    }

    fn length(&self, task: Task<T>) -> usize {
        self.0.len() + usize::from(task.cancel())
    }
});

trait Accepts<T> {
    const TIMES: u8;
    type Kept;

    #[accepts_awaitable]
    fn accept(&mut self, task: Task<T>) -> Self::Kept;

    #[accepts_awaitable]
    async fn exchange(&self, task: Task<T>, with: T) -> (T, T);
}

macro_rules! implementations {
    ($($trait:path => $type:ty, $kept:ty, $times:expr;)*) => {$(
        #[accepts_awaitable]
        impl $trait for $type {
            const TIMES: u8 = $times;
            type Kept = $kept;

            fn accept(&mut self, task: Task<u8>) -> $kept {
                <$kept>::from(Self::TIMES * u8::from(task.cancel()))
            }

            async fn exchange(&self, task: Task<u8>, with: u8) -> (u8, u8) {
                let task = task.await.unwrap();
                (with, task + $times)
            }
        }
    )*};
}

implementations! {
    Accepts<u8> => Vec<Option<char>>, u16, 2 + 1;
    Accepts::<u8> => &'static [u8], u32, 5;
    self::Accepts<u8> => (u8, String), u8, { const FIVE: u8 = 5; FIVE };
}

macro_rules! extended {
    ($visibility:vis $trait:ident as $extension:ident { $($own:ident as $callers:ident -> $result:ty = $value:expr;)* }) => {
        #[accepts_awaitable(as = $extension)]
        $visibility trait $trait {
            $(
                #[accepts_awaitable(as = $callers)]
                fn $own(&self, task: Task<u8>) -> $result {
                    let _cancelled: bool = task.cancel();
                    $value
                }
            )*
        }
    };
}

extended! {
    pub(crate) Extended as ExtendedExt {
        first_task as first -> u8 = 1;
        second_task as second -> Vec<u8> = vec![1, 2];
    }
}

impl Extended for () {}

/// The attribute is written where the macro is called.
macro_rules! passed_through {
    ($($item:item)*) => { $($item)* };
}

passed_through! {
    #[accepts_awaitable]
    fn whole(task: Task<u8>, number: u8) -> u8 {
        u8::from(task.cancel()) + number
    }

    #[accepts_awaitable]
    impl Base {
        fn whole(&self, task: Task<u8>) -> u8 {
            whole(task, self.0)
        }
    }
}

/// The attribute is written in the macro.
macro_rules! adds_attribute {
    ($($item:item)*) => { $(#[accepts_awaitable] $item)* };
}

adds_attribute! {
    fn added(task: Task<u8>, (number, _): (u8, &str)) -> u8 {
        u8::from(task.cancel()) + number
    }

    impl Base {
        fn added(&self, task: Task<u8>) -> u8 {
            added(async { task.await.unwrap() }, (self.0, ""))
        }
    }
}

#[test]
fn functions_are_made_of_fragments() {
    run(async {
        let described = described("a", async { 'b' }, None::<Task<char>>);
        assert_eq!(described.await, ("a", "'b'".into()));
        assert_eq!(whole(async { 1 }, 2), 3);
        assert_eq!(added(async { 1 }, (2, "")), 3);
    });
}

#[test]
fn methods_are_made_of_fragments() {
    run(async {
        assert_eq!(Base(1).add([2, 3].map(std::future::ready)).await, 6);
        assert_eq!(Base(1).whole(async { 1 }), 2);
        assert_eq!(Base(1).added(async { 1 }), 2);
        assert_eq!(Buffer(['a', 'b']).length(async { 'c' }), 3);
        assert_eq!(Buffer(['a', 'b']).replaced(async { 'c' }).await, ['a', 'c']);
    });
}

#[test]
fn traits_are_made_of_fragments() {
    run(async {
        assert_eq!(vec![Some('a')].accept(async { 1 }), 3_u16);
        assert_eq!((&[1_u8][..]).accept(async { 1 }), 5_u32);
        let pair = (1_u8, String::new());
        assert_eq!(pair.exchange(async { 1 }, 7).await, (7, 6));
        assert_eq!(().first(async { 1 }), 1);
        assert_eq!(().second(async { 1 }), [1, 2]);
    });
}
