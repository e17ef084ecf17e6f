"""The works of the comparison in asyncio and uvloop, each with and without eager tasks.

    python3.13 benches/compare/scenarios.py COUNT YIELDS REPETITIONS

It prints a line of JSON: for each work and each way, the least nanoseconds that a child has taken.
"""

import asyncio
import json
import sys
import time

try:
    import uvloop
except ImportError:
    uvloop = None


async def child(number):
    for _ in range(YIELDS):
        await asyncio.sleep(0)
    return number


def coroutines(count):
    return [child(number) for number in range(count)]


async def gather(count):
    await asyncio.gather(*coroutines(count))


async def as_completed(count):
    async for task in asyncio.as_completed(coroutines(count)):
        await task


async def wait(count):
    pending = {asyncio.ensure_future(coroutine) for coroutine in coroutines(count)}
    while pending:
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)


async def task_group(count):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(coroutine) for coroutine in coroutines(count)]
    for task in tasks:
        task.result()


async def cancel_one(count):
    for _ in range(count):
        task = asyncio.get_running_loop().create_task(forever())
        await asyncio.sleep(0)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            pass


async def cancel_many(count):
    gathered = asyncio.gather(*(forever() for _ in range(count)), return_exceptions=True)
    await asyncio.sleep(0)
    gathered.cancel()
    try:
        await gathered
    except asyncio.CancelledError:
        pass


async def forever():
    await asyncio.get_running_loop().create_future()


async def coerce_task(count):
    task = asyncio.ensure_future(forever())
    for _ in range(count):
        asyncio.ensure_future(task)
    task.cancel()


async def coerce_coroutine(count):
    for coroutine in coroutines(count):
        await asyncio.ensure_future(coroutine)


WORKS = {
    "ensure on a Task": coerce_task,
    "a coroutine through an attribute's function": coerce_coroutine,
    "gather": gather,
    "as_completed": as_completed,
    "wait in a loop": wait,
    "task group, with its values": task_group,
    "cancel and await a task": cancel_one,
    "cancel and await a gather": cancel_many,
}

LOOPS = {"asyncio": asyncio.new_event_loop}
if uvloop is not None:
    LOOPS["uvloop"] = uvloop.new_event_loop


def eager_task(loop, coroutine, **options):
    """Does what `asyncio.eager_task_factory` does; that of Python 3.13 refuses an option which uvloop passes."""
    return asyncio.Task(coroutine, loop=loop, **(options | {"eager_start": True}))


async def nanoseconds(work, eager):
    if eager:
        asyncio.get_running_loop().set_task_factory(eager_task)
    least = float("inf")
    for _ in range(REPETITIONS):
        begin = time.perf_counter_ns()
        await work(COUNT)
        least = min(least, time.perf_counter_ns() - begin)
    return least / COUNT


def in_each_way(work):
    times = {}
    for loop, factory in LOOPS.items():
        for way, eager in [(loop, False), (f"{loop}, eager", True)]:
            with asyncio.Runner(loop_factory=factory) as runner:
                times[way] = runner.run(nanoseconds(work, eager))
    return times


COUNT, YIELDS, REPETITIONS = map(int, sys.argv[1:])
print(json.dumps({name: in_each_way(work) for name, work in WORKS.items()}))
