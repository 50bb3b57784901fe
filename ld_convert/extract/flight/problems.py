"""Collects problems, a bounded number of each kind."""

from __future__ import annotations

from collections import Counter

from ld_convert.extract.flight.values import Problem

LIMIT = 20
"""Problems of one code that are told one by one; the rest is a count."""


class Problems:
    """Problems in the order in which they are met."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.found: list[Problem] = []
        self.last: dict[str, Problem] = {}

    def add(self, code: str, offset: int, row: int | None = None, **values: object) -> None:
        """Add one problem; the row's id becomes the value `row` of its text."""
        name = "" if row is None else f"{row:x}"
        self.counts[code] += 1
        problem = Problem(code, offset, name, values if row is None else {"row": name} | values)
        if self.counts[code] <= LIMIT:
            self.found.append(problem)
        self.last[code] = problem

    def is_full(self, code: str) -> bool:
        """Return whether one more problem of this code would only be counted."""
        return self.counts[code] >= LIMIT

    def all(self) -> tuple[Problem, ...]:
        """Return the problems, and one more for each code that was met too often."""
        rest = [
            Problem(
                "LD219",
                self.last[code].offset,
                self.last[code].row,
                {"count": more, "kind": code},
            )
            for code, count in sorted(self.counts.items())
            if (more := count - LIMIT) > 0
        ]
        return (*self.found, *rest)
