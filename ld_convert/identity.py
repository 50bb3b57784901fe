"""Which nodes of a capture are one thing, and what each thing is called (design, decision 8)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import orjson

from ld_convert.addresses import DEFAULT, Known, candidates
from ld_convert.contexts import SCHEMA
from ld_convert.model import Json, Location
from ld_convert.views import View, name_iri, normal, view_of
from ld_convert.vocab import DCAT, DCT, is_term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ld_convert.findings import Report
    from ld_convert.model import Expanded


CLASSES = {str(DCAT.Dataset): "Dataset", str(DCAT.Catalog): "DataCatalog"}
"""DCAT's classes that are one with a class of schema.org; nodes of these need a name too."""

TERMS = {
    "name": (SCHEMA + "name", str(DCT.title)),
    "identifier": (SCHEMA + "identifier", str(DCT.identifier)),
    "url": (SCHEMA + "url", str(DCAT.landingPage)),
}


MAX_ALIKE = 100
"""A name that more things of a page have tells nothing: later ones are compared with the first."""


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
    seen: dict[tuple[str, str], Siblings] = {}
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


class Group:
    """Things that are one, and what sets another apart from them, so that none is met twice."""

    def __init__(self) -> None:
        self.things: list[Thing] = []
        self.has_iri = False
        self.ids: set[str] = set()
        self.above: set[str] = set()
        self.identifiers: set[frozenset[str]] = set()
        self.addresses: set[tuple[frozenset[str], frozenset[int]]] = set()

    def add(self, thing: Thing) -> None:
        """Add a thing."""
        self.things.append(thing)
        self.has_iri |= not thing.blank
        self.ids.add(thing.id)
        self.above |= thing.above
        if thing.identifiers:
            self.identifiers.add(frozenset(thing.identifiers))
        if thing.urls:
            self.addresses.add((frozenset(thing.urls), frozenset(thing.fragments)))

    def takes(self, thing: Thing) -> bool:
        """Return whether a thing of this view and name may be one of these: nothing is against."""
        if self.has_iri and not thing.blank:
            return False
        own = thing.identifiers
        if own and any(own.isdisjoint(identifiers) for identifiers in self.identifiers):
            return False
        if thing.id in self.above or not self.ids.isdisjoint(thing.above):
            return False
        # Two records in one document with addresses of their own were meant to be two.
        return not thing.urls or not any(
            urls.isdisjoint(thing.urls) and not fragments.isdisjoint(thing.fragments)
            for urls, fragments in self.addresses
        )


def _groups(things: list[Thing]) -> list[list[Thing]]:
    """Return the things of a capture, those that are one together, in order of appearance."""
    groups: list[Group] = []
    by_name: dict[tuple[str, str], dict[int, Group]] = {}
    for thing in things:
        names = thing.names if thing.view.iri else ()
        keys = [(thing.view.name, normal(name)) for name in names]
        candidates = (group for key in keys for group in by_name.get(key, {}).values())
        group = next((g for g in candidates if g.takes(thing)), None)
        if group is None:
            group = Group()
            groups.append(group)
        group.add(thing)
        for key in keys:
            alike = by_name.setdefault(key, {})
            if len(alike) < MAX_ALIKE:
                alike[id(group)] = group
    return [group.things for group in groups]


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
            children = [
                (child, predicate.removeprefix(SCHEMA), _inside(above, node, predicate))
                for predicate, values in node.items()
                if predicate[:1] != "@"
                for child in _described(values)
            ]
            stack += reversed(children)
    yield from things.values()


def _inside(above: tuple[str, ...], node: Json, predicate: str) -> tuple[str, ...]:
    """Return what stands above the objects of a property.

    Under a key that is no term a portal keeps copies of its records: that says nothing of parts.
    """
    local = predicate.removeprefix(SCHEMA)
    is_own = local != predicate and not is_term(local, "property")
    return above if is_own else (*above, node["@id"])


class Siblings:
    """The nameless nodes under one subject and property; compared once there are two."""

    __slots__ = ("first", "known")

    def __init__(self, node: Json, label: str) -> None:
        self.first: tuple[Json, str] | None = (node, label)
        self.known: dict[bytes | str, str] = {}

    def label(self, node: Json, label: str) -> str:
        """Return the label of the first node of equal content."""
        if self.first is not None:
            self.known[_content(self.first[0])] = self.first[1]
            self.first = None
        return self.known.setdefault(_content(node), label)


def _join_equals(node: Json, names: dict[str, str], seen: dict[tuple[str, str], Siblings]) -> None:
    """Give nameless nodes of equal content under one subject and property one label."""
    subject = names.get(node["@id"], node["@id"])
    for predicate, values in node.items():
        if predicate[:1] == "@" and predicate not in ("@graph", "@included"):
            continue
        for child in _described(values):
            label = names.get(child["@id"], child["@id"])
            if label.startswith("_:"):
                siblings = seen.get((subject, predicate))
                if siblings is None:
                    seen[subject, predicate] = Siblings(child, label)
                else:
                    first = siblings.label(child, label)
                    if first != label:
                        names[child["@id"]] = first
            _join_equals(child, names, seen)


def _content(value: Json) -> bytes | str:
    """Return what an expanded value says, without the labels of nameless nodes."""
    said = _nameless(value)
    try:
        return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # half a character, or a number beyond 64 bits
        return json.dumps(said, sort_keys=True)


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


def _described(values: Json) -> list[Json]:
    """Return the nodes among the objects of a property that are described there."""
    found = []
    for value in values:
        if "@list" in value:
            return [inner for inner in _flat(values) if len(inner) > 1 and "@id" in inner]
        if "@id" in value and len(value) > 1:
            found.append(value)
    return found


def _texts(node: Json, term: str) -> list[str]:
    """Return the texts and IRIs of a schema.org property, or of DCAT's for the same."""
    found: list[str] = []
    for key in TERMS[term]:
        if key in node:
            values = (value.get("@value", value.get("@id")) for value in _flat(node[key]))
            found += [str(value).strip() for value in values if value is not None]
    return found


def _first(group: list[Thing], attribute: str) -> str:
    return next((value for thing in group for value in getattr(thing, attribute)), "")
