//! Do mistakes explain themselves?

fn main() {}
