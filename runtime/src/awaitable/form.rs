//! The forms in which an awaitable is passed: markers for the second parameter of [`Awaitable`](crate::Awaitable).
//!
//! Callers never write a form; the compiler finds it. To implement `Awaitable` for a type of your own, you can use one of
//! these markers; for a type of another crate, declare a marker of your own.

use std::convert::Infallible;
use std::marker::PhantomData;

/// A future that is not scheduled yet: `ensure` spawns it.
#[derive(Debug)]
pub enum Coroutine {}

/// The very type that is asked for: `ensure` moves it.
#[derive(Debug)]
pub enum Itself {}

/// A running task under another type: `ensure` converts its handle.
#[derive(Debug)]
pub enum Running {}

/// A job that runs elsewhere: `ensure` spawns a task that waits for it.
#[derive(Debug)]
pub enum Remote {}

/// A collection whose items arrive in the form `F`: `ensure` goes through it in order.
///
/// A tuple's form is the tuple of its items' forms.
#[derive(Debug)]
pub struct Each<F>(Infallible, PhantomData<F>);

/// A collection that becomes a `Vec` of tasks, in the form `F`: what [`wait()`](crate::wait()) accepts besides shared
/// tasks.
#[derive(Debug)]
pub struct AsTasks<F>(Infallible, PhantomData<F>);

/// A collection of [`SharedTask`](crate::SharedTask)s, which [`wait()`](crate::wait()) accepts as they are.
#[derive(Debug)]
pub enum AsSharedTasks {}

/// An iterator, or what becomes one, whose items arrive in the form `F`: what [`buffered()`](crate::buffered()) draws
/// from.
#[derive(Debug)]
pub struct AsIterator<F>(Infallible, PhantomData<F>);

/// A stream whose items arrive in the form `F`: what [`buffered()`](crate::buffered()) draws from.
#[derive(Debug)]
pub struct AsStream<F>(Infallible, PhantomData<F>);
