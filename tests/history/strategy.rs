//! The random choice of programs.

use ensure_future::ReturnWhen;
use proptest::bool::weighted;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};

use crate::program::{Buffer, CleanUp, Form, GroupEnd, Limit, Millis, Node, One, Op, Several};

/// Maximum number of operations of a program.
pub(crate) const MOST: usize = 200;

/// Maximum number of children of an operation.
const CHILDREN: usize = 8;

/// Maximum number of children of a large program, each of which is a program.
const PARTS: usize = 24;

/// Times seldom coincide. Where two do, the contracts often leave the order of the events open.
const LONGEST: Millis = 100_000;

/// Programs of up to [`MOST`] operations.
pub(crate) fn programs() -> impl Strategy<Value = Node> {
    let small = small().prop_map(Node::from).boxed();
    let large = operation(&small, PARTS).prop_map(Node::from);
    let programs = prop_oneof![2 => small, 1 => large];
    let few = programs.prop_filter("it has too many operations", |root| {
        root.all().len() <= MOST
    });
    few.prop_map(Node::numbered)
}

fn small() -> BoxedStrategy<Op> {
    let operations = leaf().prop_recursive(7, 100, 5, |inner| {
        operation(&inner.prop_map(Node::from).boxed(), CHILDREN)
    });
    operations.boxed()
}

/// An operation with at most this number of children. Its parts are boxed to keep them off the stack.
fn operation(inner: &BoxedStrategy<Node>, most: usize) -> BoxedStrategy<Op> {
    let body = || inner.clone().prop_map(Box::new);
    let child = prop_oneof![
        6 => inner.clone(),
        1 => graceful().prop_map(Node::from),
    ];
    let child = child.boxed();
    let children = || vec(child.clone(), 0..=most).boxed();
    let in_order = vec(inner.clone(), 0..=most).prop_map(Op::InOrder);
    let in_place = with_form(Just(One::InPlace), body());
    let starts = with_form(time().prop_map(One::Starts), body());
    let with_one = with_form(one(), child.clone().prop_map(Box::new));
    let with_several = (several(), form(), children())
        .prop_map(|(several, form, children)| Op::Several(several, form, children));
    let scope = (
        option::of(limit()),
        any::<bool>(),
        form(),
        children(),
        body(),
    )
        .prop_map(|(limit, finishes, form, children, body)| Op::Scope {
            limit,
            finishes,
            form,
            children,
            body,
        });
    let operation = prop_oneof![
        2 => in_order.boxed(),
        1 => in_place.boxed(),
        1 => starts.boxed(),
        4 => with_one.boxed(),
        1 => due_at_the_limit().boxed(),
        6 => with_several.boxed(),
        2 => scope.boxed(),
    ];
    operation.boxed()
}

fn leaf() -> BoxedStrategy<Op> {
    let leaf = prop_oneof![
        6 => time().prop_map(Op::Returns),
        2 => time().prop_map(Op::Fails),
        1 => time().prop_map(Op::Panics),
        1 => (0..4_u8).prop_map(Op::Yields),
        1 => leaves_behind(),
        1 => (time(), any::<bool>()).prop_map(|(after, resolves)| Op::Promises { after, resolves }),
    ];
    leaf.boxed()
}

fn graceful() -> BoxedStrategy<Op> {
    let end = prop_oneof![
        Just(CleanUp::Returns),
        Just(CleanUp::Fails),
        Just(CleanUp::Panics),
        Just(CleanUp::Accepts),
        Just(CleanUp::Ignores),
    ];
    let graceful = (time(), time(), end).prop_map(|(work, clean_up, end)| Op::Graceful {
        work,
        clean_up,
        end,
    });
    graceful.boxed()
}

/// A coroutine that often ends before its child has cleaned up.
fn leaves_behind() -> impl Strategy<Value = Op> {
    (time(), form(), graceful()).prop_map(|(limit, form, child)| {
        let child = Box::new(Node::from(child));
        Op::One(One::TimesOut(limit), form, child)
    })
}

/// A child that ends exactly at the limit.
fn due_at_the_limit() -> impl Strategy<Value = Op> {
    (time(), form()).prop_map(|(time, form)| {
        let child = Node::from(Op::Returns(time));
        Op::One(One::WaitsFor(Limit::In(time)), form, Box::new(child))
    })
}

/// An operation on one child. The child may be a local task if the operation takes one.
fn with_form(
    one: impl Strategy<Value = One>,
    child: impl Strategy<Value = Box<Node>>,
) -> impl Strategy<Value = Op> {
    (one, form(), weighted(0.25), child).prop_map(|(one, form, is_local, child)| {
        let is_local = is_local && one.takes_local();
        Op::One(one, if is_local { Form::Local } else { form }, child)
    })
}

fn form() -> impl Strategy<Value = Form> {
    prop_oneof![
        2 => Just(Form::Coroutine),
        1 => Just(Form::Task),
        1 => Just(Form::Handle),
    ]
}

fn one() -> BoxedStrategy<One> {
    let one = prop_oneof![
        2 => Just(One::Awaits),
        2 => limit().prop_map(One::WaitsFor),
        2 => time().prop_map(One::TimesOut),
        1 => time().prop_map(One::Watches),
        1 => time().prop_map(One::Shields),
        1 => time().prop_map(One::Shares),
        2 => time().prop_map(One::Cancels),
        1 => time().prop_map(One::CancelledByHandle),
        1 => Just(One::Detaches),
    ];
    one.boxed()
}

fn several() -> BoxedStrategy<Several> {
    let when = prop_oneof![
        Just(ReturnWhen::AllCompleted),
        Just(ReturnWhen::FirstCompleted),
        Just(ReturnWhen::FirstException),
    ];
    let draws = || 1..=CHILDREN + 1;
    let buffer = || {
        let parts = (1..=4_usize, draws(), any::<bool>());
        parts.prop_map(|(limit, draws, is_lazy)| Buffer {
            limit,
            draws,
            is_lazy,
        })
    };
    let end = prop_oneof![
        2 => Just(GroupEnd::Join),
        1 => time().prop_map(GroupEnd::Cancel),
        1 => time().prop_map(GroupEnd::Token),
        1 => time().prop_map(GroupEnd::Drop),
    ];
    let several = prop_oneof![
        2 => Just(Several::Gather),
        1 => Just(Several::TryGather),
        1 => Just(Several::RaceOk),
        1 => (when, option::of(time())).prop_map(|(when, limit)| Several::Wait(when, limit)),
        1 => draws().prop_map(|draws| Several::AsCompleted { draws }),
        1 => buffer().prop_map(Several::Buffered),
        1 => buffer().prop_map(Several::BufferUnordered),
        1 => Just(Several::Retry),
        3 => end.prop_map(Several::Group),
    ];
    several.boxed()
}

fn limit() -> impl Strategy<Value = Limit> {
    prop_oneof![
        2 => time().prop_map(Limit::In),
        1 => time().prop_map(Limit::At),
    ]
}

/// Times of all magnitudes, so that a limit is reached about half of the time.
fn time() -> impl Strategy<Value = Millis> {
    prop_oneof![1..=100_u64, 1..=3_000_u64, 1..=LONGEST]
}
