//! The modules of `runtime/src/util.rs` that the model runs, with the model checker's locks.

#[path = "../../runtime/src/util/slab.rs"]
pub(crate) mod slab;
#[path = "sync.rs"]
pub(crate) mod sync;
#[path = "../../runtime/src/util/user_code.rs"]
pub(crate) mod user_code;
#[path = "../../runtime/src/util/wakers.rs"]
pub(crate) mod wakers;
