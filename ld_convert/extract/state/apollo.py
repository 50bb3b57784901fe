"""Read Apollo's cache `window.__APOLLO_STATE__`, whose entries refer to each other by `__ref`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.extract.html.script_calls import Cut
from ld_convert.extract.jsontext.lenient import read
from ld_convert.extract.state.flat_list import CYCLIC, DANGLING, DEEP, MAX_DEPTH
from ld_convert.extract.state.plain_state import assignments, not_json
from ld_convert.model import Decoded, Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.findings.report import Report
    from ld_convert.model import Json, Text

NAME = "__APOLLO_STATE__"


def apollo(text: Text, source: str, report: Report) -> Iterator[Decoded]:
    """Yield the cache; each reference is replaced by its entry, shared and not copied.

    A reference to a missing entry, or to an entry that holds it, stays as it is and is reported.
    """
    for found in assignments(text, NAME):
        location = Location(source, found.text)
        if isinstance(found, Cut):
            not_json(found, NAME, source, report)
            continue
        reading = read(found.text, report, location, checked=False)
        if reading is None or not isinstance(reading.value, dict):
            continue
        cache = _Cache(reading.value)
        value = {key: cache.entry(key) for key in reading.value}
        for code, count in sorted(cache.problems.items()):
            report.add(code, location, count=count, container=NAME)
        yield Decoded("state", value, Location(source, reading.text))


class _Cache:
    """The entries, and those that are already resolved."""

    def __init__(self, entries: dict[str, Json]) -> None:
        self.entries = entries
        self.problems: dict[str, int] = {}
        self._made: dict[str, Json] = {}
        self._open: list[str] = []
        self._depth = 0

    def entry(self, key: str) -> Json:
        """Return an entry with its references resolved."""
        if key not in self._made:
            self._open.append(key)
            self._made[key] = self._resolved(self.entries[key])
            self._open.pop()
        return self._made[key]

    def _resolved(self, value: Json) -> Json:
        if not isinstance(value, (dict, list)):
            return value
        if self._depth >= MAX_DEPTH:
            return self._unresolved(DEEP, value)
        self._depth += 1
        try:
            if isinstance(value, list):
                return [self._resolved(item) for item in value]
            key = value.get("__ref")
            if not isinstance(key, str):
                return {name: self._resolved(item) for name, item in value.items()}
            if key not in self.entries:
                return self._unresolved(DANGLING, value)
            return self._unresolved(CYCLIC, value) if key in self._open else self.entry(key)
        finally:
            self._depth -= 1

    def _unresolved(self, code: str, value: Json) -> Json:
        self.problems[code] = self.problems.get(code, 0) + 1
        return value
