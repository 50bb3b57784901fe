"""Print the figures: `python -m tests.bench`."""

from __future__ import annotations

import sys

from tests.bench.pages import SHAPES
from tests.bench.pipeline import OURS, compare, growth, stages
from tests.bench.processes import second_process

PAGES = 3_000
GROWTH = (1, 10, 100, 1_000, 10_000)


def main() -> None:
    """Print ratios side by side, then stages, then growth."""
    write = sys.stdout.write
    for shape in SHAPES:
        found = compare(shape, count=100)
        own = found[OURS]
        write(f"\n{shape}: a page\n")
        for name, seconds in found.items():
            write(f"  {name:32}{seconds * 1e3:9.2f} ms{seconds / own:9.2f} x ours\n")
        parts = (f"{name} {s * 1e3:.2f}" for name, s in stages(shape).items())
        write(f"  stages, ms: {', '.join(parts)}\n")
    write("\ndatasets in one page: ms a dataset\n")
    for number, seconds in growth(GROWTH).items():
        write(f"  {number:8}{seconds * 1e3:9.3f} ms\n")
    write("\ntwo processes to one, pages like LEO's in files\n")
    for name, figure in second_process(PAGES).items():
        write(f"  {name:32}{figure:9.2f}\n")


if __name__ == "__main__":
    main()
