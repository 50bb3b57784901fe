"""Give each thing that a capture describes one name, before the rules are applied."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.identify.agents import registered_iri
from ld_convert.identify.contradictions import descriptions, files, licences
from ld_convert.identify.groups import group_things
from ld_convert.identify.keys import PAGE_OF, keys_of, without_shared
from ld_convert.identify.nesting import nest
from ld_convert.identify.policies import DEFAULT, Known, candidates, is_own_page
from ld_convert.identify.siblings import Siblings, join_equals
from ld_convert.identify.things import (
    PARTS,
    WHOLES,
    Thing,
    find_things,
    tagged_names,
    take_parts,
)
from ld_convert.vocab.addresses import page_address, thing_at
from ld_convert.vocab.payload import FoundRecord, records
from ld_convert.vocab.portals import portals
from ld_convert.vocab.views import name_iri, normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ld_convert.findings.report import Report
    from ld_convert.model import Expanded, Fragment, Key


class Identified(NamedTuple):
    """What identification gives."""

    names: dict[str, str]
    """The new name of each node that is renamed, by the @id that it has now."""
    keys: tuple[Key, ...]
    """By what the things of the capture are known in other captures."""


class Basis(NamedTuple):
    """What is needed to name the things of a capture, besides the things."""

    page: str | None
    """The page's own address."""
    base: str
    """The namespace of new IRIs; it ends in `/` or `#`."""
    sources: Sequence[str]
    """The policies by which datasets are named, in the order in which they are tried."""
    report: Report


def identify(  # noqa: PLR0913, PLR0917  what the pipeline knows of a capture by then
    described: Sequence[Expanded],
    page: str | None,
    base: str,
    report: Report,
    sources: Sequence[str] = DEFAULT,
    fragments: Sequence[Fragment] = (),
) -> Identified:
    """Return the names of the nodes of a capture and the keys of its things.

    `fragments` are those of which the first of `described` were made, in their order. If two
    datasets of the capture have a claim to one IRI, the first gets it, the second gets the next
    IRI to which it has a claim, and LD306 is reported: a shared DOI or address does not make two
    datasets one. The portal's own keys name a thing before all policies of the default order.
    """
    for expanded in described:
        nest(expanded)
    known: dict[str, FoundRecord] = {}
    for name, record in _records(described, fragments, page, report):
        known[name] = known[name].with_keys_of(record) if name in known else record
    groups = group_things(list(find_things(described, report, known)), report)
    for group in groups:
        if len(group) > 1:
            _part_from_itself(group, described, report)
    basis = Basis(page, base, sources, report)
    names, keys = _named(groups, basis)
    seen: dict[tuple[str, str], Siblings] = {}
    for node in (node for expanded in described for node in expanded.nodes):
        join_equals(node, names, seen)
    return Identified(names, tuple(dict.fromkeys(keys)))


def _records(
    described: Sequence[Expanded], fragments: Sequence[Fragment], page: str | None, report: Report
) -> Iterator[tuple[str, FoundRecord]]:
    """Yield the records of portals by the @id of their nodes; a foreign one is reported (LD308)."""
    for expanded, fragment in zip(described, fragments, strict=False):
        if not fragment.portal or not expanded.nodes:
            continue
        for record in records(fragment.value, portals()[fragment.portal], page):
            is_named = record.iri and not record.is_by_page
            name = record.iri if is_named else expanded.nodes[0]["@id"] if record.is_root else ""
            if record.is_foreign:
                place = expanded.places.get(name, fragment.location)
                report.add("LD308", place, page=page, name=record.title)
            if name and record.keys:
                yield name, record


def _part_from_itself(group: list[Thing], described: Sequence[Expanded], report: Report) -> None:
    """Take out of a thing what makes it a part of itself under another @id (LD315)."""
    ids = {thing.id for thing in group}
    for thing in group:
        for node in (node for node in thing.nodes if PARTS in node or WHOLES in node):
            parts, is_any = take_parts(node, ids)
            if is_any:
                report.once("LD315", thing.location, iri=thing.id)
            for part in parts:  # what it says stays
                places = (one for one in described if part["@id"] in one.places)
                next(places, described[0]).nodes.append(part)


def _named(groups: list[list[Thing]], basis: Basis) -> tuple[dict[str, str], list[Key]]:
    top = [g for g in groups if g[0].view.name == "dataset" and not any(t.above for t in g)]
    outer = [g for g in groups if any(thing.is_outer for thing in g)]
    catalogs = [] if top else [g for g in outer if g[0].view.name == "catalog"]
    names: dict[str, str] = {}
    keys: list[Key] = []
    inside: dict[str, list[str]] = {}
    pages: dict[tuple[str, str], str] = {}
    # An IRI that the page states as an @id is not given to another thing, even to an earlier one.
    taken = {thing.id: g for g in groups for thing in g if not thing.blank}
    counts: dict[str, int] = {}
    for group in groups:
        known = _stated(group)
        is_page, is_chosen = False, False
        if group[0].view.name == "dataset":
            urls = [url for thing in group for url in thing.urls]
            nodes = [node for thing in group for node in thing.nodes]
            is_foreign = not known and any(thing.keys for thing in group)
            page = None if is_foreign else basis.page
            about = Known(known, urls, nodes, page, alone=top == [group])
            is_page = is_own_page(about)
            name = _first_unused(group, candidates(about, basis.sources), taken, basis.report)
            name = name or _unused_iri(group, basis.base, taken, counts)
            is_chosen = tuple(basis.sources) != DEFAULT and name not in known[:1]
            _report_titles(group, name, basis.report)
        else:
            registered = registered_iri(group)
            known = [registered] if registered else known
            name = known[0] if known else _iri_by_name(group, basis.base)
            is_page = catalogs == [group]
            if name in taken and not known:
                name = _iri_of_statements(group, basis.base)
        if name:
            taken[name] = group
            names.update({thing.id: name for thing in group if thing.id != name})
            own = basis.page if is_page else None
            found = keys_of(group, name, own, basis.page, is_chosen=is_chosen)
            keys += _of_own_page(found, name, pages)
            inside[name] = [one for thing in group for one in thing.above]
    above = {name: {names.get(one, one) for one in ids} - {name} for name, ids in inside.items()}
    return names, without_shared(keys, above)


def _of_own_page(
    keys: Iterable[Key], name: str, pages: dict[tuple[str, str], str]
) -> Iterator[Key]:
    """Yield the keys of a thing but for its page's, if that is another dataset's of the capture.

    `pages` has the things that have a page so far: an address that two share makes them no one.
    What only refers to a thing may mean that one.
    """
    for key in keys:
        is_own = key.node == name and key.is_described and key.kind in PAGE_OF.values()
        if not is_own or pages.setdefault(key[1:3], name) == name:
            yield key


def _stated(group: list[Thing]) -> list[str]:
    """Return the IRIs of a thing that its portal's keys make or the page states, the best first."""
    keys = [key for thing in group for key in thing.keys if not key.is_weak and key.iri]
    by_rank = [key.iri for key in sorted(keys, key=lambda key: key.rank)]
    return list(dict.fromkeys((*by_rank, *(thing.id for thing in group if not thing.blank))))


def _report_titles(group: list[Thing], name: str, report: Report) -> None:
    """Report a dataset that the page calls by two titles (LD310), but for one in each language."""
    if len(group) == 1 and len(group[0].names) <= 1:
        return
    known: dict[str, dict[tuple[str, int], tuple[int, str]]] = {}
    count = 0
    for thing in group:
        for node in thing.nodes:
            for title, tag in tagged_names(node):
                # A title in a language can only contradict one in the same, or one without any.
                tags = {tag, ""} if tag else known.keys()
                compared = [
                    (number, one)
                    for other in tags
                    for (folded, place), (number, one) in known.get(other, {}).items()
                    if folded != normal(title)
                    and not (tag != other and (place == id(node) or (tag and other)))
                ]
                if compared:
                    report.add("LD310", thing.location, iri=name, one=min(compared)[1], two=title)
                    return
                count += 1
                same = known.setdefault(tag, {})
                same.setdefault((normal(title), id(node)), (count, title))


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


def _unused_iri(
    group: list[Thing], base: str, taken: Mapping[str, list[Thing]], counts: dict[str, int]
) -> str:
    """Return an IRI made of the group's statements that no other group of the capture has.

    If several groups have the same statements, a number is added to those of the later ones;
    `counts` holds the last one by the IRI of the first.
    """
    first = name = _iri_of_statements(group, base)
    while taken.get(name, group) is not group:
        counts[first] = counts.get(first, 0) + 1
        name = _iri_of_statements(group, base, str(counts[first]))
    return name


def _iri_by_name(group: list[Thing], base: str) -> str:
    """Return the IRI of a thing that is no dataset; empty if it stays a blank node."""
    view = group[0].view
    if all(thing.is_access for thing in group):
        return ""
    if "{hash}" in view.iri:
        return _iri_of_statements(group, base)
    name = name_iri(view, _first(group, "names"), base)
    if not name and view.name == "catalog":
        address = page_address(_first(group, "urls"))
        return thing_at(address, "catalog") if address else ""
    return name


def _iri_of_statements(group: list[Thing], base: str, *more: str) -> str:
    """Return an IRI made of what tells a thing apart: name, identifiers, addresses and the like.

    Equal statements give the same IRI in every capture and every run.
    """
    parts = [
        group[0].view.name,
        normal(_first(group, "names")),
        *sorted({i for thing in group for i in thing.identifiers}),
        *sorted({u for thing in group for u in thing.urls}),
        *sorted({text for thing in group for text in _apart(thing)}),
        *more,
    ]
    digest = hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{base}{group[0].view.name}/{digest[:16]}"


def _first(group: list[Thing], attribute: str) -> str:
    """Return the first value of an attribute among the things of a group; empty for none."""
    return next((value for thing in group for value in getattr(thing, attribute)), "")


def _apart(thing: Thing) -> Iterator[str]:
    """Yield what tells a dataset from another of its title."""
    if thing.view.name == "dataset":
        yield from descriptions(thing)
        yield from licences(thing)
        yield from files(thing)
