// same
#![deny(deprecated)]

#[deprecated = "use `count`"]
fn number() -> usize {
    1
}

struct Pool;

impl Pool {
    fn count(&self, tasks: Vec<impl Future<Output = u8> + Send + 'static>) -> usize {
        tasks.into_iter().map(tokio::spawn).count() + number()
    }
}

fn main() {
    Pool.count(vec![async { 1 }]);
}
