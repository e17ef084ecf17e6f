// worse: it names the generated bound, since the body stays

pub async fn stop(future: impl Future<Output = ()>) {
    future.cancel();
}

fn main() {}
