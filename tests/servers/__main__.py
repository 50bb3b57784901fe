"""Print what each store does in each case, by running the tests: `python -m tests.servers`."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.support.servers import KINDS

STORES = ("embedded", *KINDS)
NOT_APPLICABLE = {("embedded", "paging"): "a directory gives whole results"}
"""What needs no test, and why."""
ROOT = Path(__file__).parents[1]


class Matrix:
    """A plugin of pytest that notes what came of each test with the mark `cell`."""

    def __init__(self) -> None:
        self.places: dict[str, tuple[str, tuple[str, ...]]] = {}
        self.found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.words: list[str] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep the tests that show a cell."""
        kept = []
        for item in items:
            mark = item.get_closest_marker("cell")
            if mark is not None:
                values = getattr(item, "callspec", None)
                named = map(str, values.params.values()) if values else ()
                kind = next((name for name in named if name in STORES), mark.kwargs.get("kind", ""))
                self.places[item.nodeid] = kind, mark.args
                kept.append(item)
        items[:] = kept

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what came of a test."""
        if report.when != "call" and report.passed:
            return
        kind, cases = self.places[report.nodeid]
        said = dict(report.user_properties).get("refused")
        outcome: str = "refused" if said else report.outcome
        if report.skipped:
            outcome, said = "not applicable", str(report.longrepr).rpartition(": ")[2].strip("')")
        for case in cases:
            self.found[case][kind].add(outcome)
            if said:
                self.words.append(f"{kind}, {case}: {outcome}: {said}")

    def text(self) -> str:
        """Return the matrix, then the words of refusals and why a case is not applicable."""
        lines = [f"{'':18}" + "".join(f"{kind:16}" for kind in STORES)]
        for case, row in self.found.items():
            for kind in STORES:
                if why := NOT_APPLICABLE.get((kind, case)):
                    row[kind].add("not applicable")
                    self.words.append(f"{kind}, {case}: not applicable: {why}")
            cells = (", ".join(sorted(row[kind])) or "-" for kind in STORES)
            lines.append(f"{case:18}" + "".join(f"{cell:16}" for cell in cells))
        return "\n".join(["", *lines, "", *self.words, ""])


def main() -> int:
    """Run the tests and print the matrix; return pytest's exit status."""
    matrix = Matrix()
    folders = [str(ROOT / name) for name in ("servers", "store", "publish", "query")]
    options = ["-q", "-p", "no:randomly", "-p", "no:cacheprovider", *sys.argv[1:]]
    status = pytest.main([*options, *folders], plugins=[matrix])
    sys.stdout.write(matrix.text())
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
