// same
//! A framework.
#![deny(missing_docs)]

pub fn cancel(task: impl Future<Output = u8> + Send + 'static) {
    tokio::spawn(task).abort();
}

fn main() {
    cancel(async { 1 });
}
