//! What do CPython's own cases demand? `tests/cpython.md` lists them; the tests carry their names.

mod table;
