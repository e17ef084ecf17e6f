//! Building blocks that know nothing of tasks.

pub(crate) mod slab;
pub(crate) mod sync;
pub(crate) mod tokio_assumptions;
pub(crate) mod user_code;
pub(crate) mod wakers;
