"""Account for every value of a page: mapped, kept as schema.org, or dropped, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rdflib import URIRef

from ld_convert.account.aligned import align, align_triples
from ld_convert.account.judge import Judge, Stages
from ld_convert.account.portal_payload import left_out, raw_path, raw_values, reasons
from ld_convert.model import AccountLine
from ld_convert.vocab.namespaces import curie
from ld_convert.vocab.portals import portals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.model import Fragment
    from ld_convert.settings import Settings

__all__ = ["Stages", "account"]


@dataclass(slots=True)
class _Sums:
    kinds: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)


def account(stages: Stages, settings: Settings) -> tuple[AccountLine, ...]:
    """Return a line for each property of a capture, sorted by the property.

    `found` counts the extracted values before expansion, and is the sum of `mapped`, `kept` and
    `dropped`.
    """
    judge, sums = Judge(stages, settings), dict[str, _Sums]()
    for expanded in stages.from_rdf:
        for aligned in align_triples(expanded, stages.names):
            _count(sums, aligned.predicate, *judge.verdict(aligned, None))
    for fragment in stages.fragments:
        for name, kind, why in _of_fragment(fragment, judge, settings):
            _count(sums, name, kind, why)
    return tuple(_line(name, found) for name, found in sorted(sums.items()))


def _count(sums: dict[str, _Sums], name: str, kind: str, why: str) -> None:
    found = sums.setdefault(_shown(name), _Sums())
    found.kinds[kind] += 1
    (found.rules if kind == "mapped" else found.reasons)[why] += 1


def _shown(name: str) -> str:
    return curie(URIRef(name)) if ":" in name else "rdf:type" if name == "@type" else name


def _line(name: str, found: _Sums) -> AccountLine:
    kinds = found.kinds
    return AccountLine(
        name,
        kinds.total(),
        kinds["mapped"],
        kinds["kept"],
        kinds["dropped"],
        dict(sorted(found.rules.items())),
        dict(sorted(found.reasons.items())),
    )


def _of_fragment(
    fragment: Fragment, judge: Judge, settings: Settings
) -> Iterator[tuple[str, str, str]]:
    """Yield property, verdict and reason of each value; of a portal's payload, its own values."""
    found, lost = align(fragment, judge.stages.names, settings.contexts)
    portal = portals().get(fragment.portal)
    values = raw_values(fragment.value, portal) if portal else {}
    left = Counter({path: len(found) for path, found in values.items()})
    known: dict[str, str] = {}
    for aligned in found:
        name = aligned.predicate or aligned.occurrence.key
        kind, why = ("dropped", lost) if lost else judge.verdict(aligned, fragment)
        if portal and not lost:
            path = raw_path(aligned.occurrence, fragment.value, portal)
            if not left[path]:
                continue  # added by the portal's file, not found in the payload
            left[path] -= 1
            why = left_out(aligned.occurrence.key, portal) if why == "LD323" else why
            known.setdefault(path, name)
        yield name, kind, why
    if portal and not lost:
        for path, count in left.items():
            name = known.get(path, path.rpartition("/")[2])
            for why in reasons(path, values[path], count, portal):
                yield name, "dropped", why
