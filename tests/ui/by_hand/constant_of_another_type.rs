// worse: it is said twice more, of the signature that callers see and of the call
fn count<const N: u8>(tasks: [impl Future<Output = u8> + Send + 'static; N]) -> u8 {
    drop(tasks);
    N
}

fn main() {}
