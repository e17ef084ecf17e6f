// better: it says what can't be done and what to remove, not which of tokio's functions is not `const`
const fn forget(task: impl Future<Output = u8> + Send + 'static) {
    std::mem::forget(tokio::spawn(task));
}

fn main() {
    forget(async { 1 });
}
