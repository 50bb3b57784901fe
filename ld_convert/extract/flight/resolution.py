"""Resolve the model strings of the rows that are wanted, and of the rows that these refer to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from ld_convert.extract.flight.deferred_values import Maker
from ld_convert.extract.flight.model_strings import Resolver
from ld_convert.extract.flight.row_table import Table
from ld_convert.extract.flight.string_places import Places, Spot


class Resolution:
    """Replaces the model strings of a table by their values, in place."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.places = Places(table.data, table.chunks)
        # No method of this object: the resolver would hold what holds it.
        self._complain = partial(_complain, table, self.places)
        self.resolver = Resolver(table.roots, self._complain)
        self.done: set[int] = set()

    def resolve(self, rows: Iterable[int]) -> None:
        """Resolve the rows in the given order. Call it once.

        Only problems of these rows are reported. All rows with paths such as `$1:props` must be
        among them.
        """
        self.resolver.settle_roots()
        for row in rows:
            self._walk(row)
        maker = Maker(self.table.roots, len(self.table.data), self._complain, self._walk)
        maker.settle(self.resolver.deferred)

    def complete(self, rows: Iterable[int]) -> None:
        """Resolve all rows that these rows refer to, directly or through others."""
        waiting = list(rows)
        seen = set(waiting)
        for row in waiting:  # grows while it is read
            self._walk(row)
            new = self.resolver.reached.get(row, set()) - seen
            if row in self.resolver.leads:
                new |= {self.resolver.leads[row]} - seen
            seen |= new
            waiting += new

    def sharing(self) -> dict[int, list[int]]:
        """Return by row the rows that share values with it.

        A path shares an object inside the row where it ends. A row that is only a reference shares
        everything.
        """
        found: dict[int, list[int]] = {}
        for item in self.resolver.deferred:
            found.setdefault(item.home, []).append(item.row)
        for row, other in self.resolver.leads.items():
            found.setdefault(other, []).append(row)
            found.setdefault(row, []).append(other)
        return found

    def _walk(self, row: int) -> None:
        if row not in self.done:
            self.done.add(row)
            most = self.table.most_references(row)
            if most:
                self.resolver.walk(self.table.roots[row], row, most)


def _complain(
    table: Table, places: Places, code: str, row: int, text: str, **values: object
) -> None:
    """Report a problem with a model string, at its place in the row."""
    is_full = table.problems.is_full(code)
    spot = Spot(table.chunks[row].start, "") if is_full else places.find(row, text)
    values |= {"reference": text, "pointer": spot.pointer}
    table.problems.add(code, spot.offset, row, **values)
