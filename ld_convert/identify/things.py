"""Find the datasets, agents and other things that a capture describes and that need a name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ld_convert.model import Json, Location
from ld_convert.vocab.namespaces import DCAT, DCT, SCHEMA
from ld_convert.vocab.schemaorg import is_term
from ld_convert.vocab.views import View, view_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ld_convert.findings.report import Report
    from ld_convert.model import Expanded


CLASSES = {str(DCAT.Dataset): "Dataset", str(DCAT.Catalog): "DataCatalog"}
"""Classes of DCAT that are read like a class of schema.org."""


TERMS = {
    "name": (SCHEMA + "name", str(DCT.title)),
    "identifier": (SCHEMA + "identifier", str(DCT.identifier)),
    "url": (SCHEMA + "url", str(DCAT.landingPage)),
}


@dataclass(slots=True)
class Thing:
    """What all fragments of the capture say about the node with one @id."""

    id: str
    view: View
    location: Location
    fragments: set[int] = field(default_factory=set)
    above: set[str] = field(default_factory=set)
    """Ids of the nodes inside which this one stands."""
    names: list[str] = field(default_factory=list)
    identifiers: set[str] = field(default_factory=set)
    urls: list[str] = field(default_factory=list)
    nodes: list[Json] = field(default_factory=list)

    @property
    def blank(self) -> bool:
        """Whether the page gives the thing no IRI."""
        return self.id.startswith("_:")


def find_things(described: Sequence[Expanded], report: Report) -> Iterator[Thing]:
    """Yield a thing for each @id whose class, or the property that leads to it, has a view.

    An @id that is used for things of two views is reported (LD307).
    """
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
                for child in described_nodes(values)
            ]
            stack += reversed(children)
    yield from things.values()


UPWARD = frozenset({"catalog", "includedDataCatalog", "includedInDataCatalog"})
"""Properties that lead from a part to the whole, which may be the one that it stands in."""


def _inside(above: tuple[str, ...], node: Json, predicate: str) -> tuple[str, ...]:
    """Return the ids of the nodes above the objects of a property.

    A property of schema.org's namespace that schema.org does not have adds nothing: under such a
    key a portal keeps a copy of the record itself, and not a part of it.
    """
    local = predicate.removeprefix(SCHEMA)
    is_own = local != predicate and not is_term(local, "property")
    if local in UPWARD:
        return ()
    return above if is_own else (*above, node["@id"])


def _flat(values: Json) -> list[Json]:
    """Return the objects of a property, with the members of lists in place of the lists."""
    return [inner for value in values for inner in value.get("@list", [value])]


def described_nodes(values: Json) -> list[Json]:
    """Return the nodes among the objects of a property of which more is said than the @id."""
    found = []
    for value in values:
        if "@list" in value:
            return [inner for inner in _flat(values) if len(inner) > 1 and "@id" in inner]
        if "@id" in value and len(value) > 1:
            found.append(value)
    return found


def _texts(node: Json, term: str) -> list[str]:
    """Return the texts and IRIs of a property, spelled as schema.org or DCAT spells it."""
    found: list[str] = []
    for key in TERMS[term]:
        if key in node:
            values = (value.get("@value", value.get("@id")) for value in _flat(node[key]))
            found += [str(value).strip() for value in values if value is not None]
    return found
