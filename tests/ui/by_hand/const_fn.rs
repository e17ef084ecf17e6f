// better: it says what can't be done and what to remove, not which of tokio's functions is not `const`
use tokio::task::JoinHandle;

const fn forget(task: impl Future<Output = u8> + Send + 'static) {
    std::mem::forget(tokio::spawn(task));
}

struct Pool;

impl Pool {
    const fn wrap(task: impl Future<Output = u8> + Send + 'static) -> [JoinHandle<u8>; 1] {
        [tokio::spawn(task)]
    }
}

fn main() {
    forget(async { 1 });
    Pool::wrap(async { 1 });
}
