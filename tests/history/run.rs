//! A program, as a user would write it. [`print`](crate::print) shows the same as source text.

use crate::prelude::*;
use crate::program::{Form, GroupEnd, Limit, Node, One, Op, Several};

/// Evaluates an expression for each form, with a function that gives a child that form.
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
        }
    };
}

/// Makes the coroutine of an operation.
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
            form,
            children,
            body,
        } => watch(number, scope(limit, form, children, *body)),
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
        One::Awaits => passed(task(form, child).await),
        One::InPlace => in_form!(form, |of| in_place(of(child)).await),
        One::WaitsFor(Limit::In(limit)) => {
            passed(in_form!(form, |of| wait_for(of(child), ms(limit)).await))
        }
        One::WaitsFor(Limit::At(limit)) => passed(in_form!(form, |of| {
            wait_for_at(of(child), Instant::now() + ms(limit)).await
        })),
        One::TimesOut(limit) => passed_on(timed(timeout(ms(limit), task(form, child)).await)),
        One::Watches(limit) => {
            let mut task = task(form, child);
            match timeout(ms(limit), &mut task).await {
                Ok(outcome) => passed(outcome),
                Err(_) => passed(task.await),
            }
        }
        One::Shields(limit) => passed_on(timed(in_form!(form, |of| {
            timeout(ms(limit), shield(of(child))).await
        }))),
        One::Shares(limit) => {
            let shared = task(form, child).shared();
            let first = timed(timeout(ms(limit), &shared).await);
            Ok(vec![(0, first), (0, shared.await.into())])
        }
        One::Cancels(after) => {
            let task = task(form, child);
            sleep(ms(after)).await;
            passed(task.cancel_and_wait().await)
        }
        One::Detaches => {
            drop(task(form, child));
            Ok(Vec::new())
        }
    }
}

async fn with_several(several: Several, form: Form, children: Vec<Node>) -> Body {
    in_form!(form, |of| {
        let children: Vec<_> = children.into_iter().map(of).collect();
        match several {
            Several::Gather => Ok(gathered(gather(children).await)),
            Several::TryGather => tried(try_gather(children).await),
            Several::RaceOk => raced(race_ok(children).await),
            Several::Wait(when, None) => waited(wait(children, when).await),
            Several::Wait(when, Some(limit)) => {
                waited(wait(children, when).timeout(ms(limit)).await)
            }
            Several::AsCompleted { draws } => Ok(drawn(draws, as_completed(children)).await),
            Several::Buffered { limit, draws } => Ok(drawn(draws, buffered(limit, children)).await),
            Several::BufferUnordered { limit, draws } => {
                Ok(drawn(draws, buffer_unordered(limit, children)).await)
            }
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
        GroupEnd::Drop(after) => {
            sleep(ms(after)).await;
            drop(group);
            Ok(Vec::new())
        }
    }
}

async fn scope(limit: Option<Limit>, form: Form, children: Vec<Node>, body: Node) -> Body {
    let number = children.len();
    let scope = TaskGroup::scope(async move |group| {
        in_form!(form, |of| for child in children {
            drop(added(child.number, group.create_task(of(child))));
        });
        coroutine(body).await
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
