"""Find datasets that are parts of their own parts, in a ledger whose IRIs are final."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ld_convert.catalogue.about_the_run import run_finding
from ld_convert.model import Place

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from ld_convert.model import Finding

CIRCLE, OWN_PART = "LD636", "LD315"
SETUP = (
    """CREATE TEMP TABLE link (part TEXT, whole TEXT, PRIMARY KEY (part, whole)) WITHOUT ROWID""",
    """INSERT OR IGNORE INTO link SELECT coalesce(p.new, part), coalesce(w.new, whole) FROM part
    LEFT JOIN renamed p ON p.old = part LEFT JOIN renamed w ON w.old = whole""",
)
OWN = "SELECT part FROM link WHERE part = whole ORDER BY part"
TOP = """DELETE FROM link WHERE part = whole
OR whole NOT IN (SELECT part FROM link WHERE part <> whole)"""
MOST_LEVELS = 50
"""How often the topmost level is taken away, before the rest is followed link by link."""
LINKS = "SELECT part, whole FROM link ORDER BY part, whole"
PLACE = """SELECT place FROM entry WHERE iri IN (?1, ?2)
OR iri IN (SELECT old FROM renamed WHERE new IN (?1, ?2)) ORDER BY rowid LIMIT 1"""
MOST_SHOWN = 5
"""Things of a circle that a finding names."""


def circles(known: sqlite3.Connection) -> Iterator[Finding]:
    """Yield a finding for each thing that is its own part, and for each circle of parts, sorted.

    What is a part of nothing in a circle is taken away level by level, on disk; in memory is only
    what is left: circles, and chains of parts that are deeper than MOST_LEVELS.
    """
    for statement in SETUP:
        known.execute(statement)
    for (iri,) in known.execute(OWN).fetchall():
        yield run_finding(OWN_PART, _place(known, iri, iri), iri=iri)
    for _ in range(MOST_LEVELS):
        if not known.execute(TOP).rowcount:
            break
    wholes: dict[str, list[str]] = {}
    for part, whole in known.execute(LINKS):
        wholes.setdefault(part, []).append(whole)
    known.execute("DROP TABLE link")
    for circle in _found(wholes):
        first, *rest = circle
        shown = rest[: MOST_SHOWN - 1]
        way = ", which is a part of ".join(shown)
        if len(rest) > len(shown):
            way += f", and so on over {len(rest) - len(shown)} more"
        yield run_finding(CIRCLE, _place(known, first, rest[0]), iri=first, way=way)


def _found(wholes: dict[str, list[str]]) -> Iterator[list[str]]:
    """Yield for each link that leads back the circle that it closes, from part to whole.

    Each link is followed once. A circle begins with its first thing in the order of the alphabet.
    """
    done: set[str] = set()
    for start, above in wholes.items():
        if start in done:
            continue
        path, open_links, places = [start], [iter(above)], {start: 0}
        while path:
            whole = next(open_links[-1], None)
            if whole is None:
                done.add(path[-1])
                del places[path.pop()]
                open_links.pop()
            elif whole in places:
                circle = path[places[whole] :]
                turn = circle.index(min(circle))
                yield circle[turn:] + circle[:turn]
            elif whole not in done and whole in wholes:
                places[whole] = len(path)
                path.append(whole)
                open_links.append(iter(wholes[whole]))


def _place(known: sqlite3.Connection, one: str, other: str) -> Place:
    found = known.execute(PLACE, (one, other)).fetchone()
    return msgspec.json.decode(found[0], type=Place) if found else Place("catalogue")
