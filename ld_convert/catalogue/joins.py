"""Join the things of a run that share a key, and name each by its most stable key.

A key of a lower rank counts more. Things that it tells apart are not joined by one of a higher
rank: two records with two uuids stay two, also where a page gives both the same slug.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from ld_convert.catalogue.about_the_run import run_finding
from ld_convert.model import Place
from ld_convert.vocab.records import ANSWER

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from ld_convert.model import Finding

WEAK_JOIN, AMBIGUOUS_KEY = "LD634", "LD635"
LISTED = frozenset({"doi", "identifier"})
"""Kinds of weak keys of which a thing may have several, such as the DOI of all its versions."""
SETUP = (
    "CREATE INDEX key_node ON key (node)",
    "CREATE INDEX key_iri ON key (iri)",
    "CREATE TABLE member (node TEXT PRIMARY KEY, thing INT) WITHOUT ROWID",
    "CREATE INDEX member_thing ON member (thing)",
    "CREATE TABLE thing (thing INTEGER PRIMARY KEY, size INT, kinds TEXT)",
    f"""CREATE TABLE common AS SELECT kind, value, min(rank) AS rank, max(weak) AS weak
    FROM key GROUP BY kind, value HAVING count(*) > 1 AND min(rank) < {ANSWER}""",  # noqa: S608
)
LED = """SELECT k.iri, min(k.rank) FROM key k WHERE k.weak = 0 AND k.iri <> k.node
AND EXISTS (SELECT 1 FROM key o WHERE o.node = k.iri) GROUP BY k.iri ORDER BY k.iri"""
"""IRIs of keys that are the name of another thing in some capture."""
LEADING = "SELECT DISTINCT node FROM key WHERE weak = 0 AND iri = ? AND node <> iri ORDER BY node"
BEST = "substr(min(printf('%09d', rank) || key.iri), 10)"
NAME = (
    f"""CREATE TABLE final AS SELECT thing, {BEST} AS iri
    FROM member JOIN key USING (node) GROUP BY thing""",  # noqa: S608  no value in it
    "CREATE INDEX final_thing ON final (thing)",
    f"""INSERT INTO renamed SELECT * FROM (SELECT node, {BEST} AS iri FROM key
    WHERE node NOT IN (SELECT node FROM member) GROUP BY node) WHERE node <> iri""",  # noqa: S608
    "INSERT INTO renamed SELECT node, iri FROM member JOIN final USING (thing) WHERE node <> iri",
    """INSERT OR IGNORE INTO renamed SELECT iri, min(name) FROM (
    SELECT key.iri AS iri, coalesce(new, node) AS name FROM key LEFT JOIN renamed ON old = node
    WHERE weak = 0) GROUP BY iri HAVING count(DISTINCT name) = 1 AND min(name) <> iri""",
)
"""A thing has the IRI of its best key; its other IRIs lead there, if no other thing has them."""


class _Thing(NamedTuple):
    """Nodes that are one thing so far."""

    node: str
    """One of them."""
    id: int
    """0 for a node that is alone."""
    size: int
    kinds: frozenset[str]
    """Of its strong keys."""


def join(known: sqlite3.Connection) -> Iterator[Finding]:
    """Fill the table `renamed` of a ledger; yield a finding for each weak and each refused join.

    Where a strong key is refused, what has no better key than it is still joined with its like.
    What is joined depends on the set of keys alone, not on the order of the captures.
    """
    for statement in SETUP:
        known.execute(statement)
    ranks: dict[str, int] = dict(
        known.execute("SELECT kind, min(rank) FROM key WHERE weak = 0 GROUP BY kind")
    )
    strong = "SELECT kind, value, rank, weak FROM common WHERE weak = 0 ORDER BY rank, kind, value"
    weak = "SELECT kind, value, rank, weak FROM common WHERE weak = 1 ORDER BY rank, kind, value"
    yield from _by_keys(known, strong, ranks)
    for iri, rank in known.cursor().execute(LED):
        lower = frozenset(kind for kind in ranks if ranks[kind] < rank)
        nodes = [node for (node,) in known.execute(LEADING, (iri,))]
        things = _things(known, [iri, *nodes])
        if _are_one(things, lower):
            _unite(known, things)
    yield from _by_keys(known, weak, ranks)
    for statement in NAME:
        known.execute(statement)


def _by_keys(known: sqlite3.Connection, query: str, ranks: dict[str, int]) -> Iterator[Finding]:
    cursor = known.cursor()
    for kind, value, rank, is_weak in cursor.execute(query):
        lower = frozenset(k for k in ranks if is_weak or ranks[k] < rank)
        nodes = "SELECT node FROM key WHERE kind = ? AND value = ? ORDER BY node"
        things = _things(known, [node for (node,) in known.execute(nodes, (kind, value))])
        if len(things) <= 1:
            continue
        is_one = _are_one(things, lower) and (kind not in LISTED or _is_chain(known, things, kind))
        if is_one or not is_weak:
            _unite(known, things if is_one else [t for t in things if not t.kinds & lower])
        if is_one and is_weak:
            yield _finding(known, WEAK_JOIN, kind, value)
        elif not is_one and not is_weak:
            yield _finding(known, AMBIGUOUS_KEY, kind, value)


def _things(known: sqlite3.Connection, nodes: Sequence[str]) -> list[_Thing]:
    """Return the different things that nodes are so far."""
    found: dict[object, _Thing] = {}
    one = "SELECT thing, size, kinds FROM member JOIN thing USING (thing) WHERE node = ?"
    own = "SELECT DISTINCT kind FROM key WHERE node = ? AND weak = 0"
    for node in nodes:
        row = known.execute(one, (node,)).fetchone()
        if row is None:
            kinds = frozenset(kind for (kind,) in known.execute(own, (node,)))
            found[node] = _Thing(node, 0, 1, kinds)
        elif row[0] not in found:
            found[row[0]] = _Thing(node, row[0], row[1], frozenset(row[2].split("\n")) - {""})
    return list(found.values())


def _are_one(things: list[_Thing], deciding: frozenset[str]) -> bool:
    """Return whether things can be one: no two of them have a key of one deciding kind.

    Had these keys been equal, the two were one thing by now.
    """
    seen: set[str] = set()
    for thing in things:
        own = thing.kinds & deciding
        if not seen.isdisjoint(own):
            return False
        seen |= own
    return True


def _is_chain(known: sqlite3.Connection, things: list[_Thing], kind: str) -> bool:
    """Return whether of each two things one has all the keys of a kind that the other has.

    Two versions have one DOI in common, that of all versions, and each has one of its own.
    """
    alone = "SELECT value FROM key WHERE node = ? AND kind = ?"
    several = "SELECT value FROM key JOIN member USING (node) WHERE thing = ? AND kind = ?"
    found = [
        {value for (value,) in known.execute(several if t.id else alone, (t.id or t.node, kind))}
        for t in things
    ]
    found.sort(key=len)
    return all(less <= more for less, more in pairwise(found))


def _unite(known: sqlite3.Connection, things: list[_Thing]) -> None:
    """Move the members of smaller things to the largest one."""
    if len(things) <= 1:
        return
    largest = max(things, key=lambda thing: thing.size)
    kinds = frozenset[str]().union(*(thing.kinds for thing in things))
    size = sum(thing.size for thing in things)
    goal = largest.id
    if not goal:
        goal = known.execute("INSERT INTO thing (size) VALUES (0)").lastrowid or 0
    for thing in things:
        if not thing.id:
            known.execute("INSERT INTO member VALUES (?, ?)", (thing.node, goal))
        elif thing.id != goal:
            known.execute("UPDATE member SET thing = ? WHERE thing = ?", (goal, thing.id))
    row = (size, "\n".join(sorted(kinds)), goal)
    known.execute("UPDATE thing SET size = ?, kinds = ? WHERE thing = ?", row)


def _finding(known: sqlite3.Connection, code: str, kind: str, value: str) -> Finding:
    """Return the finding about a key, at the place of the second thing that has it."""
    query = "SELECT node, place FROM key WHERE kind = ? AND value = ? ORDER BY node LIMIT 2"
    (first, first_place), (second, place) = known.execute(query, (kind, value)).fetchall()
    other = msgspec.json.decode(first_place, type=Place)
    values = {"iri": second, "other": first, "place": other, "kind": kind, "value": value}
    return run_finding(code, msgspec.json.decode(place, type=Place), **values)
