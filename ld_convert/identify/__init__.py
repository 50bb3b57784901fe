"""Give each thing that a capture describes one name, before the rules are applied."""

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
    """Return the new name of each node that is renamed, by the @id that it has now.

    `page` is the page's own address. `base` is the namespace of new IRIs and ends in `/` or `#`.
    `sources` are the policies by which datasets are named, in the order in which they are tried.
    If two datasets of the capture have a claim to one IRI, the first gets it, the second gets the
    next IRI to which it has a claim, and LD306 is reported: a shared DOI or address does not make
    two datasets one.
    """
    groups = group_things(list(find_things(described, report)))
    top = [g for g in groups if g[0].view.name == "dataset" and not any(t.above for t in g)]
    names: dict[str, str] = {}
    # An IRI that the page states as an @id is not given to another thing, even to an earlier one.
    taken = {thing.id: g for g in groups for thing in g if not thing.blank}
    for group in groups:
        known = [thing.id for thing in group if not thing.blank]
        if group[0].view.name == "dataset":
            urls = [url for thing in group for url in thing.urls]
            nodes = [node for thing in group for node in thing.nodes]
            about = Known(known, urls, nodes, page, alone=top == [group])
            name = _first_unused(group, candidates(about, sources), taken, report)
            name = name or _unused_iri(group, base, taken)
        else:
            name = known[0] if known else _iri_by_name(group, base)
            if name in taken and not known:
                name = _iri_of_statements(group, base)
        if name:
            taken[name] = group
            names.update({thing.id: name for thing in group if thing.id != name})
    seen: dict[tuple[str, str], Siblings] = {}
    for node in (node for expanded in described for node in expanded.nodes):
        join_equals(node, names, seen)
    return names


def _first_unused(
    group: list[Thing], iris: Iterable[str], taken: Mapping[str, list[Thing]], report: Report
) -> str:
    """Return the first of `iris` that no other group has; empty if each is taken."""
    is_told = False
    for iri in iris:
        if taken.get(iri, group) is group:
            return iri
        if not is_told:
            report.add("LD306", group[0].location, iri=iri, name=_first(group, "names"))
            is_told = True
    return ""


def _unused_iri(group: list[Thing], base: str, taken: Mapping[str, list[Thing]]) -> str:
    """Return an IRI made of the group's statements that no other group of the capture has.

    If several groups have the same statements, a number is added to those of the later ones.
    """
    name, count = _iri_of_statements(group, base), 0
    while taken.get(name, group) is not group:
        count += 1
        name = _iri_of_statements(group, base, str(count))
    return name


def _iri_by_name(group: list[Thing], base: str) -> str:
    """Return the IRI of a thing that is no dataset; empty if it stays a blank node."""
    view = group[0].view
    if "{hash}" in view.iri:
        return _iri_of_statements(group, base)
    return name_iri(view, _first(group, "names"), base)


def _iri_of_statements(group: list[Thing], base: str, *more: str) -> str:
    """Return an IRI made of the name, identifiers and addresses of a group.

    Equal statements give the same IRI in every capture and every run.
    """
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
    """Return the first value of an attribute among the things of a group; empty for none."""
    return next((value for thing in group for value in getattr(thing, attribute)), "")
