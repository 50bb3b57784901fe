"""The feed of changes of a site: an event stream whose pages are files (LDES, TREE).

Each build compares what is said of an entry with what the build before it said. The time of a
change is that of the captures, so that the same inputs give the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ld_convert.catalogue.event_stream import (
    CREATED,
    REMOVED,
    UPDATED,
    GraphChange,
    members,
    stream_head,
)

if TYPE_CHECKING:
    from ld_convert.site.files import Folder

KNOWN = "changes/known.tsv"
"""What the last build said: path, hash, number of triples and IRI of each entry."""
MEMBERS_OF_PAGE = 500
TREE = "@prefix tree: <https://w3id.org/tree#> .\n"


class StatedEntry(NamedTuple):
    """What a build says of an entry."""

    digest: str
    triples: int
    iri: str


class SiteChanges:
    """Compares a build with the one before; in memory is a row for each entry."""

    def __init__(self, site: Folder, url: str) -> None:
        self._site, self._url = site, url
        self._before = _read(site.before(KNOWN))
        self._now: dict[str, StatedEntry] = {}

    def add(self, path: str, stated: StatedEntry) -> None:
        """Take an entry."""
        self._now[path] = stated

    def finish(self, date: str) -> None:
        """Add pages with what changed, and write what is known now; `date` is the captures'."""
        time = date if "T" in date else f"{date or '1970-01-01'}T00:00:00Z"
        root, count = f"{self._url}changes.ttl", 0
        while self._site.keep(f"changes/{count + 1}.ttl"):
            count += 1
        changes = self._changes()
        for start in range(0, len(changes), MEMBERS_OF_PAGE):
            some = changes[start : start + MEMBERS_OF_PAGE]
            count += 1
            run = f"{self._url}changes/{count}.ttl"
            self._site.put(f"changes/{count}.ttl", members(some, run, root, time))
        rows = (
            f"<> tree:relation [ a tree:Relation ; tree:node <changes/{number}.ttl> ] .\n"
            for number in range(1, count + 1)
        )
        view = f"<{root}#changes> tree:view <> .\n<> a tree:Node .\n"
        text = TREE.encode() + stream_head(root) + f"{view}{''.join(rows)}".encode()
        self._site.put("changes.ttl", text)
        known = (
            f"{path}\t{one.digest}\t{one.triples}\t{one.iri}\n"
            for path, one in sorted(self._now.items())
        )
        self._site.put(KNOWN, "".join(known).encode())

    def _changes(self) -> list[GraphChange]:
        found = []
        for path, one in sorted(self._now.items()):
            old = self._before.get(path)
            if old is None or old.digest != one.digest:
                kind = CREATED if old is None else UPDATED
                found.append(GraphChange(kind, one.iri, one.triples, one.digest))
        gone = sorted(self._before.keys() - self._now.keys())
        return found + [GraphChange(REMOVED, self._before[path].iri, 0) for path in gone]


def _read(table: bytes) -> dict[str, StatedEntry]:
    rows = (line.split("\t") for line in table.decode().splitlines())
    return {path: StatedEntry(digest, int(triples), iri) for path, digest, triples, iri in rows}
