//! Errors of applications in the results of `try_gather` and `TaskGroup`: `anyhow`'s, `eyre`'s, boxed errors, errors of
//! the standard library, and an application's own.

use std::error::Error;
use std::fmt::{self, Debug};
use std::future::{pending, ready};
use std::{io, iter};

use ensure_future::{
    Failure, Task, TaskFailure, TaskGroup, TaskGroupError, TaskGroupHandle, TryGatherError,
    create_task, try_gather,
};
use tokio::task::{JoinError, LocalSet, coop};

use support::{current_thread, on_both_flavours, on_current_thread};

type Boxed = Box<dyn Error + Send + Sync>;

/// The original error, which must survive.
#[derive(Debug, PartialEq)]
struct DiskFull;

impl fmt::Display for DiskFull {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("disk full")
    }
}

impl Error for DiskFull {}

/// The error of an application.
trait Application: From<JoinError> + Into<Boxed> + Debug + Send + 'static {
    /// The error of a child, made from [`DiskFull`].
    fn disk_full() -> Self;

    /// Whether the error contains the original one.
    fn is_disk_full(&self) -> bool;

    /// The messages of the error and of its causes.
    fn text(&self) -> String;
}

impl Application for anyhow::Error {
    fn disk_full() -> Self {
        anyhow::Error::new(DiskFull).context("saving failed")
    }

    fn is_disk_full(&self) -> bool {
        self.downcast_ref::<DiskFull>().is_some()
    }

    fn text(&self) -> String {
        format!("{self:#}")
    }
}

impl Application for eyre::Report {
    fn disk_full() -> Self {
        eyre::Report::new(DiskFull).wrap_err("saving failed")
    }

    fn is_disk_full(&self) -> bool {
        self.downcast_ref::<DiskFull>().is_some()
    }

    fn text(&self) -> String {
        format!("{self:#}")
    }
}

impl Application for Boxed {
    fn disk_full() -> Self {
        Box::new(DiskFull)
    }

    fn is_disk_full(&self) -> bool {
        self.is::<DiskFull>()
    }

    fn text(&self) -> String {
        chain(&**self).join(": ")
    }
}

impl Application for io::Error {
    fn disk_full() -> Self {
        io::Error::new(io::ErrorKind::StorageFull, DiskFull)
    }

    fn is_disk_full(&self) -> bool {
        self.kind() == io::ErrorKind::StorageFull && self.get_ref().unwrap().is::<DiskFull>()
    }

    fn text(&self) -> String {
        chain(self).join(": ")
    }
}

#[derive(Debug)]
enum SaveError {
    Disk(DiskFull),
    Task(JoinError),
}

impl From<JoinError> for SaveError {
    fn from(error: JoinError) -> Self {
        Self::Task(error)
    }
}

impl fmt::Display for SaveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("saving failed")
    }
}

impl Error for SaveError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Disk(error) => Some(error),
            Self::Task(error) => Some(error),
        }
    }
}

impl Application for SaveError {
    fn disk_full() -> Self {
        Self::Disk(DiskFull)
    }

    fn is_disk_full(&self) -> bool {
        matches!(self, Self::Disk(DiskFull))
    }

    fn text(&self) -> String {
        chain(self).join(": ")
    }
}

/// The messages of an error and of its causes.
fn chain(error: &(dyn Error + 'static)) -> Vec<String> {
    let errors = iter::successors(Some(error), |&error| error.source());
    errors.map(ToString::to_string).collect()
}

/// The result of each function for a child that fails, with the recipe from the documentation of its error.
async fn of_every_function<E: Application>(child: impl Fn() -> Task<Result<(), E>>) -> [E; 4] {
    let [of_a_collection, of_a_tuple] = of_try_gather(&child).await;
    let of_a_group = joined(child()).await.unwrap_err();
    let of_a_scope = scoped(child()).await.unwrap_err();
    [of_a_collection, of_a_tuple, of_a_group, of_a_scope]
}

async fn of_try_gather<E: Application>(child: impl Fn() -> Task<Result<(), E>>) -> [E; 2] {
    let of_a_collection = gathered(child()).await.unwrap_err();
    let of_a_tuple = gathered_as_a_tuple(child()).await.unwrap_err();
    [of_a_collection, of_a_tuple]
}

async fn gathered<E: Application>(child: Task<Result<(), E>>) -> Result<(), E> {
    let gathered = try_gather([child]).await;
    gathered.map_err(TryGatherError::into_error)?;
    Ok(())
}

async fn gathered_as_a_tuple<E: Application>(child: Task<Result<(), E>>) -> Result<(), E> {
    let gathered = try_gather!(child, async { Ok(()) }).await;
    gathered.map_err(TryGatherError::into_error)?;
    Ok(())
}

async fn joined<E: Application>(child: Task<Result<(), E>>) -> Result<(), E> {
    let group = TaskGroup::new();
    drop(group.create_task(child));
    group.join().await.map_err(TaskGroupError::into_error)?;
    Ok(())
}

async fn scoped<E: Application>(child: Task<Result<(), E>>) -> Result<(), E> {
    let scope = TaskGroup::scope(async |group| {
        drop(group.create_task(child));
        pending().await
    });
    scope.await.map_err(TaskGroupError::into_error)
}

/// The error of a scope whose group is cancelled.
async fn of_a_cancelled_scope<E: Application>() -> TaskGroupError<E> {
    let scope = TaskGroup::scope(async |group: TaskGroupHandle<E>| {
        group.cancel();
        pending::<Result<(), E>>().await
    });
    scope.await.unwrap_err()
}

/// Runs a generic test for every error.
macro_rules! of_every_error {
    ($($test:ident)*) => {
        $(
            #[test]
            fn $test() {
                on_both_flavours(async || {
                    generic::$test::<anyhow::Error>().await;
                    generic::$test::<eyre::Report>().await;
                    generic::$test::<Boxed>().await;
                    generic::$test::<io::Error>().await;
                    generic::$test::<SaveError>().await;
                });
            }
        )*
    };
}

of_every_error! {
    the_error_that_was_returned_survives
    a_panic_converts
    a_cancellation_converts
    all_failures_are_in_one_box
    the_box_of_one_failure_has_its_causes
}

mod generic {
    use super::*;

    pub(super) async fn the_error_that_was_returned_survives<E: Application>() {
        let child = || create_task(ready(Err(E::disk_full())));
        for error in of_every_function::<E>(child).await {
            assert!(error.is_disk_full(), "{error:?}");
            assert!(error.text().contains("disk full"), "{error:?}");
        }
    }

    pub(super) async fn a_panic_converts<E: Application>() {
        let child = || create_task(async { panic!("the coroutine's own words") });
        for error in of_every_function::<E>(child).await {
            assert!(!error.is_disk_full());
            assert!(error.text().contains("panicked"), "{error:?}");
        }
    }

    pub(super) async fn a_cancellation_converts<E: Application>() {
        let child = || {
            let task = create_task(pending());
            task.cancel();
            task
        };
        let [of_a_collection, of_a_tuple] = of_try_gather::<E>(child).await;
        let of_a_scope = of_a_cancelled_scope::<E>().await.into_error();
        for error in [of_a_collection, of_a_tuple, of_a_scope] {
            assert!(!error.is_disk_full());
            assert!(error.text().contains("was cancelled"), "{error:?}");
        }
    }

    pub(super) async fn all_failures_are_in_one_box<E: Application>() {
        let panicked = create_task(async { panic!("the coroutine's own words") });
        let id = panicked.id();
        let panicked: Result<(), _> = panicked.await;
        let failures = [
            (None, Failure::Returned(E::disk_full())),
            (Some(id), Failure::Ended(panicked.unwrap_err())),
            (Some(id), Failure::Returned(E::disk_full())),
        ];
        let failures = failures.map(|(id, failure)| TaskFailure {
            id,
            name: None,
            index: None,
            failure,
        });
        let failures = failures.into();
        let error = TaskGroupError::new(failures).into_boxed();
        let of_the_child = chain(&*E::disk_full().into());
        let all = of_the_child.join(": ");
        let panicked = r#"panicked with message "the coroutine's own words""#;
        assert_eq!(
            error.to_string(),
            format!(
                "in a task group, the body failed: {all}; task {id} {panicked}; task {id} failed: {all}"
            )
        );
        assert_eq!(chain(&*error)[1..], of_the_child);
    }

    pub(super) async fn the_box_of_one_failure_has_its_causes<E: Application>() {
        let child = || create_task(ready(Err::<(), E>(E::disk_full())));
        let of_the_child = chain(&*E::disk_full().into());
        let group = TaskGroup::new();
        drop(group.create_task(child()));
        for error in [
            try_gather([child()]).await.unwrap_err().into_boxed(),
            try_gather!(child()).await.unwrap_err().into_boxed(),
            group.join().await.unwrap_err().into_boxed(),
        ] {
            let causes = chain(&*error);
            let all = of_the_child.join(": ");
            assert!(
                causes[0].ends_with(&format!(" failed: {all}")),
                "{causes:?}"
            );
            assert_eq!(causes[1..], of_the_child);
        }
        let failure = try_gather([child()]).await.unwrap_err().failure;
        assert_eq!(chain(&*failure.into_boxed()), of_the_child);
    }
}

/// A function of an application, with the recipes for `?` from the documentation.
mod recipes {
    use super::*;

    async fn save() -> anyhow::Result<()> {
        ready(Err(anyhow::anyhow!("disk full"))).await
    }

    async fn save_with_eyre() -> eyre::Result<()> {
        ready(Err(eyre::eyre!("disk full"))).await
    }

    async fn save_boxed() -> Result<(), Boxed> {
        ready(Err("disk full".into())).await
    }

    fn two<E: Send + 'static>(children: [Task<Result<(), E>>; 2]) -> TaskGroup<E> {
        let group = TaskGroup::new();
        drop(children.map(|child| group.create_task(child)));
        group
    }

    pub(super) async fn of_anyhow() -> anyhow::Result<()> {
        let error = try_gather([save()])
            .await
            .map_err(TryGatherError::into_error);
        assert_eq!(error.unwrap_err().to_string(), "disk full");
        let group = two([create_task(save()), create_task(save())]);
        let joined = group.join().await.map_err(TaskGroupError::into_boxed);
        joined.map_err(anyhow::Error::from_boxed)?;
        Ok(())
    }

    pub(super) async fn of_eyre() -> eyre::Result<()> {
        let error = try_gather([save_with_eyre()]).await;
        let error = error.map_err(TryGatherError::into_error);
        assert_eq!(error.unwrap_err().to_string(), "disk full");
        let group = two([create_task(save_with_eyre()), create_task(save_with_eyre())]);
        let joined = group.join().await;
        joined.map_err(|error| eyre::eyre!(error.into_boxed()))?;
        Ok(())
    }

    pub(super) async fn of_boxed() -> Result<(), Boxed> {
        let group = two([create_task(save_boxed()), create_task(save_boxed())]);
        group.join().await.map_err(TaskGroupError::into_boxed)?;
        Ok(())
    }

    /// An error of the standard library needs no recipe, and keeps its source.
    pub(super) async fn of_a_standard_error() -> anyhow::Result<()> {
        try_gather([ready(Err::<(), _>(io::Error::disk_full()))]).await?;
        Ok(())
    }
}

#[test]
fn recipes_keep_the_text() {
    on_current_thread(async {
        let of_anyhow = recipes::of_anyhow().await.unwrap_err();
        let of_eyre = recipes::of_eyre().await.unwrap_err();
        let of_boxed = recipes::of_boxed().await.unwrap_err();
        for causes in [
            of_anyhow.chain().map(ToString::to_string).collect(),
            of_eyre.chain().map(ToString::to_string).collect(),
            chain(&*of_boxed),
        ] {
            assert!(
                causes[0].starts_with("in a task group, task "),
                "{causes:?}"
            );
            assert!(causes[0].ends_with(" failed: disk full"), "{causes:?}");
            assert_eq!(causes[1..], ["disk full"]);
        }
        let error = recipes::of_a_standard_error().await.unwrap_err();
        assert!(error.is::<TryGatherError<io::Error>>());
        let source = error.source().unwrap().downcast_ref::<io::Error>();
        assert!(source.unwrap().is_disk_full());
    });
}

#[test]
fn a_box_gives_a_standard_error_back() {
    on_current_thread(async {
        let error = try_gather([ready(Err::<(), _>(io::Error::disk_full()))]).await;
        let error = error.unwrap_err().into_boxed();
        let source = error.source().unwrap().downcast_ref::<io::Error>();
        assert!(source.unwrap().is_disk_full());
    });
}

#[test]
fn a_text_is_an_error_in_a_box() {
    on_current_thread(async {
        let error = try_gather([ready(Err::<(), _>("disk full".to_owned()))]).await;
        let error = error.unwrap_err().into_boxed();
        assert_eq!(
            error.to_string(),
            "the awaitable at index 0 failed: disk full"
        );
    });
}

/// A failure shows its cause, which is its source too.
#[test]
fn a_box_shows_no_cause_twice() {
    on_current_thread(async {
        let inner = || try_gather([ready(Err::<(), _>(DiskFull))]);
        let error = try_gather([inner()]).await.unwrap_err().into_boxed();
        let index = "the awaitable at index 0 failed: ";
        assert_eq!(error.to_string(), format!("{index}{index}disk full"));
    });
}

#[test]
fn it_is_shown_with_its_cause() {
    on_current_thread(async {
        let failed = || ready(Err::<(), _>(anyhow::Error::disk_full()));
        let index = "the awaitable at index 0 failed: saving failed";
        let error = try_gather([failed()]).await.unwrap_err();
        assert_eq!(format!("{error}"), index);
        assert_eq!(format!("{error:#}"), format!("{index}: disk full"));
        let group = TaskGroup::new();
        let id = group.create_task(failed()).unwrap().id();
        let error = group.join().await.unwrap_err();
        let task = format!("task {id} failed: saving failed: disk full");
        assert_eq!(format!("{error:#}"), format!("in a task group, {task}"));
        assert_eq!(format!("{:#}", error.failures[0]), task);
    });
}

/// Without a failure, there is no `JoinError`, so one is created where it is needed.
#[test]
fn a_cancelled_group_converts_everywhere() {
    fn convert() {
        let failures = Vec::new();
        let error: JoinError = TaskGroupError::new(failures).into_error();
        assert!(error.is_cancelled());
    }

    convert();
    let runtime = current_thread();
    LocalSet::new().block_on(&runtime, async { convert() });
    on_both_flavours(async || {
        convert();
        while coop::has_budget_remaining() {
            coop::consume_budget().await;
        }
        convert();
        tokio::task::spawn_blocking(convert).await.unwrap();
    });
    let error: TaskGroupError<Boxed> = TaskGroupError::new(Vec::new());
    let error = error.into_boxed();
    assert_eq!(chain(&*error), ["a task group was cancelled"]);
}

#[test]
fn others_may_panic_when_they_are_dropped() {
    struct Panics(bool);

    impl From<JoinError> for Panics {
        fn from(_: JoinError) -> Self {
            unreachable!("none has panicked")
        }
    }

    impl Drop for Panics {
        fn drop(&mut self) {
            assert!(!self.0, "in a destructor");
        }
    }

    let failures = [false, true, true].map(|panics| TaskFailure {
        id: None,
        name: None,
        index: None,
        failure: Failure::Returned(Panics(panics)),
    });
    let failures = failures.into();
    assert!(!TaskGroupError::new(failures).into_error().0);
}
