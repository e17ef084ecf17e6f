// worse: it is said once more, of the form
unsafe extern "C" {
    fn cancel(task: impl Future<Output = u8> + Send + 'static);
}

fn main() {
    unsafe { cancel(async { 1 }) };
}
