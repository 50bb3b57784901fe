"""Which nodes of a capture are one thing, and what each thing is called (design, decision 8)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ld_convert.addresses import DEFAULT, Known, candidates
from ld_convert.contexts import SCHEMA
from ld_convert.views import View, name_iri, normal, view_of
from ld_convert.vocab import DCAT, DCT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ld_convert.findings import Report
    from ld_convert.model import Expanded, Json, Location


CLASSES = {str(DCAT.Dataset): "Dataset", str(DCAT.Catalog): "DataCatalog"}
"""DCAT's classes that are one with a class of schema.org; nodes of these need a name too."""

TERMS = {
    "name": (SCHEMA + "name", str(DCT.title)),
    "identifier": (SCHEMA + "identifier", str(DCT.identifier)),
    "url": (SCHEMA + "url", str(DCAT.landingPage)),
}


@dataclass(slots=True)
class Thing:
    """What is said about one node id, over all fragments of the capture."""

    id: str
    view: View
    location: Location
    fragments: set[int] = field(default_factory=set)
    above: set[str] = field(default_factory=set)
    """Ids of the nodes that this one stands inside of."""
    names: list[str] = field(default_factory=list)
    identifiers: set[str] = field(default_factory=set)
    urls: list[str] = field(default_factory=list)
    nodes: list[Json] = field(default_factory=list)

    @property
    def blank(self) -> bool:
        """Whether the page gives no IRI."""
        return self.id.startswith("_:")


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
    groups = _groups(list(_things(described, report)))
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
    seen: dict[tuple[str, str, str], str] = {}
    for node in (node for expanded in described for node in expanded.nodes):
        _join_equals(node, names, seen)
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


def _groups(things: list[Thing]) -> list[list[Thing]]:
    """Return the things of a capture, those that are one together, in order of appearance."""
    groups: list[list[Thing]] = []
    by_name: dict[tuple[str, str], list[list[Thing]]] = {}
    for thing in things:
        keys = [(thing.view.name, normal(name)) for name in thing.names]
        candidates = [group for key in keys for group in by_name.get(key, [])]
        group = next((g for g in candidates if all(_same(thing, other) for other in g)), None)
        if group is None or not thing.view.iri:
            group = []
            groups.append(group)
        group.append(thing)
        for key in keys:
            known = by_name.setdefault(key, [])
            if not any(g is group for g in known):
                known.append(group)
    return groups


def _same(one: Thing, other: Thing) -> bool:
    """Return whether two things of one view and name may be one: nothing sets them apart."""
    if not one.blank and not other.blank:
        return one.id == other.id
    if one.identifiers and other.identifiers and not one.identifiers & other.identifiers:
        return False
    if one.id in other.above or other.id in one.above:
        return False
    # Two records in one document with addresses of their own were meant to be two.
    apart = one.urls and other.urls and not set(one.urls) & set(other.urls)
    return not (apart and one.fragments & other.fragments)


def _things(described: Sequence[Expanded], report: Report) -> Iterator[Thing]:
    """Yield one thing for each id that has a view with names; reports ids used for two."""
    things: dict[str, Thing] = {}
    for number, expanded in enumerate(described):
        stack: list[tuple[Json, str, tuple[str, ...]]] = [(n, "", ()) for n in expanded.nodes[::-1]]
        while stack:
            node, under, above = stack.pop()
            classes = [CLASSES.get(t, t.removeprefix(SCHEMA)) for t in node.get("@type", ())]
            view = view_of(classes, under) if len(node) > 1 else None
            if view is not None:
                place = expanded.places[node["@id"]]
                thing = things.setdefault(node["@id"], Thing(node["@id"], view, place))
                if thing.view != view and classes:
                    report.add("LD307", place, iri=thing.id, one=thing.view.name, two=view.name)
                thing.nodes.append(node)
                thing.fragments.add(number)
                thing.above.update(above)
                thing.names += _texts(node, "name")
                thing.identifiers.update(_texts(node, "identifier"))
                thing.urls += _texts(node, "url")
            inside = (*above, node["@id"])
            for predicate, values in reversed(node.items()):
                if not predicate.startswith("@"):
                    children = [v for v in _flat(values) if "@id" in v and len(v) > 1]
                    local = predicate.removeprefix(SCHEMA)
                    stack += [(child, local, inside) for child in children[::-1]]
    yield from things.values()


def _join_equals(node: Json, names: dict[str, str], seen: dict[tuple[str, str, str], str]) -> None:
    """Give nameless nodes of equal content under one subject and property one label."""
    subject = names.get(node["@id"], node["@id"])
    for predicate, values in node.items():
        if predicate.startswith("@") and predicate not in ("@graph", "@included"):
            continue
        for child in _flat(values):
            if "@id" not in child or len(child) == 1:
                continue
            label = names.get(child["@id"], child["@id"])
            if label.startswith("_:"):
                first = seen.setdefault((subject, predicate, _content(child)), label)
                if first != label:
                    names[child["@id"]] = first
            _join_equals(child, names, seen)


def _content(value: Json) -> str:
    """Return what an expanded value says, without the labels of nameless nodes."""
    return json.dumps(_nameless(value), sort_keys=True)


def _nameless(value: Json) -> Json:
    if isinstance(value, list):
        return [_nameless(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _nameless(item)
        for key, item in value.items()
        if not (key == "@id" and item.startswith("_:"))
    }


def _flat(values: Json) -> list[Json]:
    """Return the objects of a property, those inside lists too."""
    return [inner for value in values for inner in value.get("@list", [value])]


def _texts(node: Json, term: str) -> list[str]:
    """Return the texts and IRIs of a schema.org property, or of DCAT's for the same."""
    values = (value for key in TERMS[term] for value in _flat(node.get(key, ())))
    found = (value.get("@value", value.get("@id")) for value in values)
    return [str(value).strip() for value in found if value is not None]


def _first(group: list[Thing], attribute: str) -> str:
    return next((value for thing in group for value in getattr(thing, attribute)), "")
