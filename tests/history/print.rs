//! Prints a program as Rust, for a test of this target.

use crate::program::{Buffer, Form, GroupEnd, Limit, Node, One, Op, Several};

/// A function that creates the coroutine of a program, as a file of its own.
pub(crate) fn print(root: &Node) -> String {
    let root = indented(&coroutine(root));
    format!("use crate::prelude::*;\n\npub(crate) fn program() -> Coroutine {{\n{root}\n}}\n")
}

fn coroutine(node: &Node) -> String {
    let number = node.number;
    let body = match &node.op {
        Op::Returns(after) => return format!("watch({number}, returns({after}))"),
        Op::Fails(after) => return format!("watch({number}, fails({after}))"),
        Op::Panics(after) => return format!("watch({number}, panics({after}))"),
        Op::Yields(turns) => return format!("watch({number}, yields({turns}))"),
        Op::Promises { after, resolves } => {
            return format!("watch({number}, promises({after}, {resolves}))");
        }
        Op::Graceful {
            work,
            clean_up,
            end,
        } => return format!("watch({number}, works({work}, {clean_up}, CleanUp::{end:?}))"),
        Op::InOrder(steps) => in_order(steps),
        Op::One(one, form, child) => with_one(*one, *form, child),
        Op::Several(Several::Group(end), form, children) => group(*end, *form, children),
        Op::Several(several, form, children) => with_several(*several, *form, children),
        Op::Scope {
            limit,
            finishes,
            form,
            children,
            body,
        } => scope(*limit, *finishes, *form, children, body),
    };
    format!("watch({number}, async {{\n{}\n}})", indented(&body))
}

fn in_order(steps: &[Node]) -> String {
    if steps.is_empty() {
        return "Ok(Vec::new())".to_owned();
    }
    let steps = steps.iter().map(coroutine);
    let steps = steps.map(|step| format!("step(&mut given, {step}.await)?;"));
    let steps: Vec<_> = steps.collect();
    let steps = steps.join("\n");
    format!("let mut given = Vec::new();\n{steps}\nOk(given)")
}

/// A child, in the form in which it is passed.
fn passed(form: Form, child: &Node) -> String {
    let child = coroutine(child);
    match form {
        Form::Coroutine => child,
        Form::Task => format!("create_task({child})"),
        Form::Handle => format!("tokio::spawn({child})"),
        Form::Local => format!("create_local_task({child})"),
    }
}

fn with_one(one: One, form: Form, child: &Node) -> String {
    let coroutine = coroutine(child);
    let child = passed(form, child);
    let task = match form {
        Form::Local => format!("let task = {child};"),
        _ => format!("let task: Task<Output> = ensure_future({child});"),
    };
    match one {
        One::Awaits => format!("{task}\npassed(task.await)"),
        One::InPlace => format!("in_place({child}).await"),
        One::WaitsFor(Limit::In(limit)) => format!("passed(wait_for({child}, ms({limit})).await)"),
        One::WaitsFor(Limit::At(limit)) => {
            format!("passed(wait_for_at({child}, Instant::now() + ms({limit})).await)")
        }
        One::TimesOut(limit) => {
            format!("{task}\npassed_on(timed(timeout(ms({limit}), task).await))")
        }
        One::Watches(limit) => {
            let task = task.replacen("let task", "let mut task", 1);
            let watching = format!("timeout(ms({limit}), &mut task).await");
            format!(
                "{task}\nmatch {watching} {{\n    Ok(outcome) => passed(outcome),\n    Err(_) => passed(task.await),\n}}"
            )
        }
        One::Shields(limit) => {
            format!("passed_on(timed(timeout(ms({limit}), shield({child})).await))")
        }
        One::Shares(limit) => format!(
            "{task}\nlet shared = task.shared();\nlet first = timed(timeout(ms({limit}), &shared).await);\n\
             Ok(vec![(0, first), (0, shared.await.into())])"
        ),
        One::Cancels(after) => {
            format!("{task}\nsleep(ms({after})).await;\npassed(task.cancel_and_wait().await)")
        }
        One::CancelledByHandle(after) => {
            format!("{task}\ncancel_later(task.cancel_handle(), {after});\npassed(task.await)")
        }
        One::Starts(after) => {
            let start = format!("group.start(|ready| readied(ready, {after}, child)).await");
            format!(
                "let group = TaskGroup::<Given>::new();\nlet child = {coroutine};\nlet start = {start};\n\
                 started(group, start).await"
            )
        }
        One::Detaches => format!("{task}\ndrop(task);\nOk(Vec::new())"),
    }
}

fn with_several(several: Several, form: Form, children: &[Node]) -> String {
    let number = children.len();
    let factory = factory(form, children);
    let lazily = |buffer: Buffer| {
        buffer
            .is_lazy
            .then(|| format!("(0..{number}).map({factory})"))
    };
    let children = collection(form, children);
    match several {
        Several::Gather => format!("Ok(gathered(gather({children}).await))"),
        Several::TryGather => format!("tried(try_gather({children}).await)"),
        Several::RaceOk => format!("raced(race_ok({children}).await)"),
        Several::Wait(when, None) => {
            format!("waited(wait({children}, ReturnWhen::{when:?}).await)")
        }
        Several::Wait(when, Some(limit)) => {
            format!("waited(wait({children}, ReturnWhen::{when:?}).timeout(ms({limit})).await)")
        }
        Several::AsCompleted { draws } => {
            format!("Ok(drawn({draws}, as_completed({children})).await)")
        }
        Several::Buffered(buffer) => {
            let Buffer { limit, draws, .. } = buffer;
            let children = lazily(buffer).unwrap_or(children);
            format!("Ok(drawn({draws}, buffered({limit}, {children})).await)")
        }
        Several::BufferUnordered(buffer) => {
            let Buffer { limit, draws, .. } = buffer;
            let children = lazily(buffer).unwrap_or(children);
            format!("Ok(drawn({draws}, buffer_unordered({limit}, {children})).await)")
        }
        Several::Retry => format!("retried({number}, {factory}).await"),
        Several::Group(_) => unreachable!("a group is no function"),
    }
}

fn collection(form: Form, children: &[Node]) -> String {
    if children.is_empty() {
        return format!("Vec::<{}>::new()", type_of(form));
    }
    list(children.iter().map(|child| passed(form, child)))
}

/// A function that creates the child with an index.
fn factory(form: Form, children: &[Node]) -> String {
    let of_type = type_of(form);
    if children.is_empty() {
        return format!("|_: usize| -> {of_type} {{ unreachable!() }}");
    }
    let arms = children.iter().enumerate().map(|(index, child)| {
        let child = passed(form, child);
        indented(&format!("{index} => {child},")) + "\n"
    });
    let arms: String = arms.collect();
    format!("|index: usize| -> {of_type} {{ match index {{\n{arms}    _ => unreachable!(),\n}} }}")
}

fn type_of(form: Form) -> &'static str {
    match form {
        Form::Coroutine => "Coroutine",
        Form::Task => "Task<Output>",
        Form::Handle => "JoinHandle<Output>",
        Form::Local => "LocalTask<Output>",
    }
}

fn group(end: GroupEnd, form: Form, children: &[Node]) -> String {
    let number = children.len();
    let children = list(children.iter().map(|child| added(form, child)));
    let begin = format!(
        "let group = TaskGroup::<Given>::new();\nlet children: [Added; {number}] = {};\n",
        children.trim_start_matches("vec!"),
    );
    let join = "joined(children.into(), group.join().await).await";
    begin
        + &match end {
            GroupEnd::Join => join.to_owned(),
            GroupEnd::Cancel(after) => {
                format!("sleep(ms({after})).await;\ngroup.cancel();\n{join}")
            }
            GroupEnd::Token(after) => {
                format!("group.cancel_on(cancelled_later({after}));\n{join}")
            }
            GroupEnd::Drop(after) => {
                format!("sleep(ms({after})).await;\ndrop((group, children));\nOk(Vec::new())")
            }
        }
}

/// A child of a group.
fn added(form: Form, child: &Node) -> String {
    let number = child.number;
    format!(
        "added({number}, group.create_task({}))",
        passed(form, child)
    )
}

fn scope(
    limit: Option<Limit>,
    finishes: bool,
    form: Form,
    children: &[Node],
    body: &Node,
) -> String {
    let number = children.len();
    let children = children.iter().map(|child| added(form, child));
    let children = children.map(|child| format!("drop({child});\n"));
    let body = match coroutine(body) {
        body if finishes => format!("group.finish({body}).await"),
        body => format!("{body}.await"),
    };
    let body = children.collect::<String>() + &body;
    let limit = match limit {
        None => String::new(),
        Some(Limit::In(limit)) => format!(".timeout(ms({limit}))"),
        Some(Limit::At(limit)) => format!(".timeout_at(Instant::now() + ms({limit}))"),
    };
    let group = if number == 0 && !finishes {
        "_group"
    } else {
        "group"
    };
    format!(
        "let scope = TaskGroup::scope(async |{group}| {{\n{}\n}});\nscoped({number}, scope{limit}.await)",
        indented(&body)
    )
}

fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<_> = items.map(|item| indented(&item) + ",\n").collect();
    if items.is_empty() {
        return "vec![]".to_owned();
    }
    format!("vec![\n{}]", items.concat())
}

fn indented(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(|line| format!("    {line}")).collect();
    lines.join("\n")
}
