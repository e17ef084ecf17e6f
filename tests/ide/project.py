"""The project that rust-analyzer looks at: a framework, its callers, and the README's example."""

import pathlib
import re
import shutil
from collections import defaultdict
from typing import NamedTuple

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
MARK = re.compile(r"/\*([a-z_.]+)\*/")

MANIFEST = f"""\
[package]
name = "framework"
version = "0.0.0"
edition = "2024"

[dependencies]
ensure-future = {{ path = "{REPOSITORY}/runtime" }}
tokio = {{ version = "1", features = ["macros", "rt-multi-thread", "time"] }}

[workspace]
"""

AUTHOR = "src/lib.rs"
CALLER = "src/main.rs"
README = "src/bin/readme.rs"


class Place(NamedTuple):
    """Where a name begins."""

    file: str
    line: int
    column: int


class Project:
    """The project's files without their marks, and where the marks were."""

    def __init__(self, folder):
        self.folder = folder
        self.texts = {}
        self.marks = defaultdict(list)
        for file in AUTHOR, CALLER:
            self._write(file, self._unmarked(file))
        self._write(README, readme_example())
        (folder / "Cargo.toml").write_text(MANIFEST, encoding="utf-8")
        for file in "Cargo.lock", "rust-toolchain.toml":
            shutil.copy(REPOSITORY / file, folder)

    def places(self, *names):
        """The places with one of these marks."""
        return {place for name in names for place in self.marks[name]}

    def place(self, name):
        """The first place with this mark."""
        return self.marks[name][0]

    def _write(self, file, text):
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.texts[file] = text

    def _unmarked(self, file):
        marked = (pathlib.Path(__file__).parent / "project" / file).read_text(encoding="utf-8")
        lines = []
        for number, line in enumerate(marked.splitlines(keepends=True)):
            while mark := MARK.search(line):
                self.marks[mark[1]].append(Place(file, number, mark.start()))
                line = MARK.sub("", line, count=1)
            lines.append(line)
        return "".join(lines)


def readme_example():
    """The first example of the README."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    return re.search(r"^```rust\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)[1]
