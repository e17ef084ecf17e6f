//! Markers for the second parameter of [`Awaitable`](crate::Awaitable): the form in which an awaitable is passed.
//!
//! Callers never write a form, since the compiler infers it. To implement `Awaitable` for a type of your own, you can
//! use one of these markers. For a type of another crate, declare a marker of your own.

use std::convert::Infallible;
use std::marker::PhantomData;

/// A coroutine: a future that is not spawned yet. `ensure` spawns it.
#[derive(Debug)]
pub enum Coroutine {}

/// The declared type itself. `ensure` returns it unchanged.
#[derive(Debug)]
pub enum Itself {}

/// A running task of another type. `ensure` converts its handle.
#[derive(Debug)]
pub enum Running {}

/// A job that runs elsewhere. `ensure` spawns a task that waits for it.
#[derive(Debug)]
pub enum Remote {}

/// A collection whose items have the form `F`. `ensure` converts the items in order.
///
/// The form of a tuple is the tuple of its items' forms.
#[derive(Debug)]
pub struct Each<F>(Infallible, PhantomData<F>);

/// A collection that [`wait()`](crate::wait()) turns into a `Vec` of tasks. `F` is the form of the collection as an
/// [`Awaitable`](crate::Awaitable).
#[derive(Debug)]
pub struct AsTasks<F>(Infallible, PhantomData<F>);

/// A collection of [`SharedTask`](crate::SharedTask)s, which [`wait()`](crate::wait()) accepts unchanged.
#[derive(Debug)]
pub enum AsSharedTasks {}

/// An `IntoIterator` whose items have the form `F`. [`buffered()`](crate::buffered()) and
/// [`buffer_unordered()`](crate::buffer_unordered()) draw from it.
#[derive(Debug)]
pub struct AsIterator<F>(Infallible, PhantomData<F>);

/// A stream whose items have the form `F`. [`buffered()`](crate::buffered()) and
/// [`buffer_unordered()`](crate::buffer_unordered()) draw from it.
#[derive(Debug)]
pub struct AsStream<F>(Infallible, PhantomData<F>);
