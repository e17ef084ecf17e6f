//! `async fn`s as coroutines.

use ensure_future::{create_task, run};
use tokio::task::yield_now;

use support::on_both_flavours;

/// CPython's `test_pep492::test_async_def_coroutines`.
///
/// There is no debug mode.
#[test]
fn an_async_fn_awaits_another_one() {
    async fn inner() -> &'static str {
        yield_now().await;
        "spam"
    }

    async fn outer() -> &'static str {
        inner().await
    }

    assert_eq!(run(outer()), "spam");
    on_both_flavours(async || {
        assert_eq!(create_task(outer()).await.unwrap(), "spam");
    });
}
