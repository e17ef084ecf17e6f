// same
fn log(task: impl Future<Output = u8> + Send + 'static, text: str) {
    println!("{:?}: {}", tokio::spawn(task), &text);
}

trait Logger {
    fn log(&self, task: impl Future<Output = u8> + Send + 'static, text: str);
}

impl Logger for () {
    fn log(&self, task: impl Future<Output = u8> + Send + 'static, text: str) {
        println!("{:?}: {}", tokio::spawn(task), &text);
    }
}

fn main() {}
