// refused: the message names the fixes
trait Named {
    fn name(&self) -> &str;
}

fn name(tasks: impl Iterator<Item = impl Future<Output = u8>> + Named) -> String {
    tasks.name().to_owned()
}

fn main() {}
