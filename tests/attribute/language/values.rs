//! Functions as values: as arguments, as pointers, and by their paths.

use ensure_future::{LocalTask, Task, accepts_awaitable, create_task, run};

#[accepts_awaitable]
fn stop(task: Task<u8>) -> bool {
    task.cancel()
}

#[accepts_awaitable]
async fn doubled(task: Task<u8>) -> u8 {
    task.await.unwrap() * 2
}

struct Scale(u8);

#[accepts_awaitable]
impl Scale {
    fn weigh(&self, task: Task<u8>) -> u8 {
        self.0 * u8::from(task.cancel())
    }

    async fn value(task: Task<u8>) -> Self {
        Self(task.await.unwrap())
    }
}

trait Tare {
    #[accepts_awaitable]
    fn tare(&mut self, task: LocalTask<u8>) -> u8;
}

#[accepts_awaitable]
impl Tare for Scale {
    fn tare(&mut self, task: LocalTask<u8>) -> u8 {
        self.0 -= u8::from(task.cancel());
        self.0
    }
}

#[accepts_awaitable(as = TipExt)]
trait Tip {
    #[accepts_awaitable(as = tip)]
    fn tip_task(&self, task: Task<u8>) -> u8;
}

impl Tip for Scale {
    fn tip_task(&self, task: Task<u8>) -> u8 {
        self.0 + u8::from(task.cancel())
    }
}

fn call<A, R>(function: impl FnOnce(A) -> R, argument: A) -> R {
    function(argument)
}

async fn call_async<A>(function: impl AsyncFnOnce(A) -> u8, argument: A) -> u8 {
    function(argument).await
}

#[test]
fn adapters_take_them() {
    run(async {
        let coroutines = [1, 2, 3].map(|number| async move { number });
        assert_eq!(
            coroutines
                .into_iter()
                .map(stop)
                .filter(|stopped| *stopped)
                .count(),
            3
        );
        let task = create_task(async { 1 });
        assert!(Some(task).is_some_and(stop));
        assert!(call(stop, tokio::spawn(async { 1 })));
        assert_eq!(call_async(doubled, async { 2 }).await, 4);
        assert_eq!(call(Scale::value, async { 7 }).await.0, 7);
    });
}

#[test]
fn pointers_point_to_them() {
    run(async {
        let task = || create_task(std::future::pending());
        let pointer: fn(Task<u8>) -> bool = stop;
        assert!(pointer(task()));
        let pointers: [fn(&Scale, Task<u8>) -> u8; 2] = [Scale::weigh, TipExt::tip];
        assert_eq!(pointers.map(|pointer| pointer(&Scale(7), task())), [7, 8]);
        let pointer: fn(&mut Scale, std::future::Pending<u8>) -> u8 = Tare::tare;
        assert_eq!(pointer(&mut Scale(7), std::future::pending()), 6);
    });
}

#[test]
fn paths_name_them() {
    run(async {
        assert_eq!(Scale::weigh(&Scale(7), async { 1 }), 7);
        assert_eq!(<Scale as Tare>::tare(&mut Scale(7), async { 1 }), 6);
        assert_eq!(TipExt::tip(&Scale(7), async { 1 }), 8);
        assert_eq!(Tip::tip_task(&Scale(7), create_task(async { 1 })), 8);
        assert!(self::stop(create_task(async { 1 })));
    });
}

#[test]
fn futures_of_generic_callers_are_send() {
    async fn through<S: Tip + Send + 'static>(scale: S) -> u8 {
        tokio::spawn(async move { scale.tip(async { 1 }) + doubled(async { 2 }).await })
            .await
            .unwrap()
    }
    assert_eq!(run(async { through(Scale(7)).await }), 12);
}
