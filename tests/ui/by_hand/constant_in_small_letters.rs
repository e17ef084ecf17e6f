// same
#![deny(non_upper_case_globals)]

fn count<const n: usize>(tasks: [impl Future<Output = u8> + Send + 'static; n]) -> usize {
    tasks.map(tokio::spawn).len()
}

fn main() {
    count([async { 1 }]);
}
