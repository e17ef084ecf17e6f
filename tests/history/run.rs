//! Runs a program with code that a user would write. [`print`](crate::print) prints the same code as text.

use crate::prelude::*;
use crate::program::{Buffer, Form, GroupEnd, Limit, Node, One, Op, Several};

/// Evaluates an expression for each form, with a function that converts a child to that form.
macro_rules! in_form {
    ($form:expr, |$of:ident| $passing:expr) => {
        match $form {
            Form::Coroutine => {
                let $of = coroutine;
                $passing
            }
            Form::Task => {
                let $of = |child| create_task(coroutine(child));
                $passing
            }
            Form::Handle => {
                let $of = |child| tokio::spawn(coroutine(child));
                $passing
            }
            Form::Local => unreachable!("a function takes no local task"),
        }
    };
}

/// Evaluates an expression with the task of a child, which may be a local one.
macro_rules! with_task {
    ($form:expr, $child:expr, |$task:pat_param| $passing:expr) => {
        match $form {
            Form::Local => {
                let $task = create_local_task(coroutine($child));
                $passing
            }
            form => {
                let $task = task(form, $child);
                $passing
            }
        }
    };
}

/// Creates the coroutine of an operation.
pub(crate) fn coroutine(node: Node) -> Coroutine {
    let number = node.number;
    match node.op {
        Op::Returns(after) => watch(number, returns(after)),
        Op::Fails(after) => watch(number, fails(after)),
        Op::Panics(after) => watch(number, panics(after)),
        Op::Yields(turns) => watch(number, yields(turns)),
        Op::Promises { after, resolves } => watch(number, promises(after, resolves)),
        Op::Graceful {
            work,
            clean_up,
            end,
        } => watch(number, works(work, clean_up, end)),
        Op::InOrder(steps) => watch(number, in_order(steps)),
        Op::One(one, form, child) => watch(number, with_one(one, form, *child)),
        Op::Several(Several::Group(end), form, children) => {
            watch(number, group(end, form, children))
        }
        Op::Several(several, form, children) => {
            watch(number, with_several(several, form, children))
        }
        Op::Scope {
            limit,
            finishes,
            form,
            children,
            body,
        } => watch(number, scope(limit, finishes, form, children, *body)),
    }
}

async fn in_order(steps: Vec<Node>) -> Body {
    let mut given = Vec::new();
    for node in steps {
        step(&mut given, coroutine(node).await)?;
    }
    Ok(given)
}

fn task(form: Form, child: Node) -> Task<Output> {
    in_form!(form, |of| ensure_future(of(child)))
}

async fn with_one(one: One, form: Form, child: Node) -> Body {
    match one {
        One::Awaits => with_task!(form, child, |task| passed(task.await)),
        One::InPlace => match form {
            Form::Local => in_place(create_local_task(coroutine(child))).await,
            form => in_form!(form, |of| in_place(of(child)).await),
        },
        One::WaitsFor(Limit::In(limit)) => {
            passed(in_form!(form, |of| wait_for(of(child), ms(limit)).await))
        }
        One::WaitsFor(Limit::At(limit)) => passed(in_form!(form, |of| {
            wait_for_at(of(child), Instant::now() + ms(limit)).await
        })),
        One::TimesOut(limit) => with_task!(form, child, |task| {
            passed_on(timed(timeout(ms(limit), task).await))
        }),
        One::Watches(limit) => with_task!(form, child, |mut task| {
            match timeout(ms(limit), &mut task).await {
                Ok(outcome) => passed(outcome),
                Err(_) => passed(task.await),
            }
        }),
        One::Shields(limit) => passed_on(timed(in_form!(form, |of| {
            timeout(ms(limit), shield(of(child))).await
        }))),
        One::Shares(limit) => {
            let shared = task(form, child).shared();
            let first = timed(timeout(ms(limit), &shared).await);
            Ok(vec![(0, first), (0, shared.await.into())])
        }
        One::Cancels(after) => with_task!(form, child, |task| {
            sleep(ms(after)).await;
            passed(task.cancel_and_wait().await)
        }),
        One::CancelledByHandle(after) => with_task!(form, child, |task| {
            cancel_later(task.cancel_handle(), after);
            passed(task.await)
        }),
        One::Starts(after) => {
            let group = TaskGroup::<Given>::new();
            let child = coroutine(child);
            let start = group.start(|ready| readied(ready, after, child)).await;
            started(group, start).await
        }
        One::Detaches => with_task!(form, child, |task| {
            drop(task);
            Ok(Vec::new())
        }),
    }
}

async fn with_several(several: Several, form: Form, children: Vec<Node>) -> Body {
    in_form!(form, |of| {
        let number = children.len();
        let factory = |index: usize| of(children[index].clone());
        let all = || (0..number).map(factory).collect::<Vec<_>>();
        let each = || (0..number).map(factory);
        match several {
            Several::Gather => Ok(gathered(gather(all()).await)),
            Several::TryGather => tried(try_gather(all()).await),
            Several::RaceOk => raced(race_ok(all()).await),
            Several::Wait(when, None) => waited(wait(all(), when).await),
            Several::Wait(when, Some(limit)) => waited(wait(all(), when).timeout(ms(limit)).await),
            Several::AsCompleted { draws } => Ok(drawn(draws, as_completed(all())).await),
            Several::Buffered(Buffer {
                limit,
                draws,
                is_lazy: false,
            }) => Ok(drawn(draws, buffered(limit, all())).await),
            Several::Buffered(Buffer {
                limit,
                draws,
                is_lazy: true,
            }) => Ok(drawn(draws, buffered(limit, each())).await),
            Several::BufferUnordered(Buffer {
                limit,
                draws,
                is_lazy: false,
            }) => Ok(drawn(draws, buffer_unordered(limit, all())).await),
            Several::BufferUnordered(Buffer {
                limit,
                draws,
                is_lazy: true,
            }) => Ok(drawn(draws, buffer_unordered(limit, each())).await),
            Several::Retry => retried(number, factory).await,
            Several::Group(_) => unreachable!("a group is no function"),
        }
    })
}

async fn group(end: GroupEnd, form: Form, children: Vec<Node>) -> Body {
    let group = TaskGroup::<Given>::new();
    let children = in_form!(form, |of| {
        let children = children.into_iter();
        let children = children.map(|child| added(child.number, group.create_task(of(child))));
        children.collect()
    });
    match end {
        GroupEnd::Join => joined(children, group.join().await).await,
        GroupEnd::Cancel(after) => {
            sleep(ms(after)).await;
            group.cancel();
            joined(children, group.join().await).await
        }
        GroupEnd::Token(after) => {
            group.cancel_on(cancelled_later(after));
            joined(children, group.join().await).await
        }
        GroupEnd::Drop(after) => {
            sleep(ms(after)).await;
            drop(group);
            Ok(Vec::new())
        }
    }
}

async fn scope(
    limit: Option<Limit>,
    finishes: bool,
    form: Form,
    children: Vec<Node>,
    body: Node,
) -> Body {
    let number = children.len();
    let scope = TaskGroup::scope(async move |group| {
        in_form!(form, |of| for child in children {
            drop(added(child.number, group.create_task(of(child))));
        });
        if finishes {
            group.finish(coroutine(body)).await
        } else {
            coroutine(body).await
        }
    });
    scoped(
        number,
        match limit {
            None => scope.await,
            Some(Limit::In(limit)) => scope.timeout(ms(limit)).await,
            Some(Limit::At(limit)) => scope.timeout_at(Instant::now() + ms(limit)).await,
        },
    )
}
