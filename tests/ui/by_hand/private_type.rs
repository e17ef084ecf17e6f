// same
mod jobs {
    struct Done;
}

fn cancel(task: impl Future<Output = jobs::Done> + Send + 'static) {
    tokio::spawn(task).abort();
}

fn main() {
    cancel(std::future::pending());
}
