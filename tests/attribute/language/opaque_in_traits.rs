//! `impl Trait` in the results of a trait's methods.

use std::fmt::Display;

use ensure_future::{Task, accepts_awaitable, run};

trait Listing<T> {
    #[accepts_awaitable]
    fn list(&self, task: Task<u8>) -> impl Iterator<Item = T>;

    #[accepts_awaitable]
    fn later(self, task: Task<T>) -> impl Future<Output = (T, usize)> + Send
    where
        Self: Sized;
}

#[accepts_awaitable]
impl<T: Copy + Send + 'static> Listing<T> for Vec<T> {
    fn list(&self, task: Task<u8>) -> impl Iterator<Item = T> {
        let skipped = usize::from(task.cancel());
        self.iter().copied().skip(skipped)
    }

    fn later(self, task: Task<T>) -> impl Future<Output = (T, usize)> + Send {
        let length = self.len();
        async move { (task.await.unwrap(), length) }
    }
}

#[accepts_awaitable(as = CatalogExt)]
trait Catalog {
    #[accepts_awaitable(as = entries)]
    fn entry_tasks<'a>(
        &'a self,
        _: &str,
        task: Task<u8>,
    ) -> impl Iterator<Item = &'a str> + use<'a, Self>;

    #[accepts_awaitable(as = entry)]
    fn entry_task(&self, task: Task<u8>) -> Result<impl Display + Send, String>;
}

impl Catalog for [String] {
    fn entry_tasks<'a>(
        &'a self,
        _: &str,
        task: Task<u8>,
    ) -> impl Iterator<Item = &'a str> + use<'a> {
        let skipped = usize::from(task.cancel());
        self.iter().skip(skipped).map(String::as_str)
    }

    fn entry_task(&self, task: Task<u8>) -> Result<impl Display + Send, String> {
        task.cancel();
        self.first().ok_or_else(|| "none".to_owned())
    }
}

fn is_send<T: Send + 'static>(value: T) -> T {
    value
}

#[test]
fn traits_hide_the_types_of_their_results() {
    run(async {
        let other = String::new();
        assert!(vec![1, 2].list(async { 1 }).eq([2]));
        assert_eq!(is_send(vec![1, 2].later(async { 3 })).await, (3, 2));
        let catalog = [String::from("a"), String::from("b")];
        assert!(catalog[..].entries(&other, async { 1 }).eq(["b"]));
        assert_eq!(catalog[..].entry(async { 1 }).unwrap().to_string(), "a");
    });
}
