// The output of a future in place contains an `impl Trait`.
use ensure_future::accepts_awaitable;

#[accepts_awaitable]
pub async fn shown(
    #[awaitable] text: impl Future<Output = Result<impl std::fmt::Display, std::io::Error>>,
) -> String {
    text.await.map_or_else(|error| error.to_string(), |text| text.to_string())
}

fn main() {}
