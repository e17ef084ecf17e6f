//! What a target feature allows is allowed in the body, and calling a function that has one may need `unsafe`.

use ensure_future::{Task, accepts_awaitable, run};

#[cfg(target_arch = "x86_64")]
#[accepts_awaitable]
#[target_feature(enable = "avx2")]
fn in_vectors(task: Task<u8>) -> bool {
    only_with_avx2() && task.cancel()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn only_with_avx2() -> bool {
    true
}

#[cfg(target_arch = "x86_64")]
struct Pool;

#[cfg(target_arch = "x86_64")]
#[accepts_awaitable]
impl Pool {
    #[target_feature(enable = "avx2")]
    fn in_vectors(&self, task: Task<u8>) -> bool {
        only_with_avx2() && task.cancel()
    }
}

fn main() {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") {
        run(async {
            // Safety: the feature is there.
            assert!(unsafe { in_vectors(std::future::pending()) });
            // Safety: the same.
            assert!(unsafe { Pool.in_vectors(std::future::pending()) });
        });
    }
}
