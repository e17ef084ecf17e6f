"""Checks what users of the attribute see in an editor, by asking a rust-analyzer. `README.md` says how to get one."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import checks
from editor import Editor
from project import REPOSITORY, Project


def rust_analyzer():
    """The path of a rust-analyzer that runs. One that rustup has linked may have nothing behind it."""
    command = shutil.which(os.environ.get("RUST_ANALYZER", "rust-analyzer"))
    if command and subprocess.run([command, "--version"], capture_output=True, check=False).returncode == 0:
        return command
    return None


def sysroot_of(folder):
    """The sysroot of the toolchain that is used in a folder."""
    command = ["rustc", "--print", "sysroot"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=True, text=True).stdout.strip()


def has_std(sysroot):
    """Whether rust-analyzer finds the sources of std."""
    folder = os.environ.get("RUST_SRC_PATH") or f"{sysroot}/lib/rustlib/src/rust/library"
    return pathlib.Path(folder, "core").is_dir()


def main():
    command = rust_analyzer()
    if command is None:
        print("left out: there is no rust-analyzer that runs")
        return True
    with tempfile.TemporaryDirectory() as folder:
        project = Project(pathlib.Path(folder).resolve())
        sysroot = sysroot_of(folder)
        environment = os.environ | {"CARGO_TARGET_DIR": str(REPOSITORY / "target" / "ide")}
        editor = Editor(command, project, environment, sysroot)
        try:
            status = editor.client.wait_until_ready()
            if status["health"] != "ok":
                print(f"rust-analyzer says: {status['message']}", file=sys.stderr)
            checks.Check.editor = editor
            checks.Check.project = project
            checks.Check.has_std = has_std(sysroot)
            if not checks.Check.has_std:
                print("left out: what needs the sources of std", file=sys.stderr)
            suite = unittest.defaultTestLoader.loadTestsFromModule(checks)
            return unittest.TextTestRunner(verbosity=2).run(suite).wasSuccessful()
        finally:
            editor.client.close()


if __name__ == "__main__":
    sys.exit(not main())
