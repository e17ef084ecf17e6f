"""What asyncio does in each scenario: `scenarios.rs` does the same here, and both must leave the traces of `traces.txt`.

Time is the loop's own, which jumps to whatever is due next, as tokio's paused clock does.
"""

import asyncio
import itertools
import selectors


class Clock(selectors.DefaultSelector):
    """Does not wait for what is due, but goes there at once."""

    now = 0.0

    def select(self, timeout=None):
        if timeout and timeout > 0:
            self.now += timeout
        return super().select(0)


class Loop(asyncio.SelectorEventLoop):
    def __init__(self):
        self.clock = Clock()
        super().__init__(self.clock)

    def time(self):
        return self.clock.now


TRACE = []


def trace(event):
    seconds = round(asyncio.get_running_loop().time())
    TRACE.append((seconds, event))


def kind(line):
    """Who is first among those to whom the same happens at the same time, asyncio leaves to its sets."""
    seconds, event = line
    return seconds, event.split(" ", 1)[-1]


async def child(name, seconds, value=None, error=None):
    trace(f"{name} starts")
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        trace(f"{name} is cancelled")
        raise
    if error is not None:
        trace(f"{name} fails")
        raise error
    trace(f"{name} ends")
    return value


async def cleans_up(name, seconds, outcome):
    """Sees its cancellation, takes its time, and ends in one way or another."""
    trace(f"{name} starts")
    try:
        await asyncio.sleep(1000)
    except asyncio.CancelledError:
        trace(f"{name} is asked to end")
        await asyncio.sleep(seconds)
        trace(f"{name} has cleaned up")
        if outcome == "accepts":
            raise
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def show(outcome):
    if isinstance(outcome, asyncio.CancelledError):
        return "cancelled"
    if isinstance(outcome, TimeoutError):
        return "timed out"
    if isinstance(outcome, Exception):
        return f"failed with {outcome}"
    return f"{outcome}"


async def outcome_of(awaitable):
    try:
        return show(await awaitable)
    except (asyncio.CancelledError, TimeoutError, ValueError) as error:
        return show(error)


async def gather_keeps_the_order():
    children = child("a", 3, 1), child("b", 1, 2), child("c", 2, 3)
    results = await asyncio.gather(*children, return_exceptions=True)
    trace(f"results: {' '.join(map(show, results))}")


async def gather_gives_failures_too():
    children = child("a", 2, 1), child("b", 1, error=ValueError("b's error"))
    results = await asyncio.gather(*children, return_exceptions=True)
    trace(f"results: {', '.join(map(show, results))}")


async def a_dropped_gather_cancels_its_children():
    async def parent():
        await asyncio.gather(child("a", 3), child("b", 1), child("c", 4))

    task = asyncio.create_task(parent())
    await asyncio.sleep(2)
    task.cancel()
    trace(f"parent: {await outcome_of(task)}")


async def gather_takes_running_tasks():
    task = asyncio.create_task(child("a", 2, 1))
    await asyncio.sleep(1)
    results = await asyncio.gather(task, child("b", 2, 2))
    trace(f"results: {' '.join(map(show, results))}")


async def wait_until_the_first_has_ended():
    tasks = [asyncio.create_task(child(name, seconds)) for name, seconds in (("a", 2), ("b", 1), ("c", 3))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    trace(f"done: {len(done)}, pending: {len(pending)}")
    await asyncio.wait(pending)
    trace("the others went on")


async def wait_until_the_first_has_failed():
    tasks = [
        asyncio.create_task(child("a", 1)),
        asyncio.create_task(child("b", 2, error=ValueError("b's error"))),
        asyncio.create_task(child("c", 3)),
    ]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    trace(f"done: {len(done)}, pending: {len(pending)}")
    await asyncio.wait(pending)


async def wait_with_a_timeout_cancels_nothing():
    tasks = [asyncio.create_task(child("a", 1)), asyncio.create_task(child("b", 3))]
    done, pending = await asyncio.wait(tasks, timeout=2)
    trace(f"done: {len(done)}, pending: {len(pending)}")
    await asyncio.wait(pending)


async def wait_for_what_is_in_time():
    trace(f"outcome: {await outcome_of(asyncio.wait_for(child('a', 1, 'a value'), 2))}")


async def wait_for_what_is_too_late():
    trace(f"outcome: {await outcome_of(asyncio.wait_for(child('a', 3), 2))}")


async def wait_for_waits_for_the_end():
    trace(f"outcome: {await outcome_of(asyncio.wait_for(cleans_up('a', 5, 'accepts'), 2))}")


async def wait_for_keeps_a_late_value():
    trace(f"outcome: {await outcome_of(asyncio.wait_for(cleans_up('a', 1, 'a value'), 2))}")


async def a_shielded_task_survives():
    task = asyncio.create_task(child("a", 3, "a value"))

    async def awaiter():
        await asyncio.shield(task)

    awaiting = asyncio.create_task(awaiter())
    await asyncio.sleep(1)
    awaiting.cancel()
    trace(f"awaiter: {await outcome_of(awaiting)}")
    await asyncio.sleep(3)
    trace(f"done: {task.done()}")


async def a_shield_shows_the_task_cancelled():
    task = asyncio.create_task(child("a", 3))
    shield = asyncio.shield(task)
    await asyncio.sleep(1)
    task.cancel()
    trace(f"shield: {await outcome_of(shield)}")


async def as_completed_gives_the_first_first():
    children = [child("a", 3, 1), child("b", 1, 2), child("c", 2, 3)]
    for earliest in asyncio.as_completed(children):
        trace(f"drawn: {await outcome_of(earliest)}")


async def a_group_keeps_results():
    async with asyncio.TaskGroup() as group:
        first = group.create_task(child("a", 2, 1))
        second = group.create_task(child("b", 1, "two"))
    trace(f"results: {first.result()} {second.result()}")


async def a_failure_cancels_the_group():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(child("a", 3))
            group.create_task(child("b", 1, error=ValueError("b's error")))
            group.create_task(child("c", 2))
    except ExceptionGroup as errors:
        trace(f"failures: {', '.join(map(show, errors.exceptions))}")


async def a_failure_cancels_the_body():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(child("a", 1, error=ValueError("a's error")))
            await child("body", 5)
    except ExceptionGroup as errors:
        trace(f"failures: {', '.join(map(show, errors.exceptions))}")


async def a_group_reports_all_failures():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(cleans_up("a", 2, ValueError("a's error")))
            group.create_task(child("b", 1, error=ValueError("b's error")))
    except ExceptionGroup as errors:
        trace(f"failures: {', '.join(map(show, errors.exceptions))}")


async def a_child_adds_another():
    async with asyncio.TaskGroup() as group:

        async def parent():
            trace("parent adds a child")
            group.create_task(child("late", 2))

        group.create_task(parent())
    trace("the group has ended")


async def groups_in_groups_are_cancelled():
    async def inner():
        async with asyncio.TaskGroup() as group:
            group.create_task(child("d", 4))
            group.create_task(child("e", 5))

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(inner())
            group.create_task(child("outer", 1, error=ValueError("outer's error")))
    except ExceptionGroup as errors:
        trace(f"failures: {', '.join(map(show, errors.exceptions))}")


async def what_is_cancelled_first_never_starts():
    task = asyncio.create_task(child("a", 1))
    task.cancel()
    trace(f"outcome: {await outcome_of(task)}")


async def a_cancellation_travels_along():
    async def outer():
        await asyncio.create_task(child("inner", 3))

    task = asyncio.create_task(outer())
    await asyncio.sleep(1)
    task.cancel()
    trace(f"outer: {await outcome_of(task)}")


async def a_request_may_be_ignored():
    task = asyncio.create_task(cleans_up("a", 2, "a value"))
    await asyncio.sleep(1)
    task.cancel()
    trace(f"outcome: {await outcome_of(task)}")


async def a_promise_is_kept():
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(2, future.set_result, "a value")
    trace(f"outcome: {await outcome_of(future)}")


async def a_promise_is_cancelled_with_who_awaits_it():
    future = asyncio.get_running_loop().create_future()

    async def awaiter():
        await future

    task = asyncio.create_task(awaiter())
    await asyncio.sleep(1)
    task.cancel()
    trace(f"awaiter: {await outcome_of(task)}")
    trace(f"promise cancelled: {future.cancelled()}")


async def what_is_left_is_cancelled_at_the_end():
    asyncio.create_task(child("a", 5))
    asyncio.create_task(child("b", 5))
    await asyncio.sleep(1)
    trace("main ends")


async def what_is_left_may_clean_up_at_the_end():
    asyncio.create_task(cleans_up("a", 2, "accepts"))
    await asyncio.sleep(1)
    trace("main ends")


SCENARIOS = [
    gather_keeps_the_order,
    gather_gives_failures_too,
    a_dropped_gather_cancels_its_children,
    gather_takes_running_tasks,
    wait_until_the_first_has_ended,
    wait_until_the_first_has_failed,
    wait_with_a_timeout_cancels_nothing,
    wait_for_what_is_in_time,
    wait_for_what_is_too_late,
    wait_for_waits_for_the_end,
    wait_for_keeps_a_late_value,
    a_shielded_task_survives,
    a_shield_shows_the_task_cancelled,
    as_completed_gives_the_first_first,
    a_group_keeps_results,
    a_failure_cancels_the_group,
    a_failure_cancels_the_body,
    a_group_reports_all_failures,
    a_child_adds_another,
    groups_in_groups_are_cancelled,
    what_is_cancelled_first_never_starts,
    a_cancellation_travels_along,
    a_request_may_be_ignored,
    a_promise_is_kept,
    a_promise_is_cancelled_with_who_awaits_it,
    what_is_left_is_cancelled_at_the_end,
    what_is_left_may_clean_up_at_the_end,
]

for scenario in SCENARIOS:
    print(scenario.__name__)
    with asyncio.Runner(loop_factory=Loop) as runner:
        runner.run(scenario())
    for _, lines in itertools.groupby(TRACE, kind):
        for seconds, event in sorted(lines):
            print(f"{seconds:>3} {event}")
    TRACE.clear()
