// same
use std::rc::Rc;

fn twice<F>(mut factory: impl FnMut() -> F)
where
    F: Future<Output = u32> + Send + 'static,
{
    tokio::spawn(factory()).abort();
    tokio::spawn(factory()).abort();
}

fn main() {
    let shared = Rc::new(1);
    twice(|| {
        let shared = shared.clone();
        async move { *shared }
    });
}
