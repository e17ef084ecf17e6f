"""Compares `cpython.md` with the test cases of asyncio that ship with Python 3.13.0, which has to run this.

Each case that concerns us must have a row, and each row that names version 3.13 must have a case. Later releases of
3.13 may have more. The test `every_case_has_a_test_or_a_reason` checks that each row has an answer.
"""

import ast
import pathlib
import re
import sys
import sysconfig

VERSION = "3.13"

# The files whose cases all concern this crate.
WHOLE = """
    test_context test_eager_task_factory test_futures test_futures2 test_pep492 test_runners test_staggered
    test_taskgroups test_tasks test_threads test_timeouts test_waitfor
""".split()

# Most cases of an event loop are about sockets, subprocesses and timers, and create tasks only as a means. The relevant
# cases have their subject in their name.
PARTLY = ["test_base_events", "test_events"]
SUBJECTS = re.compile(
    "task|coroutine|executor|threadsafe|cancellation|exc_handler|test_close$"
    "|run_until_complete|run_forever|running_loop_within|running_event_loop"
)

ROW = re.compile(r"\| \d+ \| `(\w+)` \| (\S+) \|")


def cases(source):
    """The names of the test methods in a file.

    A class may define one under a condition, and a class decorator may add one. A method `_test..` is a case that is
    switched off, or a helper, which others call.
    """
    names = set()
    used = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ClassDef():
                names.update(methods(node.body))
            case ast.Assign(targets=[ast.Attribute(attr=name)], value=ast.Name(id=function)) if name == function:
                names.add(name)
            case ast.Attribute(attr=name):
                used.add(name)
    return {name for name in names if name.startswith("test") or name.startswith("_test") and name not in used}


def methods(body):
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.If(body=then, orelse=otherwise):
                yield from methods(then + otherwise)


def concerning(folder):
    """The cases that concern us, as pairs of file and name."""
    for file in WHOLE + PARTLY:
        for name in cases((folder / f"{file}.py").read_text(encoding="utf-8")):
            if file in WHOLE or SUBJECTS.search(name):
                yield file, name


def listed(table):
    """The cases of this version that the table lists."""
    file = None
    for line in table.splitlines():
        if line.startswith("### "):
            file = line.removeprefix("### ")
        elif (row := ROW.match(line)) and row[2].split("-")[-1] == VERSION:
            yield file, row[1]


def main():
    folder = pathlib.Path(sysconfig.get_path("stdlib"), "test", "test_asyncio")
    if sys.version_info[:3] != (3, 13, 0) or not folder.is_dir():
        sys.exit("this needs Python 3.13.0 with its own tests")
    demanded = set(concerning(folder))
    answered = set(listed(pathlib.Path(__file__).with_suffix(".md").read_text(encoding="utf-8")))
    for file, name in sorted(demanded - answered):
        print(f"{file}::{name} has no row")
    for file, name in sorted(answered - demanded):
        print(f"{file}::{name} is no case of Python {VERSION} that concerns us")
    if demanded != answered:
        sys.exit(1)
    print(f"{len(demanded)} cases of Python {VERSION} have a row")


main()
