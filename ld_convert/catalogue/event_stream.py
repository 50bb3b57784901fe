"""What changed in a catalogue, as members of an event stream (LDES, Activity Streams 2.0)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from ld_convert.catalogue.outward_terms import AS, DATE_TIME, LDES, TREE, TRIPLES, TYPE, number

if TYPE_CHECKING:
    from collections.abc import Iterable

CREATED, UPDATED, UNCHANGED, REMOVED = "created", "updated", "unchanged", "removed"
GONE, FOREIGN, REFUSED = "gone", "foreign", "refused"
KINDS = (CREATED, UPDATED, UNCHANGED, REMOVED, GONE, FOREIGN, REFUSED)
"""gone: published before, no capture has it now, and kept; foreign: not published by us, and left
alone; refused: a FAIR Data Point does not take it."""
ACTIVITIES = {CREATED: f"{AS}Create", UPDATED: f"{AS}Update", REMOVED: f"{AS}Delete"}
PUBLISHED = NamedNode(f"{AS}published")


class GraphChange(NamedTuple):
    """What becomes of one graph."""

    kind: str
    """One of KINDS."""
    graph: str
    triples: int
    """How many it has: after the change, or before it where it is removed, gone or foreign."""
    digest: str = ""


def members(changes: Iterable[GraphChange], run: str, root: str, time: str) -> bytes:
    """Return changes as members of a catalogue's event stream, in N-Triples.

    `run` is an IRI of the run that makes them: each changes a graph once.
    """
    stream, triples = stream_of(root), list[Triple]()
    for change in changes:
        if change.kind in ACTIVITIES:
            digest = hashlib.sha256(change.graph.encode()).hexdigest()[:16]
            member = NamedNode(f"{run}#change-{digest}")
            triples += [
                Triple(stream, NamedNode(f"{TREE}member"), member),
                Triple(member, TYPE, NamedNode(ACTIVITIES[change.kind])),
                Triple(member, NamedNode(f"{AS}object"), NamedNode(change.graph)),
                Triple(member, PUBLISHED, Literal(time, datatype=DATE_TIME)),
                Triple(member, TRIPLES, number(change.triples)),
            ]
    return pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def stream_head(root: str) -> bytes:
    """Return what an event stream says of itself, in N-Triples (LDES, section 2)."""
    stream = stream_of(root)
    triples = [
        Triple(stream, TYPE, NamedNode(f"{LDES}EventStream")),
        Triple(stream, NamedNode(f"{LDES}versionOfPath"), NamedNode(f"{AS}object")),
        Triple(stream, NamedNode(f"{LDES}timestampPath"), PUBLISHED),
    ]
    return pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def stream_of(root: str) -> NamedNode:
    """Return the IRI of the stream of a catalogue, whose names begin with `root`."""
    return NamedNode(f"{root}#changes")
