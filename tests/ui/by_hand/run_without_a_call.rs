// same
use tokio::runtime::Runtime;

async fn serve() {}

fn main() {
    Runtime::new().unwrap().block_on(serve);
}
