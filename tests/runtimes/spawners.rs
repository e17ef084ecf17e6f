//! The spawners that the crate provides: those of tokio, and pointers to them.

use std::rc::Rc;
use std::sync::{Arc, LazyLock};

use ensure_future::{
    Awaitable, LocalTask, Spawn, SpawnLocal, Task, accepts_awaitable, create_local_task,
    create_task, create_task_on, ensure_future_on, form,
};
use tokio::runtime::{Handle, Id, LocalRuntime, Runtime};
use tokio::task::{JoinHandle, LocalSet, yield_now};

use support::{current_thread, multi_thread, now, on_current_thread};

/// A coroutine that returns the id of its runtime.
async fn runtime_of_task() -> Id {
    yield_now().await;
    Handle::current().id()
}

/// Spawns on a runtime, through a spawner for it, outside of any runtime.
#[track_caller]
fn spawns_on(runtime: &Runtime, spawner: &impl Spawn) {
    let expected = runtime.handle().id();
    let boxed = spawner.spawn_boxed(Box::pin(async move {
        assert_eq!(runtime_of_task().await, expected);
    }));
    let tasks = [
        spawner.spawn(runtime_of_task()),
        create_task_on(spawner, runtime_of_task()),
        ensure_future_on(spawner, runtime_of_task()),
        ensure_future_on(spawner, SpawnsByItself),
    ];
    for task in tasks {
        let ran_on = runtime.block_on(task.into_future()).unwrap();
        assert_eq!(ran_on, expected);
    }
    runtime.block_on(boxed.into_future()).unwrap();
}

/// An awaitable of another crate, which spawns without the spawner.
struct SpawnsByItself;

impl Awaitable<Task<Id>, form::Coroutine> for SpawnsByItself {
    fn ensure(self) -> Task<Id> {
        create_task(runtime_of_task())
    }
}

impl Awaitable<LocalTask<u8>, form::Coroutine> for SpawnsByItself {
    fn ensure(self) -> LocalTask<u8> {
        let not_send = Rc::new(2);
        create_local_task(async move { *not_send })
    }
}

#[test]
fn a_runtime_and_its_handle_spawn_on_it() {
    for runtime in [current_thread(), multi_thread()] {
        spawns_on(&runtime, &runtime);
        spawns_on(&runtime, runtime.handle());
    }
}

#[test]
fn pointers_spawn_as_what_they_point_to() {
    static SHARED: LazyLock<Runtime> = LazyLock::new(multi_thread);

    let runtime = current_thread();
    spawns_on(&runtime, &&runtime);
    spawns_on(&runtime, &Box::new(runtime.handle().clone()));
    spawns_on(&runtime, &Rc::new(runtime.handle()));
    spawns_on(&runtime, &Arc::new(Box::new(&runtime)));
    spawns_on(&SHARED, &SHARED);
}

#[test]
fn trait_objects_spawn_as_what_they_are_made_of() {
    for runtime in [current_thread(), multi_thread()] {
        let handle = runtime.handle().clone();
        spawns_on(&runtime, &(&handle as &dyn Spawn));
        spawns_on(&runtime, &(&handle as &(dyn Spawn + Send)));
        spawns_on(&runtime, &(&handle as &(dyn Spawn + Sync)));
        spawns_on(&runtime, &(&handle as &(dyn Spawn + Send + Sync)));
        spawns_on(&runtime, &(Box::new(handle.clone()) as Box<dyn Spawn>));
        let boxed: Box<dyn Spawn + Send> = Box::new(handle.clone());
        spawns_on(&runtime, &boxed);
        spawns_on(&runtime, &(Rc::new(handle.clone()) as Rc<dyn Spawn>));
        let shared: Arc<dyn Spawn + Send + Sync> = Arc::new(handle);
        spawns_on(&runtime, &shared);
        spawns_on(&runtime, &&shared);
    }
}

#[test]
fn a_trait_object_is_a_spawner_without_a_pointer_to_it() {
    struct Queue {
        executor: Arc<dyn Spawn + Send + Sync>,
        window: Box<dyn SpawnLocal>,
    }

    impl Queue {
        #[accepts_awaitable(on = *self.executor)]
        fn submit<T>(&self, task: Task<T>) -> Task<T> {
            task
        }

        #[accepts_awaitable(on = *self.window)]
        fn show<T>(&self, task: LocalTask<T>) -> LocalTask<T> {
            task
        }
    }

    let (runtime, local) = (current_thread(), LocalRuntime::new().unwrap());
    let executor = Arc::new(runtime.handle().clone());
    let expected = executor.id();
    let object: &dyn Spawn = &executor;
    let queue = Queue {
        executor: executor.clone(),
        window: Box::new(local),
    };
    let tasks = [
        create_task_on(object, runtime_of_task()),
        ensure_future_on(object, runtime_of_task()),
        ensure_future_on(object, SpawnsByItself),
        queue.submit(runtime_of_task()),
    ];
    for task in tasks {
        let ran_on = runtime.block_on(task.into_future()).unwrap();
        assert_eq!(ran_on, expected);
    }
    let not_send = Rc::new(());
    assert!(!queue.show(async { not_send }).is_finished());
}

/// Spawns on this thread, through a spawner, outside of any runtime. `run` runs the spawner until its future ends.
fn spawns_locally(spawner: &impl SpawnLocal, run: impl Fn(LocalTask<u8>) -> u8) {
    #[accepts_awaitable(on = *spawner)]
    fn start<S: SpawnLocal>(spawner: &S, task: LocalTask<u8>) -> LocalTask<u8> {
        task
    }

    let not_send = Rc::new(1);
    let boxed = not_send.clone();
    let boxed = spawner.spawn_local_boxed(Box::pin(async move { drop(boxed) }));
    let coroutine = {
        let not_send = not_send.clone();
        async move { *not_send }
    };
    assert_eq!(run(start(spawner, coroutine)), 1);
    assert_eq!(run(spawner.spawn_local(async move { *not_send })), 1);
    assert_eq!(run(start(spawner, SpawnsByItself)), 2);
    assert!(boxed.is_finished());
}

#[test]
fn a_local_runtime_spawns_on_this_thread() {
    let runtime = LocalRuntime::new().unwrap();
    let run = |task: LocalTask<u8>| runtime.block_on(task.into_future()).unwrap();
    spawns_locally(&runtime, run);
    spawns_locally(&&runtime, run);
    spawns_locally(&(&runtime as &dyn SpawnLocal), run);

    let task = create_task_on(&runtime, runtime_of_task());
    let ran_on = runtime.block_on(task.into_future()).unwrap();
    assert_eq!(ran_on, runtime.handle().id());
}

#[test]
fn a_local_set_spawns_on_this_thread() {
    let set = Rc::new(LocalSet::new());
    let run = |task: LocalTask<u8>| on_current_thread(set.run_until(task.into_future())).unwrap();
    spawns_locally(&*set, run);
    spawns_locally(&set, run);
    spawns_locally(&(set.clone() as Rc<dyn SpawnLocal>), run);
    spawns_locally(&(Box::new(set.clone()) as Box<dyn SpawnLocal>), run);

    let task = create_task_on(&*set, async { 3 });
    let value = on_current_thread(set.run_until(task.into_future())).unwrap();
    assert_eq!(value, 3);
}

#[test]
fn the_contexts_of_both_traits_can_be_called_as_methods() {
    let runtime = LocalRuntime::new().unwrap();
    let mut entered = Vec::new();
    runtime.in_context(&mut || entered.push(Handle::current().id()));
    runtime.in_local_context(&mut || entered.push(Handle::current().id()));
    assert_eq!(entered, [runtime.handle().id(); 2]);
}

#[test]
fn a_local_set_spawns_both_kinds_for_one_function() {
    #[accepts_awaitable(on = set)]
    async fn sum(
        set: &LocalSet,
        (local, task): (LocalTask<u8>, Task<u8>),
        handle: JoinHandle<u8>,
    ) -> u8 {
        let (handle, local) = (Task::from(handle), local.into_future());
        set.run_until(async { task.await.unwrap() + handle.await.unwrap() + local.await.unwrap() })
            .await
    }

    let set = LocalSet::new();
    let not_send = Rc::new(1);
    let coroutines = (async move { *not_send }, async { 2 });
    assert_eq!(on_current_thread(sum(&set, coroutines, async { 3 })), 6);
}

#[test]
fn a_running_task_stays_where_it_runs() {
    let (own, other) = (current_thread(), current_thread());
    let task = create_task_on(&own, runtime_of_task());
    let id = task.id();

    let task = ensure_future_on(&other, task);
    let task: Task<Id> = ensure_future_on(&other, JoinHandle::from(task));
    assert_eq!(task.id(), id);
    assert_eq!(other.handle().metrics().num_alive_tasks(), 0);
    let ran_on = own.block_on(task.into_future()).unwrap();
    assert_eq!(ran_on, own.handle().id());
}

#[test]
fn in_a_runtime_that_is_gone_the_task_is_cancelled() {
    let runtime = current_thread();
    let handle = runtime.handle().clone();
    let object: Arc<dyn Spawn> = Arc::new(handle.clone());
    drop(runtime);
    let task = create_task_on(&handle, async { 1 });
    assert!(now(task.into_future()).unwrap_err().is_cancelled());
    let task = create_task_on(&object, async { 1 });
    assert!(now(task.into_future()).unwrap_err().is_cancelled());
}
