"""The time that an attribute adds to the compilation of a crate.

The crates have 1 to 5000 functions, in modules of 100: each an `async fn` that takes a task and has a body of 40 lines
(function.rs). They stand there with

- no attribute,
- `#[accepts_awaitable]`,
- `#[tracing::instrument(skip_all)]`,
- `#[async_trait]`: each function is the method of a trait and an `impl` of its own, and both have the attribute. Its
  base is the same trait and `impl` with no attribute.

`cargo check` runs on each, in the dev profile, where macros are not optimised. Everything else is compiled already, and
nothing is incremental. It is the processor time of cargo and the compiler, which a busy machine distorts less than it
does the time on the clock.

A machine is faster for a minute, and then slower. So the crates of one size take turns, each attribute next to its
base, and every other turn goes backwards. What an attribute adds is the median, over the turns, of its time relative to
that of its base. The smaller crates have ten times as many turns.

Between two such runs, the times still differ. So the goals are about what does not: how many instructions the compiler
executes for two of the crates, as valgrind counts them, macros included.

Then the attribute's own crate is built, and async-trait, each with its dependencies and into an empty folder. Here too
the processor time is shown, and the goal is about the instructions of all compilers.

The goals: the attribute adds at most 1/2 of what `instrument` adds to a function, at most 1/2 of what `async_trait`
adds, and at most 1.05 times what it adds in the smaller crate; its own crate takes at most 1.25 times async-trait's
instructions to build. If a goal is missed, this exits with 1.

    python3 benches/compile/measure.py
    python3 benches/compile/measure.py --sizes 1 10 100 --counted 1 10 --turns 1  # only shows that it runs
"""

import argparse
import re
import resource
import shutil
import sys
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from generated import MACROS, RUNTIME, TARGET, cargo, goal, print_setting, print_table, save_series, write_crate

ASYNC_TRAIT = 'async-trait = "0.1"'
DEPENDENCIES = [RUNTIME, ASYNC_TRAIT, 'tokio = { version = "1", features = ["time"] }', 'tracing = "0.1"']
MODULE = 100

SIGNATURE = "pub async fn function(task: Task<u64>, limit: Duration) -> Result<u64, String> "
IMPORTS, BODY = (Path(__file__).parent / "function.rs").read_text().split(SIGNATURE)

FUNCTION = "{attribute}pub async fn function_{index}(task: Task<u64>, limit: Duration) -> Result<u64, String> {body}"
METHOD = """
{attribute}pub trait Trait{index} {{
    async fn method_{index}(&self, task: Task<u64>, limit: Duration) -> Result<u64, String>;
}}

{attribute}impl Trait{index} for crate::Service {{
    async fn method_{index}(&self, task: Task<u64>, limit: Duration) -> Result<u64, String> {body}
}}
"""
LIBRARY = "#![allow(async_fn_in_trait)]\n\npub struct Service;\n"

VARIANTS = {
    "no attribute": (FUNCTION, ""),
    "accepts_awaitable": (FUNCTION, "#[ensure_future::accepts_awaitable]\n"),
    "instrument": (FUNCTION, "#[tracing::instrument(skip_all)]\n"),
    "no attribute, in a trait": (METHOD, ""),
    "async_trait": (METHOD, "#[async_trait::async_trait]\n"),
}
BASES = {
    "accepts_awaitable": "no attribute",
    "instrument": "no attribute",
    "async_trait": "no attribute, in a trait",
}
# Adjacent entries are compared in time.
TURN = ["accepts_awaitable", "no attribute", "instrument", "async_trait", "no attribute, in a trait"]
TIMED = [variant for variant in BASES if variant in TURN]


def write_functions(variant, size):
    """Writes a crate with this many functions."""
    template, attribute = VARIANTS[variant]
    functions = [template.format(index=index, attribute=attribute, body=BODY) for index in range(size)]
    starts = range(0, size, MODULE)
    sources = {f"src/module_{start}.rs": IMPORTS + "\n".join(functions[start : start + MODULE]) for start in starts}
    sources["src/lib.rs"] = LIBRARY + "".join(f"pub mod module_{start};\n" for start in starts)
    name = f"{variant}-{size}".replace(",", "").replace(" ", "-")
    return write_crate(name, DEPENDENCIES, sources)


def check(crate):
    """Checks a crate, even if it is checked already, and returns the seconds of processor time that it takes."""
    (crate / "src/lib.rs").touch()
    begin = processor_seconds()
    cargo("check", crate=crate)
    return processor_seconds() - begin


def count(crate):
    """Checks a crate, and returns the instructions that the compiler executes."""
    cargo("check", crate=crate, RUSTC_WORKSPACE_WRAPPER=counting_wrapper(crate))
    return sum_of_logs(crate)


def count_anew(crate):
    """Builds a crate with its dependencies, and returns the instructions that all compilers execute."""
    target = TARGET / "benches" / "anew"
    shutil.rmtree(target, ignore_errors=True)
    cargo("build", crate=crate, target=target, RUSTC_WRAPPER=counting_wrapper(crate))
    return sum_of_logs(crate)


def counting_wrapper(crate):
    """Runs a compiler below valgrind, which writes what it has counted into a log for each process."""
    for log in crate.glob("instructions-*"):
        log.unlink()
    wrapper = crate / "count"
    tool = "--tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null"
    valgrind = f'valgrind {tool} --log-file="{crate}/instructions-%p"'
    # cargo also runs the compiler to ask for its version.
    wrapper.write_text(f'#!/bin/sh\ncase " $* " in *" --emit="*) exec {valgrind} "$@" ;; esac\nexec "$@"\n')
    wrapper.chmod(0o755)
    return str(wrapper)


def sum_of_logs(crate):
    """The instructions in the logs of that."""
    logs = "".join(log.read_text() for log in crate.glob("instructions-*"))
    return sum(int(each.replace(",", "")) for each in re.findall(r"I +refs: +([\d,]+)", logs))


def processor_seconds():
    """What all the processes that were started and have ended took of the processors."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def build_anew(crate):
    """Builds a crate with its dependencies, and returns the seconds that it takes."""
    target = TARGET / "benches" / "anew"
    shutil.rmtree(target, ignore_errors=True)
    begin = processor_seconds()
    cargo("build", crate=crate, target=target)
    return processor_seconds() - begin


def take_turns(crates, measure, turns):
    """The times of each crate, one for each turn."""
    seconds = {key: [] for key in crates}
    order = list(crates)
    for _ in range(turns):
        for key in order:
            seconds[key].append(measure(crates[key]))
        order.reverse()
    return seconds


def seconds_added(seconds, sizes):
    """What each attribute adds to the time of a function, in crates of these sizes."""
    added = {}
    for variant in TIMED:
        base = BASES[variant]
        for size in sizes:
            pairs = zip(seconds[variant, size], seconds[base, size])
            relative = median(with_it / without for with_it, without in pairs)
            added[variant, size] = (relative - 1) * median(seconds[base, size]) / size
    return added


def instructions_added(instructions, sizes):
    """The instructions that each attribute adds to a function."""
    return {
        (variant, size): (instructions[variant, size] - instructions[base, size]) / size
        for variant, base in BASES.items()
        for size in sizes
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 10, 100, 1000, 5000], help="numbers of functions")
    parser.add_argument("--counted", type=int, nargs=2, default=[10, 100], help="of these, the two that valgrind sees")
    parser.add_argument("--turns", type=int, default=3, help="of each measurement of time")
    options = parser.parse_args()
    sizes = sorted(options.sizes)
    counted = sorted(options.counted)

    crates = {(variant, size): write_functions(variant, size) for size in sizes for variant in VARIANTS}
    cargo("check", crate=crates["no attribute", sizes[0]])  # the dependencies
    instructions = {key: count(crate) for key, crate in crates.items() if key[1] in counted}
    seconds = {}
    for size in sizes:
        of_this_size = {(variant, size): crates[variant, size] for variant in TURN}
        seconds |= take_turns(of_this_size, check, options.turns * (10 if size <= 100 else 1))
    macros = {"accepts_awaitable": MACROS, "async_trait": ASYNC_TRAIT}
    crates = {name: write_crate(f"only-{name}", [line], {"src/lib.rs": ""}) for name, line in macros.items()}
    anew = take_turns(crates, build_anew, options.turns)
    counted_anew = {name: count_anew(crate) for name, crate in crates.items()}

    print_setting()
    header = [f"{size:,}" for size in sizes]
    typical = {key: median(times) for key, times in seconds.items()}
    shown = [variant for variant in VARIANTS if variant in TURN]
    rows = [[variant, *(f"{typical[variant, size]:.2f} s" for size in sizes)] for variant in shown]
    print_table(["check, by number of functions", *header], rows)

    save_series("functions", {variant: [(size, typical[variant, size]) for size in sizes] for variant in shown})

    added = seconds_added(seconds, sizes)
    rows = [[variant, *(f"{added[variant, size] * 1e6:,.0f} µs" for size in sizes)] for variant in TIMED]
    for other in ["instrument", "async_trait"]:
        relative = [added["accepts_awaitable", size] / added[other, size] for size in sizes]
        rows.append([f"accepts_awaitable, relative to {other}", *(f"{each:.2f}" for each in relative)])
    print_table(["added to each function", *header], rows)
    added = instructions_added(instructions, counted)
    rows = [[variant, *(f"{added[variant, size]:,.0f}" for size in counted)] for variant in BASES]
    print_table(["instructions added to each function", *(f"{size:,}" for size in counted)], rows)
    rows = [[name, f"{median(anew[name]):.2f} s", f"{counted_anew[name]:,}"] for name in crates]
    print_table(["build with its dependencies", "", "instructions"], rows)

    smaller, larger = counted
    ours = added["accepts_awaitable", larger]
    met = [
        goal("relative to what instrument adds", ours / added["instrument", larger], 1 / 2),
        goal("relative to what async_trait adds", ours / added["async_trait", larger], 1 / 2),
        goal(f"relative to what it adds to each of {smaller:,}", ours / added["accepts_awaitable", smaller], 1.05),
        goal("build relative to async_trait's", counted_anew["accepts_awaitable"] / counted_anew["async_trait"], 1.25),
    ]
    sys.exit(not all(met))


if __name__ == "__main__":
    main()
