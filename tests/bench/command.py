"""The command over pages in files, beside the pipeline in one process and the naive script.

`python -m tests.bench.command 3000` prints the table: pages like LEO's, one core, the start of the
command taken off, each way at its best of several turns in alternation.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.bench import naive
from tests.bench.pages import leo_like
from tests.bench.pipeline import ours, shapes
from tests.bench.processes import beyond, spent_by

TURNS = 3
FEW = 10
"""Pages of the run that is taken off."""
SHARE = 20
"""The naive script reads one page of so many: it takes tens of times as long."""

IN_PROCESS = "in-process pipeline"
WAYS: dict[str, tuple[str, tuple[str, ...]]] = {
    "command, -q": ("c.nt", ("-q",)),
    "command, shown": ("c.nt", ()),
    "command, --report": ("c.nt", ("--report", "r.json")),
    "command, Turtle": ("c.ttl", ("-q",)),
}
"""Output and options of each way of running the command."""


def figures(count: int) -> dict[str, float]:
    """Return the processor time a page, in seconds, of each way."""
    pages = [leo_like(number) for number in range(count)]
    some = pages[::SHARE]
    best: dict[str, float] = {}

    def note(name: str, seconds: float) -> None:
        best[name] = min(seconds, best.get(name, seconds))

    with tempfile.TemporaryDirectory() as folder:
        for number, page in enumerate(pages):
            Path(folder, f"{number:06}.rsc").write_bytes(page.data)
        few = str(Path(folder, f"{'0' * 5}[0-9].rsc"))
        ours(pages[:FEW])
        for _ in range(TURNS):
            start = time.process_time()
            ours(pages)
            note(IN_PROCESS, (time.process_time() - start) / count)
            start = time.process_time()
            for page in some:
                naive.convert(page, shapes())
            note("naive script", (time.process_time() - start) / len(some))
            for name, (output, options) in WAYS.items():
                runs = [spent_by(inputs, ("-j", "1", *options), output) for inputs in (few, folder)]
                note(name, beyond(*runs).processor_seconds / (count - FEW))
    return best


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3_000
    found = figures(count)
    sys.stdout.write(f"{count} pages: a page\n")
    for name, seconds in found.items():
        ratio = seconds / found[IN_PROCESS]
        sys.stdout.write(f"  {name:24}{seconds * 1e3:9.2f} ms{ratio:9.2f} x in-process\n")


if __name__ == "__main__":
    main()
