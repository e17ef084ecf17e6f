"""What authors and callers see in their editor."""

import functools
import unittest
from typing import NamedTuple

from editor import Editor
from project import AUTHOR, CALLER, Project


class Function(NamedTuple):
    """What is expected of a function in `project/src/lib.rs`, whose marks begin with its key in `FUNCTIONS`."""

    parameter: str  # as shown at its declaration and where it is used
    typed: str  # what an author begins to type in the body ..
    offered: set  # .. and what completes it
    needs_std: bool = False


TASK = {"cancel", "id", "is_finished"}
FUNCTIONS = {
    "free": Function("task: Task<u8>", "task.", TASK),
    "async": Function("task: Task<T>", "task.", TASK),
    "method": Function("job: Task<()>", "self.", {"running", "executor"}),
    "on": Function("job: Task<()>", "job.", TASK),
    "alone": Function("job: Task<()>", "job.", TASK),
    "trait": Function("job: Task<()>", "job.", TASK),
    "boxed": Function("task: Task<u8>", "task.", TASK),
    "factory": Function("start: impl Fn(u8) -> Task<u8>", "start(1).", TASK, needs_std=True),
    "collection": Function("tasks: Vec<Task<u8>>", "tasks[0].", TASK, needs_std=True),
    # The body has the future that the caller's argument becomes.
    "in_place": Function("work: <impl IntoFuture<Output = T>", "work.", {"await"}, needs_std=True),
}

# The unfinished code in a body. The cursor is at `$0`.
UNFINISHED = [
    "task.$0",
    "task.$0;",
    "task.can$0",
    "let id = task.$0",
    "let id =\n        task.$0",
    "if task.$0",
    "loop { task.$0",
    "drop(task.$0",
    "drop((reason, task.$0",
    "match reason { _ => task.$0 }",
]


class Check(unittest.TestCase):
    """All checks ask the same rust-analyzer, which `ide.py` starts."""

    editor: Editor
    project: Project
    has_std: bool


def of_each_function(check):
    """Runs a check for each of the `FUNCTIONS` that rust-analyzer can know."""

    @functools.wraps(check)
    def check_all(self):
        for name, function in FUNCTIONS.items():
            if self.has_std or not function.needs_std:
                with self.subTest(name):
                    check(self, name, function)

    return check_all


class Parameters(Check):
    @of_each_function
    def test_are_shown_as_declared(self, name, function):
        for place in self.project.places(f"{name}.declared", f"{name}.used"):
            self.assertIn(function.parameter, self.editor.hover(place))

    @of_each_function
    def test_are_what_the_author_declared_in_the_body(self, name, _):
        for place in self.project.places(f"{name}.used"):
            self.assertNotIn("Awaitable", self.editor.hover(place))
            self.assertEqual(self.editor.definitions(place), self.project.places(f"{name}.declared"))

    @of_each_function
    def test_are_found_and_renamed_in_signature_and_body(self, name, _):
        everywhere = self.project.places(f"{name}.declared", f"{name}.used")
        for place in everywhere:
            self.assertLessEqual(everywhere, self.editor.references(place))
            self.assertEqual(self.editor.renamed(place, "other"), everywhere)

    def test_have_types_as_anywhere(self):
        elsewhere = self.project.place("task_elsewhere")
        for place in self.project.places("task_declared"):
            self.assertEqual(self.editor.hover(place), self.editor.hover(elsewhere))
            self.assertEqual(self.editor.definitions(place), self.editor.definitions(elsewhere))


class Functions(Check):
    @of_each_function
    def test_are_found_from_their_calls(self, name, _):
        for place in self.project.places(f"{name}.called"):
            self.assertEqual(self.editor.definitions(place), self.project.places(f"{name}.name"))

    @of_each_function
    def test_are_found_and_renamed_with_their_calls(self, name, _):
        everywhere = self.project.places(f"{name}.name", f"{name}.called")
        for place in everywhere:
            self.assertEqual(self.editor.references(place), everywhere)
            self.assertEqual(self.editor.renamed(place, "other"), everywhere)

    def test_of_a_trait_are_renamed_with_their_implementations(self):
        everywhere = self.project.places("trait.own")
        for place in everywhere:
            self.assertEqual(self.editor.renamed(place, "other"), everywhere)


class UnfinishedBodies(Check):
    @of_each_function
    def test_are_completed(self, name, function):
        with self.editor.typed(self.project.place(f"{name}.body"), f"{function.typed}$0") as cursor:
            self.assertLessEqual(function.offered, self.editor.completions(cursor))

    def test_are_completed_however_unfinished(self):
        for text in UNFINISHED:
            with self.subTest(text), self.editor.typed(self.project.place("free.body"), text) as cursor:
                self.assertLessEqual({"cancel"}, self.editor.completions(cursor))

    def test_are_completed_before_they_are_closed(self):
        text = "#[accepts_awaitable]\nfn unfinished(task: Task<u8>) {\n    task.$0\n"
        with self.editor.typed(self.project.place("item"), text) as cursor:
            self.assertLessEqual(TASK, self.editor.completions(cursor))

    def test_offer_the_parameter(self):
        with self.editor.typed(self.project.place("method.body"), "self.running.push($0);") as cursor:
            self.assertIn("job", self.editor.completions(cursor))


class Callers(Check):
    def test_are_offered_the_methods_and_not_what_is_generated(self):
        with self.editor.typed(self.project.place("call"), "jobs.$0") as cursor:
            offered = self.editor.completions(cursor)
        self.assertLessEqual({"adopt", "submit", "replace", "schedule"}, offered)
        self.assertEqual({name for name in offered if name.startswith("__")}, set())

    def test_are_helped_with_the_arguments(self):
        with self.editor.typed(self.project.place("call"), "stop($0);") as cursor:
            self.assertIn("(task: impl Awaitable<Task<u8>, TaskForm>", self.editor.signature(cursor))

    def test_are_shown_the_documentation(self):
        shown = self.editor.hover(self.project.places("free.called").pop())
        self.assertIn("Stops a task, and says whether it was running.", shown)


class Mistakes(Check):
    def test_are_not_seen_where_none_are(self):
        for file in self.project.texts:
            with self.subTest(file):
                self.assertEqual(self.editor.mistakes(file), {})

    @of_each_function
    def test_are_shown_where_they_are_in_a_body(self, name, _):
        with self.editor.typed(self.project.place(f"{name}.body"), 'let number: u8 = $0"a string";') as mistake:
            self.assertEqual(list(self.editor.mistakes(AUTHOR)), [mistake])

    def test_are_shown_where_they_are_in_a_call(self):
        for text in "stop(task, $07);", "stop$0();":
            with self.subTest(text), self.editor.typed(self.project.place("call"), text) as mistake:
                self.assertEqual(list(self.editor.mistakes(CALLER)), [mistake])

    def test_of_the_signature_are_explained(self):
        if not self.has_std:
            self.skipTest("std's sources have `compile_error!`")
        text = "#[accepts_awaitable]\nfn $0without(number: u8) {}"
        with self.editor.typed(self.project.place("item"), text) as mistake:
            [(place, message)] = self.editor.mistakes(AUTHOR).items()
            self.assertEqual(place, mistake)
            self.assertIn("no parameter of this function is coerced", message)
