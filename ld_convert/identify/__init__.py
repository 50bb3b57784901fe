"""One name for each thing of a capture, before anything is mapped."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ld_convert.identify.groups import group_things
from ld_convert.identify.policies import DEFAULT, Known, candidates
from ld_convert.identify.siblings import Siblings, join_equals
from ld_convert.identify.things import Thing, find_things
from ld_convert.vocab.views import name_iri, normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ld_convert.findings.report import Report
    from ld_convert.model import Expanded


def identify(
    described: Sequence[Expanded],
    page: str | None,
    base: str,
    report: Report,
    sources: Sequence[str] = DEFAULT,
) -> dict[str, str]:
    """Return the name of each node that gets another one, from the id that it has.

    `page` is the page's own address, `base` ends in a separator, `sources` say where the IRIs of
    datasets come from. Two datasets under one address are reported (LD306), and the later one
    gets another name: what they share, such as a DOI, makes them no one thing.
    """
    groups = group_things(list(find_things(described, report)))
    top = [g for g in groups if g[0].view.name == "dataset" and not any(t.above for t in g)]
    names: dict[str, str] = {}
    # An @id belongs to the thing that has it, also where an earlier one would come by it.
    taken = {thing.id: g for g in groups for thing in g if not thing.blank}
    for group in groups:
        known = [thing.id for thing in group if not thing.blank]
        if group[0].view.name == "dataset":
            urls = [url for thing in group for url in thing.urls]
            nodes = [node for thing in group for node in thing.nodes]
            about = Known(known, urls, nodes, page, alone=top == [group])
            name = _free(group, candidates(about, sources), taken, report)
            name = name or _free_hash(group, base, taken)
        else:
            name = known[0] if known else _new_name(group, base)
            if name in taken and not known:
                name = _hash_name(group, base)
        if name:
            taken[name] = group
            names.update({thing.id: name for thing in group if thing.id != name})
    seen: dict[tuple[str, str], Siblings] = {}
    for node in (node for expanded in described for node in expanded.nodes):
        join_equals(node, names, seen)
    return names


def _free(
    group: list[Thing], iris: Iterable[str], taken: Mapping[str, list[Thing]], report: Report
) -> str:
    """Return the first IRI that no other thing has; empty for none."""
    is_told = False
    for iri in iris:
        if taken.get(iri, group) is group:
            return iri
        if not is_told:
            report.add("LD306", group[0].location, iri=iri, name=_first(group, "names"))
            is_told = True
    return ""


def _free_hash(group: list[Thing], base: str, taken: Mapping[str, list[Thing]]) -> str:
    """Return a hash IRI; another one where a thing of the same title and identifiers has it."""
    name, count = _hash_name(group, base), 0
    while taken.get(name, group) is not group:
        count += 1
        name = _hash_name(group, base, str(count))
    return name


def _new_name(group: list[Thing], base: str) -> str:
    """Return the IRI of a thing to which the page gives none; empty for a blank node."""
    view = group[0].view
    if "{hash}" in view.iri:
        return _hash_name(group, base)
    return name_iri(view, _first(group, "names"), base)


def _hash_name(group: list[Thing], base: str, *more: str) -> str:
    """Return an IRI made of what tells a thing from others; the same for the same statements."""
    parts = [
        group[0].view.name,
        normal(_first(group, "names")),
        *sorted({i for thing in group for i in thing.identifiers}),
        *sorted({u for thing in group for u in thing.urls}),
        *more,
    ]
    digest = hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{base}{group[0].view.name}/{digest[:16]}"


def _first(group: list[Thing], attribute: str) -> str:
    return next((value for thing in group for value in getattr(thing, attribute)), "")
