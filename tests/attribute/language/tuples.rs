//! Tuples of up to twelve tasks, and traits that a macro implements for each length.

use ensure_future::{LocalTask, Task, accepts_awaitable, create_task, run};
use tokio::task::JoinHandle;

type Twelve<T> = (T, T, T, T, T, T, T, T, T, T, T, T);

#[accepts_awaitable]
#[expect(clippy::many_single_char_names)]
async fn sum(#[awaitable] (a, b, c, d, e, f, g, h, i, j, k, l): Twelve<Task<u16>>) -> u16 {
    let mut sum = 0;
    for task in [a, b, c, d, e, f, g, h, i, j, k, l] {
        sum += task.await.unwrap();
    }
    sum
}

/// Each element has its own type and form.
#[accepts_awaitable]
#[rustfmt::skip]
#[expect(clippy::type_complexity)]
async fn mixed<A, B: Default, const N: usize>(
    tasks: (Task<A>, LocalTask<B>, JoinHandle<u8>, [Task<u8>; N], Option<Task<u8>>, Vec<Task<u8>>, (Task<u8>,)),
    (): (),
) -> (A, B, u8, usize) {
    let (a, b, c, others, optional, more, (last,)) = tasks;
    let count = others.into_iter().chain(optional).chain(more).chain([last]).filter(Task::cancel).count();
    (a.await.unwrap(), b.await.unwrap_or_default(), c.await.unwrap(), count)
}

#[accepts_awaitable]
async fn beside_other_parameters(
    (left, right): (u8, &str),
    first: (Task<u8>, Task<char>),
    second: ((Task<u8>, Task<u8>), Task<u8>),
) -> (u8, String) {
    let ((a, b), c) = second;
    let number = a.await.unwrap() + b.await.unwrap() + c.await.unwrap() + first.0.await.unwrap();
    (number + left, format!("{right}{}", first.1.await.unwrap()))
}

trait Count {
    #[accepts_awaitable]
    async fn count(&self, task: Task<usize>) -> usize;

    #[accepts_awaitable]
    fn cancel_all<T>(tasks: Vec<Task<T>>) -> [usize; 2];
}

macro_rules! for_tuples {
    ($($length:literal: $($name:ident)*;)*) => {$(
        #[accepts_awaitable]
        impl<$($name: Clone),*> Count for ($($name,)*) {
            async fn count(&self, task: Task<usize>) -> usize {
                #[allow(non_snake_case)]
                let ($($name,)*) = self.clone();
                $(drop($name);)*
                task.await.unwrap() + $length
            }

            fn cancel_all<Item>(tasks: Vec<Task<Item>>) -> [usize; 2] {
                [tasks.iter().filter(|task| task.cancel()).count(), $length]
            }
        }
    )*};
}

for_tuples! {
    0: ;
    1: A;
    2: A B;
    3: A B C;
}

macro_rules! functions_of_tuples {
    ($($function:ident($($name:ident)*);)*) => {$(
        #[accepts_awaitable]
        #[allow(non_snake_case)]
        async fn $function<$($name: Into<u64>),*>(($($name,)*): ($(Task<$name>,)*)) -> u64 {
            let mut sum = 0;
            $(sum += $name.await.unwrap().into();)*
            sum
        }
    )*};
}

functions_of_tuples! {
    sum1(A);
    sum2(A B);
    sum3(A B C);
    sum12(A B C D E F G H I J K L);
}

#[test]
fn a_tuple_may_hold_twelve_tasks() {
    run(async {
        let one = || async { 1 };
        let task = || create_task(async { 100 });
        let twelve = (
            one(),
            task(),
            one(),
            task(),
            one(),
            one(),
            one(),
            one(),
            one(),
            one(),
            one(),
            tokio::spawn(one()),
        );
        assert_eq!(sum(twelve).await, 210);
    });
}

#[test]
fn each_item_has_a_form_of_its_own() {
    run(async {
        let pending = || std::future::pending::<u8>();
        let given = mixed(
            (
                async { "a" },
                create_task(async { 'b' }),
                tokio::spawn(async { 3 }),
                [pending(), pending()],
                None::<Task<u8>>,
                [create_task(pending())],
                (pending(),),
            ),
            (),
        );
        assert_eq!(given.await, ("a", 'b', 3, 4));

        let second = ((async { 1 }, create_task(async { 2 })), async { 4 });
        let given = beside_other_parameters((8, "c"), (async { 16 }, async { 'd' }), second);
        assert_eq!(given.await, (31, String::from("cd")));
    });
}

#[test]
fn a_macro_writes_an_impl_for_each_length() {
    run(async {
        assert_eq!(().count(async { 10 }).await, 10);
        assert_eq!(('a',).count(create_task(async { 10 })).await, 11);
        assert_eq!(('a', 1, "b").count(async { 10 }).await, 13);
        let pending = || std::future::pending::<u8>();
        assert_eq!(
            <(u8, u8)>::cancel_all([pending(), pending(), pending()]),
            [3, 2]
        );
    });
}

#[test]
fn a_macro_writes_a_function_for_each_length() {
    run(async {
        let one = || async { 1_u8 };
        assert_eq!(sum1((one(),)).await, 1);
        assert_eq!(sum2((one(), async { 2_u16 })).await, 3);
        assert_eq!(sum3((one(), one(), create_task(async { 4_u32 }))).await, 6);
        let twelve = (
            one(),
            one(),
            one(),
            one(),
            one(),
            one(),
            one(),
            one(),
            one(),
            one(),
            one(),
            one(),
        );
        assert_eq!(sum12(twelve).await, 12);
    });
}
