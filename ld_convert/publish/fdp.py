"""Publish a catalogue to a FAIR Data Point.

Each description is looked up by its identifier and replaced; one that is not there is created.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.catalogue.event_stream import (
    CREATED,
    GONE,
    REFUSED,
    REMOVED,
    UNCHANGED,
    UPDATED,
    GraphChange,
)
from ld_convert.publish.fdp_resources import FdpDescription, FdpResource, found, parts_of
from ld_convert.store.model import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ld_convert.store.fdp import FairDataPoint

BAD_REQUEST, FORBIDDEN = 400, 403
BELOW = {"catalog": "dataset", "dataset": "distribution"}


class Visit(NamedTuple):
    """One walk over a FAIR Data Point."""

    point: FairDataPoint
    refuse: Callable[[str, str], None]
    """Called with the identifier of what the FAIR Data Point does not take, and with its words."""
    kept: list[str]
    """What could not be deleted by this user; after the first, nothing more is tried."""
    prune: bool = False
    dry_run: bool = False


def publish_catalogue(catalogue: FdpResource, visit: Visit) -> list[GraphChange]:
    """Make a FAIR Data Point hold a catalogue; return what changed.

    Each description carries the hash of what we wrote; one of the same hash is not sent. A run
    that was cut off leaves descriptions that the next one finds by their identifiers, and drafts
    that it publishes.
    """
    root = visit.point.root
    there = parts_of(root, "catalog", visit.point.get(root))
    return _write([catalogue], [_look(visit, iri) for iri in there], root, visit, keep=True)


def match(
    wanted: Sequence[FdpResource], there: Iterable[FdpDescription]
) -> dict[str, FdpDescription]:
    """Return the description that is there for each key.

    Our own identifier decides. Another one, such as a DOI, does where on both sides only one has
    it: portals put one DOI on a study and on each of its files.
    """
    ours = Counter(name for one in wanted for name in one.identifiers())
    theirs = Counter(name for one in there for name in one.identifiers)
    matched: dict[str, FdpDescription] = {}
    for one in wanted:
        by_key = [f for f in there if one.key in f.identifiers]
        names = {n for n in one.identifiers() if ours[n] == 1 and theirs[n] == 1}
        by_name = [f for f in there if not f.digest and names & f.identifiers]
        if by_key or by_name:
            matched[one.key] = (by_key or by_name)[0]
    return matched


def _write(
    wanted: Sequence[FdpResource],
    there: list[FdpDescription],
    parent: str,
    visit: Visit,
    *,
    keep: bool,
) -> list[GraphChange]:
    """Write descriptions below a parent; delete those of ours that are not wanted any more.

    With `keep` they are left alone: they belong to other catalogues.
    """
    matched = match(wanted, there)
    changes: list[GraphChange] = []
    for one in wanted:
        try:
            changes += _write_one(one, matched.get(one.key), parent, visit)
        except StoreError as error:
            if error.status != BAD_REQUEST:
                raise
            for why in error.parts or (str(error),):
                visit.refuse(one.key, why)
            changes.append(GraphChange(REFUSED, one.key, len(one.triples)))
    kept = {found.iri for found in matched.values()}
    for old in there:
        if old.digest and old.iri not in kept and not keep:
            is_removed = visit.prune and (visit.dry_run or _delete(old.iri, visit))
            changes.append(GraphChange(REMOVED if is_removed else GONE, old.iri, 0))
    return changes


def _delete(iri: str, visit: Visit) -> bool:
    """Delete a description; return whether that was allowed. What is not is told once."""
    if not visit.kept:
        try:
            visit.point.delete(iri)
        except StoreError as error:
            if error.status != FORBIDDEN:
                raise
            visit.refuse(iri, f"{error}; it and all others that are gone are kept")
            visit.kept.append(iri)
        else:
            return True
    return False


def _write_one(
    one: FdpResource, old: FdpDescription | None, parent: str, visit: Visit
) -> list[GraphChange]:
    """Write one description and its parts."""
    point, kind = visit.point, UPDATED
    parts = _parts(visit, old.iri, one.kind) if old is not None else []
    if old is None:
        kind, iri = CREATED, ""
        if not visit.dry_run:
            iri = point.create(one.kind, one.body(parent, ()), lambda: _find(one, parent, visit))
    else:
        iri = old.iri
        if old.digest == one.digest:
            kind = UNCHANGED
        elif not visit.dry_run:
            point.replace(iri, one.body(parent, (part.iri for part in parts)))
    changes = [GraphChange(kind, one.key, len(one.triples))]
    # What is below a description belongs to it: what is gone there is a change of it.
    below = visit if one.kind == "catalog" else visit._replace(prune=True)
    changes += _write(one.parts, parts, iri, below, keep=False)
    if not visit.dry_run and point.publish(iri) and kind == UNCHANGED:
        changes[0] = changes[0]._replace(kind=UPDATED)
    return changes


def _find(one: FdpResource, parent: str, visit: Visit) -> str | None:
    """Return the IRI of a description that was created though nobody told us."""
    there = parts_of(parent, one.kind, visit.point.get(parent))
    looked = (_look(visit, iri) for iri in there)
    return next((found.iri for found in looked if one.key in found.identifiers), None)


def _parts(visit: Visit, iri: str, kind: str) -> list[FdpDescription]:
    if kind not in BELOW:
        return []
    return [_look(visit, part) for part in parts_of(iri, BELOW[kind], visit.point.get(iri))]


def _look(visit: Visit, iri: str) -> FdpDescription:
    return found(iri, visit.point.get(iri))
