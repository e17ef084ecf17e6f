//! `#[async_trait]` above and below the attribute on a whole trait. Callers get the lifetimes that it gives a method.

use std::rc::Rc;
use std::sync::Arc;

use async_trait::async_trait;
use ensure_future::{LocalTask, Task, accepts_awaitable, create_task, run};

/// One method for the implementors, and one with a body.
#[accepts_awaitable(as = AboveExt)]
#[async_trait]
trait Above: Send + Sync {
    #[accepts_awaitable(as = value)]
    async fn value_of(&self, task: Task<u8>) -> u8;

    #[accepts_awaitable(as = named)]
    async fn named_by(&self, task: Task<u8>, name: &str) -> String {
        format!("{name}{}", task.await.unwrap())
    }

    #[accepts_awaitable(as = push)]
    async fn push_to(&mut self, task: Task<u8>, values: &mut Vec<u8>) -> usize;

    #[accepts_awaitable(as = join)]
    async fn join_with(first: &str, task: Task<u8>, second: &str) -> String
    where
        Self: Sized,
    {
        format!("{first}{}{second}", task.await.unwrap())
    }

    #[accepts_awaitable(as = titled)]
    async fn titled_by(&self, title: Option<&str>, task: Task<u8>) -> usize {
        title.map_or(0, str::len) + usize::from(task.await.unwrap())
    }

    #[accepts_awaitable(as = generic)]
    async fn generic_in<T>(&self, task: Task<T>, other: &T) -> (T, bool)
    where
        T: PartialEq + Send + Sync + 'static,
        Self: Sized,
    {
        let value = task.await.unwrap();
        let is_other = value == *other;
        (value, is_other)
    }
}

#[async_trait]
#[accepts_awaitable(as = BelowExt)]
trait Below: Send + Sync {
    #[accepts_awaitable(as = value)]
    async fn value_of(&self, task: Task<u8>) -> u8;

    #[accepts_awaitable(as = named)]
    async fn named_by(&self, task: Task<u8>, name: &str) -> String {
        format!("{name}{}", task.await.unwrap())
    }

    #[accepts_awaitable(as = push)]
    async fn push_to(&mut self, task: Task<u8>, values: &mut Vec<u8>) -> usize;

    #[accepts_awaitable(as = join)]
    async fn join_with(first: &str, task: Task<u8>, second: &str) -> String
    where
        Self: Sized,
    {
        format!("{first}{}{second}", task.await.unwrap())
    }

    #[accepts_awaitable(as = titled)]
    async fn titled_by(&self, title: Option<&str>, task: Task<u8>) -> usize {
        title.map_or(0, str::len) + usize::from(task.await.unwrap())
    }

    #[accepts_awaitable(as = generic)]
    async fn generic_in<T>(&self, task: Task<T>, other: &T) -> (T, bool)
    where
        T: PartialEq + Send + Sync + 'static,
        Self: Sized,
    {
        let value = task.await.unwrap();
        let is_other = value == *other;
        (value, is_other)
    }
}

struct Pool(u8);

#[async_trait]
impl Above for Pool {
    async fn value_of(&self, task: Task<u8>) -> u8 {
        self.0 + task.await.unwrap()
    }

    async fn push_to(&mut self, task: Task<u8>, values: &mut Vec<u8>) -> usize {
        self.0 += 1;
        values.push(task.await.unwrap());
        values.len()
    }
}

#[async_trait]
impl Below for Pool {
    async fn value_of(&self, task: Task<u8>) -> u8 {
        self.0 + task.await.unwrap()
    }

    async fn push_to(&mut self, task: Task<u8>, values: &mut Vec<u8>) -> usize {
        self.0 += 1;
        values.push(task.await.unwrap());
        values.len()
    }
}

fn is_send<T: Send>(value: T) -> T {
    value
}

#[test]
fn above_it_callers_keep_every_lifetime() {
    run(async {
        let (name, mut values) = (String::from("name"), vec![1]);
        let mut object: Box<dyn Above> = Box::new(Pool(1));
        assert_eq!(is_send(object.value(async { 1 })).await, 2);
        assert_eq!(is_send(object.named(async { 1 }, &name)).await, "name1");
        assert_eq!(
            object.titled(Some(&name), create_task(async { 1 })).await,
            5
        );
        assert_eq!(object.titled(None, async { 1 }).await, 1);
        assert_eq!(object.push(async { 2 }, &mut values).await, 2);
        assert_eq!(values, [1, 2]);

        let joined = is_send(<Pool as AboveExt>::join(&name, async { 1 }, "other"));
        assert_eq!(joined.await, "name1other");
        let generic = AboveExt::generic(&Pool(1), async { 'a' }, &'b');
        assert_eq!(is_send(generic).await, ('a', false));

        let shared: Arc<dyn Above> = Arc::new(Pool(1));
        let value = tokio::spawn(async move { shared.value(async { 1 }).await });
        assert_eq!(value.await.unwrap(), 2);
    });
}

#[test]
fn below_it_callers_keep_every_lifetime() {
    run(async {
        let (name, mut values) = (String::from("name"), vec![1]);
        let mut object: Box<dyn Below> = Box::new(Pool(1));
        assert_eq!(is_send(object.value(async { 1 })).await, 2);
        assert_eq!(is_send(object.named(async { 1 }, &name)).await, "name1");
        assert_eq!(
            object.titled(Some(&name), create_task(async { 1 })).await,
            5
        );
        assert_eq!(object.titled(None, async { 1 }).await, 1);
        assert_eq!(object.push(async { 2 }, &mut values).await, 2);
        assert_eq!(values, [1, 2]);

        let joined = is_send(<Pool as BelowExt>::join(&name, async { 1 }, "other"));
        assert_eq!(joined.await, "name1other");
        let generic = BelowExt::generic(&Pool(1), async { 'a' }, &'b');
        assert_eq!(is_send(generic).await, ('a', false));

        let shared: Arc<dyn Below> = Arc::new(Pool(1));
        let value = tokio::spawn(async move { shared.value(async { 1 }).await });
        assert_eq!(value.await.unwrap(), 2);
    });
}

#[accepts_awaitable(as = LocallyAboveExt)]
#[async_trait(?Send)]
trait LocallyAbove {
    #[accepts_awaitable(as = value)]
    async fn value_of(&self, task: LocalTask<u8>, name: &str) -> usize;

    #[accepts_awaitable(as = generic)]
    async fn generic_in<T>(&mut self, task: Task<T>, names: &[&str]) -> (T, usize)
    where
        Self: Sized,
    {
        (task.await.unwrap(), names.len())
    }
}

#[async_trait(?Send)]
#[accepts_awaitable(as = LocallyBelowExt)]
trait LocallyBelow {
    #[accepts_awaitable(as = value)]
    async fn value_of(&self, task: LocalTask<u8>, name: &str) -> usize;

    #[accepts_awaitable(as = generic)]
    async fn generic_in<T>(&mut self, task: Task<T>, names: &[&str]) -> (T, usize)
    where
        Self: Sized,
    {
        (task.await.unwrap(), names.len())
    }
}

/// Neither the type nor the futures of its methods are `Send`.
struct Local(Rc<u8>);

#[async_trait(?Send)]
impl LocallyAbove for Local {
    async fn value_of(&self, task: LocalTask<u8>, name: &str) -> usize {
        usize::from(*self.0 + task.await.unwrap()) + name.len()
    }
}

#[async_trait(?Send)]
impl LocallyBelow for Local {
    async fn value_of(&self, task: LocalTask<u8>, name: &str) -> usize {
        usize::from(*self.0 + task.await.unwrap()) + name.len()
    }
}

#[test]
fn futures_need_not_be_send_where_the_author_says_so() {
    run(async {
        let (name, own) = (String::from("name"), Rc::new(1));
        let names = [name.as_str()];
        let mut local = Local(own.clone());
        let generic = LocallyAboveExt::generic(&mut local, async { 'a' }, &names);
        assert_eq!(generic.await, ('a', 1));
        let generic = LocallyBelowExt::generic(&mut local, async { 'a' }, &names);
        assert_eq!(generic.await, ('a', 1));

        let above: &dyn LocallyAbove = &local;
        let not_send = own.clone();
        assert_eq!(above.value(async move { *not_send }, &name).await, 6);
        let below: &dyn LocallyBelow = &local;
        assert_eq!(below.value(async move { *own }, &name).await, 6);
    });
}
