"""Write the change feed: what each run changed (LDES, Activity Streams 2.0)."""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from ld_convert.publish.plan import CREATED, REMOVED, UPDATED
from ld_convert.publish.terms import AS, DATE_TIME, LDES, TREE, TRIPLES, TYPE, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ld_convert.publish.plan import GraphChange

ACTIVITIES = {CREATED: f"{AS}Create", UPDATED: f"{AS}Update", REMOVED: f"{AS}Delete"}
DATE_LENGTH = len("2026-01-31")


@contextmanager
def feed(
    path: str, manifest: str, run: int, date: str
) -> Iterator[Callable[[Iterable[GraphChange]], None]]:
    """Give a function that adds changes to the feed in a file, each on disk when it returns.

    The file is N-Triples, which is Turtle too, and grows from run to run. Without a path nothing
    is written. A run that was cut off may leave a change that the next run adds again.
    """
    if not path:
        yield lambda _: None
        return
    with Path(path).open("ab") as stream:

        def tell(changes: Iterable[GraphChange]) -> None:
            stream.write(members(changes, manifest, run, date))
            stream.flush()
            os.fsync(stream.fileno())

        yield tell


def members(changes: Iterable[GraphChange], manifest: str, run: int, date: str) -> bytes:
    """Return changes as members of the event stream, in N-Triples."""
    stream, triples = NamedNode(f"{manifest}#changes"), list[Triple]()
    for change in changes:
        if change.kind not in ACTIVITIES:
            continue
        digest = hashlib.sha256(change.graph.encode()).hexdigest()[:16]
        member = NamedNode(f"{manifest}#change-{run}-{digest}")
        triples += [
            Triple(stream, TYPE, NamedNode(f"{LDES}EventStream")),
            Triple(stream, NamedNode(f"{LDES}versionOfPath"), NamedNode(f"{AS}object")),
            Triple(stream, NamedNode(f"{LDES}timestampPath"), NamedNode(f"{AS}published")),
            Triple(stream, NamedNode(f"{TREE}member"), member),
            Triple(member, TYPE, NamedNode(ACTIVITIES[change.kind])),
            Triple(member, NamedNode(f"{AS}object"), NamedNode(change.graph)),
            Triple(member, TRIPLES, number(change.triples)),
        ]
        if date:
            stamp = date if len(date) > DATE_LENGTH else f"{date}T00:00:00Z"
            published = NamedNode(f"{AS}published")
            triples.append(Triple(member, published, Literal(stamp, datatype=DATE_TIME)))
    text = pyoxigraph.serialize(dict.fromkeys(triples), format=RdfFormat.N_TRIPLES)
    return text or b""
