"""Tell the DOIs of articles about a record from those of the record itself.

The file of a portal (see `ld_convert.vocab.portals`) states it in the member `papers`:

* `in`: paths to identifiers; those of articles move to the member `to` of the same object.
* `articles`: a pattern for the DOIs of articles, `data` one for those that are none.
* `where`: a path, and the value that all values there must be: then each other DOI is one of an
  article too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ld_convert.model import Json
from ld_convert.vocab.records import Path, member, path

DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s?)?(10\.\d{4,9}/\S+)", re.IGNORECASE)


class Papers(NamedTuple):
    """The member `papers` of a portal file."""

    sources: tuple[Path, ...]
    to: str
    articles: re.Pattern[str]
    data: re.Pattern[str]
    where: tuple[tuple[Path, str], ...]

    @classmethod
    def read(cls, table: Json) -> Papers:
        """Return what the decoded member states."""
        return cls(
            tuple(map(path, table["in"])),
            table["to"],
            re.compile(table["articles"], re.IGNORECASE),
            re.compile(table["data"], re.IGNORECASE),
            tuple((path(way), value) for way, value in table["where"]),
        )

    def source(self, names: list[str]) -> list[str]:
        """Return the path from which a value at a path was taken; the path itself for others."""
        if names[-1:] == [self.to]:
            for way in self.sources:
                if names[-len(way) : -1] == list(way[:-1]):
                    return [*names[:-1], way[-1]]
        return names

    def part(self, record: Json) -> None:
        """Move the DOIs of articles of a record, in place."""
        is_all = any(set(_all(record, way)) == {value} for way, value in self.where)
        for *above, name in self.sources:
            holder = member(record, tuple(above))
            values = holder.get(name) if isinstance(holder, dict) else None
            if not values or not isinstance(values, str | list):
                continue
            listed = [values] if isinstance(values, str) else values
            found = [value for value in listed if self._is_article(value, is_all=is_all)]
            if found:
                holder[name] = [value for value in listed if value not in found]
                holder[self.to] = found

    def _is_article(self, value: Json, *, is_all: bool) -> bool:
        match = DOI.fullmatch(value.strip()) if isinstance(value, str) else None
        if match is None or self.data.match(match[1]):
            return False
        return is_all or self.articles.match(match[1]) is not None


def _all(value: Json, way: Path) -> Iterator[Json]:
    """Yield the values at a path, those inside lists too."""
    if isinstance(value, list):
        for item in value:
            yield from _all(item, way)
    elif not way:
        yield value
    elif isinstance(value, dict) and way[0] in value:
        yield from _all(value[way[0]], way[1:])
