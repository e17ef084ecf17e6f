// worse: ours says the same first
use std::fmt::Display;

fn start(factory: impl Fn() -> impl Future<Output = impl Display>) {
    drop(factory());
}

fn main() {
    start(|| async { 1 });
}
