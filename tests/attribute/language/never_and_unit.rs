//! Results without a value: `!`, `()`, `Infallible` and none at all.

use std::convert::Infallible;

use ensure_future::{Task, accepts_awaitable, create_task, run};
use tokio::sync::oneshot;

#[accepts_awaitable]
fn never(task: Task<u8>) -> ! {
    panic!(
        "{}",
        if task.cancel() {
            "on purpose"
        } else {
            "by mistake"
        }
    )
}

#[accepts_awaitable]
async fn forever(task: Task<u8>) -> ! {
    let value = task.await.unwrap();
    loop {
        assert!(value != 7, "seven");
        tokio::task::yield_now().await;
    }
}

#[accepts_awaitable]
async fn infallible(task: Task<Result<u8, Infallible>>) -> Result<u8, Infallible> {
    Ok(task.await.unwrap()? + 1)
}

#[accepts_awaitable]
fn unit(task: Task<u8>, sender: oneshot::Sender<bool>) {
    let _ = sender.send(task.cancel());
}

#[accepts_awaitable]
async fn async_unit(task: Task<oneshot::Sender<u8>>) {
    if let Ok(sender) = task.await {
        sender.send(7).unwrap();
    }
}

#[accepts_awaitable]
fn empty(_: Task<u8>) {}

struct Server(u8);

#[accepts_awaitable]
impl Server {
    fn never(&self, task: Task<u8>) -> ! {
        assert_eq!(self.0, 0);
        never(task)
    }

    async fn forever(self, task: Task<u8>) -> ! {
        forever(task).await
    }

    async fn unit(&mut self, task: Task<()>) {
        task.await.unwrap();
        self.0 += 1;
    }
}

trait Serve {
    #[accepts_awaitable]
    fn never(self: Box<Self>, task: Task<u8>) -> !;

    #[accepts_awaitable]
    async fn forever(&self, task: Task<u8>) -> !;

    #[accepts_awaitable]
    async fn serve(&self, task: Task<oneshot::Sender<u8>>) {
        async_unit(task).await;
    }
}

#[accepts_awaitable]
impl Serve for str {
    fn never(self: Box<Self>, task: Task<u8>) -> ! {
        task.cancel();
        panic!("{self}")
    }

    async fn forever(&self, task: Task<u8>) -> ! {
        let value = task.await.unwrap();
        panic!("{self}{value}")
    }
}

#[accepts_awaitable(as = HaltExt)]
trait Halt {
    #[accepts_awaitable(as = halt)]
    fn halt_task(&self, task: Task<u8>) -> !;

    #[accepts_awaitable(as = halt_later)]
    async fn halt_later_task(&self, task: Task<u8>) -> ! {
        task.await.unwrap();
        self.halt_task(create_task(std::future::pending()))
    }
}

impl Halt for u8 {
    fn halt_task(&self, task: Task<u8>) -> ! {
        panic!("halted {self} {}", task.cancel())
    }
}

/// The panic message of a coroutine that runs in its own task.
async fn panic_of<T: 'static>(coroutine: impl Future<Output = T> + 'static) -> String {
    let task = ensure_future::create_local_task(coroutine);
    let panic = task.await.err().unwrap().into_panic();
    panic
        .downcast_ref::<String>()
        .cloned()
        .unwrap_or_else(|| panic.downcast_ref::<&str>().unwrap().to_string())
}

#[test]
fn functions_never_return() {
    run(async {
        assert_eq!(panic_of(async { never(async { 1 }) }).await, "on purpose");
        assert_eq!(panic_of(forever(async { 7 })).await, "seven");
        assert_eq!(infallible(async { Ok(1) }).await, Ok(2));
    });
}

#[test]
fn functions_return_nothing() {
    run(async {
        let (sender, receiver) = oneshot::channel();
        unit(async { 1 }, sender);
        assert!(receiver.await.unwrap());
        let (sender, receiver) = oneshot::channel();
        async_unit(async { sender }).await;
        assert_eq!(receiver.await, Ok(7));
        let (sender, receiver) = oneshot::channel();
        empty(async { sender.send(8).map_or(0, |()| 1) });
        assert_eq!(receiver.await, Ok(8));
    });
}

#[test]
fn methods_never_return() {
    run(async {
        assert_eq!(
            panic_of(async { Server(0).never(async { 1 }) }).await,
            "on purpose"
        );
        assert_eq!(panic_of(Server(0).forever(async { 7 })).await, "seven");
        let (sender, receiver) = oneshot::channel();
        let mut server = Server(0);
        server.unit(async { sender.send(1).unwrap() }).await;
        assert_eq!(server.0, 1);
        assert_eq!(receiver.await, Ok(1));
    });
}

#[test]
fn methods_of_traits_never_return() {
    run(async {
        let text: Box<str> = "text".into();
        assert_eq!(panic_of(async { text.never(async { 1 }) }).await, "text");
        assert_eq!(panic_of("text".forever(async { 1 })).await, "text1");
        let (sender, receiver) = oneshot::channel();
        "text".serve(async { sender }).await;
        assert_eq!(receiver.await, Ok(7));
        assert_eq!(
            panic_of(async { 1.halt(async { 1 }) }).await,
            "halted 1 true"
        );
        assert_eq!(
            panic_of(async { 1.halt_later(async { 1 }).await }).await,
            "halted 1 true"
        );
    });
}
