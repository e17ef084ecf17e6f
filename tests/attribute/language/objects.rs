//! Trait objects in arguments, in the values of tasks, and in results.

use std::any::Any;
use std::error::Error;
use std::fmt::{Debug, Display};
use std::sync::Arc;

use ensure_future::{Task, accepts_awaitable, create_task, run};

type SendError = Box<dyn Error + Send + Sync>;
type Callback = Box<dyn FnOnce(u8) -> u8 + Send>;

#[accepts_awaitable]
async fn all_kinds(
    shown: &dyn Display,
    numbers: &mut dyn Iterator<Item = u8>,
    callback: Callback,
    debug: &(dyn Debug + Send + Sync),
    task: Task<u8>,
) -> String {
    let number = callback(task.await.unwrap());
    format!("{shown}{debug:?}{number}{:?}", numbers.next())
}

#[accepts_awaitable]
async fn given_by_tasks(
    callback: Task<Callback>,
    shared: Task<Arc<dyn Display + Send + Sync>>,
    any: Task<Box<dyn Any + Send>>,
) -> (u8, String, Option<u8>) {
    let any = any.await.unwrap().downcast::<u8>();
    let shared = shared.await.unwrap().to_string();
    (callback.await.unwrap()(1), shared, any.ok().map(|any| *any))
}

#[accepts_awaitable]
async fn error(task: Task<Result<u8, SendError>>) -> Result<u8, SendError> {
    let number = task.await??;
    if number > 9 {
        return Err("is too large".into());
    }
    let text: &str = if number == 0 { "zero" } else { "8" };
    let parsed: u8 = text.parse()?;
    Ok(number + parsed)
}

#[accepts_awaitable]
fn result<'a>(text: &'a str, task: Task<u8>) -> Box<dyn Iterator<Item = char> + 'a> {
    if task.cancel() {
        Box::new(text.chars())
    } else {
        Box::new(text.chars().rev())
    }
}

#[accepts_awaitable]
fn tasks_behind_dyn(
    #[awaitable(skip)] tasks: &mut dyn Iterator<Item = Task<u8>>,
    #[awaitable(skip)] factory: Box<dyn FnOnce() -> Task<u8>>,
    task: Task<u8>,
) -> usize {
    tasks.chain([factory(), task]).filter(Task::cancel).count()
}

type Hook<'a> = Box<dyn Fn(&str) -> usize + 'a>;

struct Hooks<'a> {
    hooks: Vec<Hook<'a>>,
}

impl<'a> Hooks<'a> {
    #[accepts_awaitable]
    fn add(&mut self, hook: Box<dyn Fn(&str) -> usize + 'a>, task: Task<u8>) -> &mut Self {
        task.cancel();
        self.hooks.push(hook);
        self
    }
}

#[accepts_awaitable]
impl Hooks<'_> {
    async fn call(&self, log: &mut dyn FnMut(usize), task: Task<String>) -> &dyn Fn(&str) -> usize {
        let text = task.await.unwrap();
        for hook in &self.hooks {
            log(hook(&text));
        }
        &self.hooks[0]
    }
}

trait Plugin {
    fn name(&self) -> String;
}

impl Plugin for u8 {
    fn name(&self) -> String {
        format!("plugin {self}")
    }
}

trait Host {
    #[accepts_awaitable]
    fn load<'a>(
        &mut self,
        plugin: &'a dyn Plugin,
        task: Task<Box<dyn Plugin + Send>>,
    ) -> &'a dyn Plugin;

    #[accepts_awaitable]
    async fn both(&self, task: Task<Box<dyn Plugin + Send>>) -> Vec<Box<dyn Plugin>>;
}

#[accepts_awaitable]
impl Host for dyn Plugin + '_ {
    fn load<'a>(
        &mut self,
        plugin: &'a dyn Plugin,
        task: Task<Box<dyn Plugin + Send>>,
    ) -> &'a dyn Plugin {
        task.cancel();
        plugin
    }

    async fn both(&self, task: Task<Box<dyn Plugin + Send>>) -> Vec<Box<dyn Plugin>> {
        vec![
            task.await.unwrap(),
            Box::new(u8::try_from(self.name().len()).unwrap()),
        ]
    }
}

#[accepts_awaitable(as = BusExt)]
trait Bus {
    #[accepts_awaitable(as = publish)]
    fn publish_task(
        &self,
        to: &mut dyn FnMut(&dyn Any),
        task: Task<Box<dyn Any + Send>>,
    ) -> Box<dyn Any>;
}

impl Bus for str {
    fn publish_task(
        &self,
        to: &mut dyn FnMut(&dyn Any),
        task: Task<Box<dyn Any + Send>>,
    ) -> Box<dyn Any> {
        to(&self.len());
        Box::new(task.cancel())
    }
}

#[test]
fn functions_take_and_give_trait_objects() {
    run(async {
        let mut numbers = [7].into_iter();
        let shown = all_kinds(&'a', &mut numbers, Box::new(|n| n + 1), &"b", async { 1 });
        assert_eq!(shown.await, "a\"b\"2Some(7)");
        let given = given_by_tasks(
            async { Box::new(|number: u8| number + 1) as Callback },
            create_task(async { Arc::new('c') as Arc<dyn Display + Send + Sync> }),
            async { Box::new(3_u8) as Box<dyn Any + Send> },
        );
        assert_eq!(given.await, (2, String::from("c"), Some(3)));
        assert_eq!(result("abc", async { 1 }).collect::<String>(), "abc");

        let mut tasks = (0..2).map(|_| create_task(std::future::pending()));
        let factory = Box::new(|| create_task(std::future::pending()));
        assert_eq!(tasks_behind_dyn(&mut tasks, factory, async { 1 }), 4);
    });
}

#[test]
fn question_marks_make_boxed_errors() {
    run(async {
        let says = async |number: u8| {
            error(async move { Ok(number) })
                .await
                .unwrap_err()
                .to_string()
        };
        assert_eq!(error(async { Ok(1) }).await.unwrap(), 9);
        assert_eq!(says(0).await, "invalid digit found in string");
        assert_eq!(says(10).await, "is too large");
        let own = error(async { Err("its own".into()) }).await.unwrap_err();
        assert_eq!(own.to_string(), "its own");
        let panics = error(async { panic!("on purpose") }).await.unwrap_err();
        assert!(panics.is::<tokio::task::JoinError>());
    });
}

#[test]
fn methods_take_and_give_trait_objects() {
    run(async {
        let suffix = String::from("!!");
        let mut hooks = Hooks { hooks: Vec::new() };
        hooks
            .add(Box::new(str::len), async { 1 })
            .add(Box::new(|text| text.len() + suffix.len()), async { 1 });
        let mut lengths = Vec::new();
        let first = hooks
            .call(&mut |length| lengths.push(length), async { "abc".into() })
            .await;
        assert_eq!(first("abcd"), 4);
        assert_eq!(lengths, [3, 5]);

        let plugin = || async { Box::new(2_u8) as Box<dyn Plugin + Send> };
        let host: &mut dyn Plugin = &mut 1_u8;
        assert_eq!(host.load(&3_u8, plugin()).name(), "plugin 3");
        let names: Vec<_> = host
            .both(plugin())
            .await
            .iter()
            .map(|plugin| plugin.name())
            .collect();
        assert_eq!(names, ["plugin 2", "plugin 8"]);

        let mut published = 0;
        let mut to = |any: &dyn Any| published = *any.downcast_ref::<usize>().unwrap();
        let given = "bus".publish(&mut to, async { Box::new(1) as Box<dyn Any + Send> });
        assert_eq!((given.downcast_ref(), published), (Some(&true), 3));
    });
}
