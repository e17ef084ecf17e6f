//! Building blocks that the other folders share.

pub(crate) mod due;
pub(crate) mod slab;
pub(crate) mod sync;
pub(crate) mod tokio_assumptions;
pub(crate) mod user_code;
pub(crate) mod wakers;
