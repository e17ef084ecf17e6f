//! Does the toolkit behave as documented?
