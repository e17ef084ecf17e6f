"""What both measurements share: crates that are generated below cargo's target directory, and cargo's runs on them."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target")).resolve()

# Lines for a manifest's dependencies.
RUNTIME = f'ensure-future = {{ path = "{REPOSITORY / "runtime"}" }}'
MACROS = f'ensure-future-macros = {{ path = "{REPOSITORY / "macros"}" }}'

MANIFEST = """[package]
name = "{name}"
edition = "2024"

[dependencies]
{dependencies}

[profile.release]
codegen-units = 1

[workspace]
"""


def write_crate(name, dependencies, sources):
    """Writes a crate with these lines of dependencies and these sources by path, and returns its folder."""
    crate = TARGET / "benches" / name
    shutil.rmtree(crate, ignore_errors=True)
    manifest = MANIFEST.format(name=name, dependencies="\n".join(dependencies))
    for path, text in {"Cargo.toml": manifest, **sources}.items():
        file = crate / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    # Dependencies that the repository shares must have the same version here.
    shutil.copy(REPOSITORY / "Cargo.lock", crate)
    cargo("fetch", crate=crate)
    return crate


def cargo(command, *arguments, crate, target=TARGET, **variables):
    """Runs cargo on a crate, with these environment variables, and returns what it prints and the seconds that it takes."""
    call = ["cargo", command, *arguments, "--manifest-path", crate / "Cargo.toml"]
    settings = {**os.environ, "CARGO_TARGET_DIR": str(target), "CARGO_INCREMENTAL": "0", **variables}
    begin = time.perf_counter()
    # In the repository, so that its rust-toolchain.toml applies.
    process = subprocess.run(call, cwd=REPOSITORY, env=settings, capture_output=True, text=True)
    seconds = time.perf_counter() - begin
    if process.returncode != 0:
        sys.exit(process.stderr)
    print(f"{seconds:7.2f} s: {crate.name}: cargo {' '.join([command, *arguments])}", file=sys.stderr)
    return process.stdout, seconds


def print_setting():
    version = subprocess.run(["rustc", "--version"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    print(f"{version.stdout.strip()}, {os.cpu_count()} cores\n")


def print_table(header, rows):
    """Prints a table in markdown. Its first column is text, its others are numbers."""
    columns = ["---"] + ["---:"] * (len(header) - 1)
    for cells in [header, columns, *rows]:
        print(f"| {' | '.join(cells)} |")
    print()


def save_series(name, series):
    """Writes the points (x, y) of some lines by name where `cargo bench -p benches` draws them from."""
    file = REPOSITORY / "benches" / "plots" / f"{name}.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(series, indent=1) + "\n")


def goal(what, measured, limit):
    """Prints whether what was measured is within its limit, and returns it."""
    is_met = measured <= limit
    print(f"- {'met' if is_met else 'MISSED'}: {what}: {measured:.3f}, at most {limit}")
    return is_met
