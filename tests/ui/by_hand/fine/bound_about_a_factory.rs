// refused: the message names the fixes
fn check<F, G, R>(factory: F, check: G) -> bool
where
    F: Fn() -> R,
    G: Fn(&F) -> bool,
    R: Future<Output = u8> + Send + 'static,
{
    check(&factory) && !tokio::spawn(factory()).is_finished()
}

fn main() {
    drop(async { check(|| async { 1 }, |_| true) });
}
