// worse: three errors for one
unsafe extern "C" {
    fn cancel(task: impl Future<Output = u8> + Send + 'static);
}

fn main() {
    unsafe { cancel(async { 1 }) };
}
