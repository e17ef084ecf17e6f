// refused: the message names the fixes
fn cancel((name, task): (String, impl Future<Output = u8> + Send + 'static)) {
    println!("{name}");
    tokio::spawn(task).abort();
}

fn main() {
    drop(async { cancel((String::from("name"), async { 1 })) });
}
