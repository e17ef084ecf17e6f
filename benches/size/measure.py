"""The machine code that a call site adds to a program, if the function that it calls takes coroutines.

`#[accepts_awaitable]` makes a function generic, so something is compiled for each coroutine that it is given. The body
should not be: it stands in a function of its own. Here, 100 call sites give one function with a body of 60 lines
(framework.rs) a coroutine each. The function is a `fn` or an `async fn`, and it is written

- with the attribute,
- by hand: a generic function makes the task and hands it on to one that is not generic and has the body,
- thick: the body is in the generic function,
- with `#[accepts_awaitable(boxed)]`, and with the same boxing by hand.

`nothing` only spawns the coroutines. All are built with the release profile and one codegen unit, since what a split
among several adds is chance.

What call sites add is the difference to the same program with a single one. A program without any would lack the body
too, which every user of the function has once.

The goal is that what the attribute adds is at most 1.05 times what the code by hand adds, in bytes of machine code
(the section .text) and in lines of LLVM's intermediate language. If it is missed, this exits with 1.

    cargo install cargo-llvm-lines --locked
    python3 benches/size/measure.py

It also needs `size`, which comes with the linker as a part of binutils.
"""

import argparse
import re
import subprocess
import sys
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from generated import RUNTIME, TARGET, cargo, goal, print_setting, print_table, save_series, write_crate

ONE, MANY = 1, 100
# The numbers of call sites. For some of the functions, the plot shows the growth between them.
SITES = (ONE, 10, 30, MANY)
GROWING = [("fn", "nothing"), ("fn", "attribute"), ("fn", "attribute, boxed")]
LIMIT = 1.05
DEPENDENCIES = [RUNTIME, 'tokio = { version = "1", features = ["rt"] }']

ARGUMENTS = {
    "others": "registry: &mut Registry, name: &str",
    "passed": 'registry, "job{index}"',
}
FUNCTIONS = {
    "fn": {"kind": "fn", "name": "adopt", "wait": "", **ARGUMENTS},
    "async fn": {"kind": "async fn", "name": "perform", "wait": ".await", **ARGUMENTS},
}

PLAIN = "pub {kind} {name}({others}, task: Task<u64>) -> Outcome {{"
BODY = "\n{kind} {name}_body({others}, task: Task<u64>) -> Outcome {{"
GENERIC = "pub {kind} {name}<Form>({others}, task: impl Awaitable<Task<u64>, Form>) -> Outcome {{"
FUTURE = "pub {kind} {name}({others}, task: impl Future<Output = u64> + Send + 'static) -> Outcome {{"

# The statements that replace the line PLAIN in framework.rs, at the top of the body.
VARIANTS = {
    "attribute": "#[ensure_future::accepts_awaitable]\n" + PLAIN,
    "by hand": GENERIC + "{name}_body(registry, name, task.ensure()){wait} }}" + BODY,
    "thick": GENERIC + "let task = task.ensure();",
    "attribute, boxed": "#[ensure_future::accepts_awaitable(boxed)]\n" + PLAIN,
    "by hand, boxed": FUTURE
    + "let boxed: std::pin::Pin<Box<dyn Future<Output = u64> + Send>> = Box::pin(task);"
    + "{name}_body(registry, name, ensure_future::create_task(boxed)){wait} }}"
    + BODY,
}
GOALS = [("attribute", "by hand"), ("attribute, boxed", "by hand, boxed")]

CALLER = """
{kind} caller_{index}(registry: &mut Registry, number: u64) -> u64 {{
    let coroutine = async move {{
        tokio::task::yield_now().await;
        number.rotate_left({index}) ^ {index}
    }};
    {call}
}}
"""
SPAWN = "tokio::spawn(coroutine); registry.spent"
CALL = "{name}({passed}, coroutine){wait}.unwrap_or_default()"

MAIN = """
fn main() {{
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let mut registry = Registry::with_capacity(8);
    let number = std::env::args().len() as u64;
    let sum = runtime.block_on(async {{
        let mut sum = 0;
        {calls}
        sum
    }});
    println!("{{sum}}");
}}
"""


def program(function, variant, sites):
    """The source of a program with this many call sites."""
    parts = FUNCTIONS[function]
    framework = (Path(__file__).parent / "framework.rs").read_text()
    call = SPAWN
    if variant in VARIANTS:
        plain = PLAIN.format(**parts)
        assert plain in framework
        framework = framework.replace(plain, VARIANTS[variant].format(**parts))
        call = CALL
    callers, calls = "", ""
    for index in range(sites):
        passed = parts["passed"].format(index=index)
        in_caller = call.format(**parts | {"passed": passed})
        callers += CALLER.format(index=index, call=in_caller, **parts)
        calls += f"sum ^= caller_{index}(&mut registry, number){parts['wait']};\n"
    return framework + callers + MAIN.format(calls=calls)


def binary(function, variant, sites):
    return f"{function}-{variant}-{sites}".replace(",", "").replace(" ", "-")


def build(crate, name):
    """Builds a binary, even if it is built already, and returns the seconds that it takes."""
    (crate / "src/bin" / f"{name}.rs").touch()
    _, seconds = cargo("build", "--release", f"--bin={name}", crate=crate)
    return seconds


def machine_code(name):
    """The bytes of machine code of a binary."""
    command = ["size", "-A", TARGET / "release" / name]
    sections = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return int(re.search(r"^\.text\s+(\d+)", sections, re.MULTILINE)[1])


def sizes(crate, name):
    """The bytes of machine code and the lines of LLVM's intermediate language of a binary."""
    lines, _ = cargo("llvm-lines", "--release", f"--bin={name}", crate=crate)
    total = re.search(r"^\s*(\d+) .*\(TOTAL\)$", lines, re.MULTILINE)
    return machine_code(name), int(total[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repetitions", type=int, default=3, help="of each build, of which the fastest counts")
    repetitions = parser.parse_args().repetitions

    cases = [("fn", "nothing"), *product(FUNCTIONS, VARIANTS)]
    wanted = {*product(cases, (ONE, MANY)), *product(GROWING, SITES)}
    programs = {binary(*case, sites): program(*case, sites) for case, sites in wanted}
    sources = {f"src/bin/{name}.rs": text for name, text in programs.items()}
    crate = write_crate("size", DEPENDENCIES, sources)
    # Builds the dependencies too, so that they don't count in the time of later builds.
    cargo("build", "--release", *(f"--bin={binary(*case, ONE)}" for case in cases), crate=crate)

    seconds = {case: [] for case in cases}
    for _, case in product(range(repetitions), cases):
        seconds[case].append(build(crate, binary(*case, MANY)))

    print_setting()
    added, rows = {}, []
    for case in cases:
        one, many = (sizes(crate, binary(*case, sites)) for sites in (ONE, MANY))
        added[case] = [more - less for less, more in zip(one, many)]
        cells = [many[0], added[case][0], many[1], added[case][1]]
        rows.append([", ".join(case), *map("{:,}".format, cells), f"{min(seconds[case]):.2f} s"])
    print_table(["program", ".text", "added", "LLVM lines", "added", "built in"], rows)

    for case, sites in product(GROWING, SITES[1:-1]):
        build(crate, binary(*case, sites))
    growth = {name: [(sites, machine_code(binary(*case, sites))) for sites in SITES] for case in GROWING for name in case[1:]}
    save_series("call-sites", growth)

    met = []
    for function, (attribute, by_hand), (index, unit) in product(FUNCTIONS, GOALS, enumerate(["bytes", "lines"])):
        ratio = added[function, attribute][index] / added[function, by_hand][index]
        met.append(goal(f"{function}, {attribute}: {unit} added, relative to {by_hand}", ratio, LIMIT))
    sys.exit(not all(met))


if __name__ == "__main__":
    main()
