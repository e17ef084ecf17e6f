// same
#![deny(private_bounds, private_interfaces)]

struct Done<'a>(&'a str);

pub struct Pool;

impl Pool {
    pub fn cancel(&self, task: impl Future<Output = Done<'static>> + Send + 'static) {
        tokio::spawn(task).abort();
    }
}

fn main() {
    Pool.cancel(async { Done("text") });
}
