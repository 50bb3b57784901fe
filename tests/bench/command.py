"""The command over pages in files, beside all else that reads them, with what each way finds.

`python -m tests.bench.command [PAGES] [MOST]` prints the tables: pages of three shapes, one core,
processor time, the start of the command taken off, each way at its best of several turns in
alternation. All but the command are given the pages in memory. Then follow what a page takes in
runs of up to MOST pages, what a dataset takes in pages of many, and the start of the command.
"""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from typing import TYPE_CHECKING

from tests.bench import found, glue
from tests.bench.found import Found, write_files
from tests.bench.pages import SHAPES, leo_like
from tests.bench.pipeline import GLUE, NAIVE, NAIVE_CACHED, OURS, PYLD, growth, ways
from tests.bench.processes import spent, spent_by
from tests.bench.timing import in_turns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ld_convert.model import Capture

TURNS = 3
FEW = 10
"""Pages of the run that is taken off."""
SOME = 20
"""Pages of which is counted what is found."""
DATASETS = (1, 10, 100, 1_000, 10_000)

COMMAND = "command, -q"
RUNS: dict[str, tuple[str, tuple[str, ...]]] = {
    COMMAND: ("c.nt", ("-q",)),
    "command, shown": ("c.nt", ()),
    "command, --report": ("c.nt", ("--report", "r.json")),
    "command, Turtle": ("c.ttl", ("-q",)),
}
"""Output and options of each way of running the command."""
OTHERS = (OURS, GLUE, PYLD, NAIVE_CACHED, NAIVE)
FINDERS: dict[str, Callable[[Sequence[Capture]], Found]] = {
    COMMAND: found.by_command,
    GLUE: found.by_glue,
    PYLD: found.by_pyld,
    NAIVE: found.by_naive,
}
START = {"--help": ("--help",), "convert --help": ("convert", "--help")}

write = sys.stdout.write


def figures(pages: Sequence[Capture]) -> dict[str, float]:
    """Return the processor time a page, in seconds, of each way."""
    others = {name: way for name, way in ways(pages).items() if name in OTHERS}
    work = {name: way.work for name, way in others.items()}
    with tempfile.TemporaryDirectory() as folder:
        few, many = write_files(pages[:FEW], folder, "few"), write_files(pages, folder, "many")
        for name, (output, options) in RUNS.items():
            for inputs in (few, many):
                work[name + inputs] = partial(spent_by, inputs, ("-j", "1", *options), output)
        best = in_turns(work, TURNS, warm=0)
    beyond = {name: best[name + many] - best[name + few] for name in RUNS}
    return {
        **{name: seconds / (len(pages) - FEW) for name, seconds in beyond.items()},
        **{name: best[name] / way.pages for name, way in others.items()},
    }


def compare(shape: str, count: int) -> None:
    """Print what each way takes for a page of a shape, and what it finds."""
    pages = [SHAPES[shape](number) for number in range(count)]
    times = figures(pages)
    titles = ("ms", "x command", *Found._fields)
    write(f"\n{shape}: a page of {count}\n{'':34}{''.join(f'{one:>10}' for one in titles)}\n")
    for name, seconds in times.items():
        finds = FINDERS[name](pages[:SOME]) if name in FINDERS else ()
        cells = (seconds * 1e3, seconds / times[COMMAND], *(number / SOME for number in finds))
        write(f"  {name:32}{''.join(f'{cell:10.2f}' for cell in cells)}\n")


def in_long_runs(most: int) -> None:
    """Print what a page takes in runs of a hundred pages, of ten times as many, up to `most`."""
    write("\npages in a run: ms a page\n")
    with tempfile.TemporaryDirectory() as folder:
        inputs = write_files(map(leo_like, range(FEW)), folder, "few")
        few = min(spent_by(inputs, ("-q", "-j", "1")) for _ in range(TURNS)).processor_seconds
    count = 100
    while count <= most:
        with tempfile.TemporaryDirectory() as folder:
            inputs = write_files(map(leo_like, range(count)), folder, "many")
            runs = [spent_by(inputs, ("-q", "-j", "1")) for _ in range(TURNS)]
        seconds = min(runs).processor_seconds - few
        write(f"  {count:8}{seconds / (count - FEW) * 1e3:9.3f} ms\n")
        count *= 10


def start() -> None:
    """Print what the command takes when it has nothing to do, or one page."""
    write("\nstart of the command: processor time and by the clock\n")
    with tempfile.TemporaryDirectory() as folder:
        page = write_files([leo_like(0)], folder, "one")
        runs = {name: partial(spent, *arguments) for name, arguments in START.items()}
        runs["one page"] = partial(spent_by, page, ("-q", "-j", "1"))
        for name, run in runs.items():
            best = min(run() for _ in range(TURNS))
            write(f"  {name:32}{best.processor_seconds:9.2f} s{best.seconds:9.2f} s\n")


def main() -> None:
    """Print the tables."""
    count, most = (*map(int, sys.argv[1:]), *(500, 10_000)[len(sys.argv) - 1 :])
    if glue.MISSING:
        write(f"{GLUE}: LEFT OUT, {glue.MISSING}\n")
    for shape in SHAPES:
        compare(shape, count)
    in_long_runs(most)
    write("\ndatasets in one page, in this process: ms a dataset\n")
    for number, seconds in growth(DATASETS, rounds=1).items():
        write(f"  {number:8}{seconds * 1e3:9.3f} ms\n")
    start()


if __name__ == "__main__":
    main()
