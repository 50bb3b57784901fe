"""Find the datasets, agents and other things that a capture describes and that need a name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ld_convert.model import Json, Location
from ld_convert.values.lookup import is_no_name
from ld_convert.vocab.namespaces import DCAT, DCT, SCHEMA
from ld_convert.vocab.schemaorg import is_term
from ld_convert.vocab.views import View, view_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from ld_convert.findings.report import Report
    from ld_convert.model import Expanded
    from ld_convert.vocab.payload import FoundRecord
    from ld_convert.vocab.records import RecordKey


CLASSES = {str(DCAT.Dataset): "Dataset", str(DCAT.Catalog): "DataCatalog"}
"""Classes of DCAT that are read like a class of schema.org."""

PORTALS = "urn:ld-convert:"
"""What the namespaces begin with in which portals' own members are kept."""
PARTS, WHOLES = SCHEMA + "hasPart", SCHEMA + "isPartOf"
ACCESS_SERVICE, SERVICE = str(DCAT.accessService), str(DCAT.service)
PARTS_OF_NAME = ("givenName", "additionalName", "familyName")
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
    keys: tuple[RecordKey, ...] = ()
    """By what the file of its portal says that it is known."""
    pages: set[str] = field(default_factory=set)
    """Ids of the nodes of the capture that are web pages, for all its things the same set."""
    is_described: bool = True
    """Whether the page is about it, or only refers to it."""
    is_outer: bool = False
    """Whether it stands in no other thing, at one of its places."""
    is_access: bool = False
    """Whether it is the way to a distribution (DCAT 3, access service) that no catalogue lists."""

    @property
    def strong_keys(self) -> list[tuple[str, str]]:
        """Kind and value of each key that is enough to tell the thing."""
        return [(key.kind, key.value) for key in self.keys if not key.is_weak]

    @property
    def blank(self) -> bool:
        """Whether the page gives the thing no IRI."""
        return self.id.startswith("_:")

    def add(self, node: Json, view: View) -> None:
        """Take what one of its nodes says, which has a view of its own."""
        self.nodes.append(node)
        self.names += _names_of(node, view)
        self.identifiers.update(_texts(node, "identifier"))
        self.urls += _texts(node, "url")


def find_things(
    described: Sequence[Expanded], report: Report, known: Mapping[str, FoundRecord]
) -> Iterator[Thing]:
    """Yield a thing for each @id whose class, or the property that leads to it, has a view.

    `known` are the records of portals by the @id of their nodes. An @id that is used for things of
    two views is reported (LD307), and a thing that is said to be a part of itself (LD315).
    """
    things: dict[str, Thing] = {}
    pages: set[str] = set()
    leads: dict[str, set[str]] = {ACCESS_SERVICE: set(), SERVICE: set()}
    for number, expanded in enumerate(described):
        stack: list[tuple[Json, str, tuple[str, ...]]] = [(n, "", ()) for n in expanded.nodes[::-1]]
        while stack:
            node, under, above = stack.pop()
            beside = take_nodes_beside(node)
            expanded.nodes.extend(beside)
            stack += [(one, "", ()) for one in reversed(beside)]
            classes = [CLASSES.get(t, t.removeprefix(SCHEMA)) for t in node.get("@type", ())]
            view = view_of(classes, under) if len(node) > 1 else None
            if not PAGES.isdisjoint(node.get("@type", ())):
                pages.add(node["@id"])
            for link in leads.keys() & node.keys():
                leads[link].update(one.get("@id", "") for one in node[link])
            if view is not None:
                place = expanded.places[node["@id"]]
                thing = things.get(node["@id"])
                if thing is None:
                    thing = things[node["@id"]] = Thing(node["@id"], view, place, pages=pages)
                    record = known.get(thing.id)
                    if record is not None:
                        thing.keys, thing.is_described = record.keys, record.is_root
                if thing.view != view and classes:
                    report.add("LD307", place, iri=thing.id, one=thing.view.name, two=view.name)
                thing.fragments.add(number)
                thing.above.update(above)
                thing.is_outer |= not under
                thing.add(node, view)
                if PARTS in node or WHOLES in node:
                    own = _own_parts(node, place, report)
                    expanded.nodes.extend(own)
                    stack += [(part, under, above) for part in own]
            children = [
                (child, predicate.removeprefix(SCHEMA), _inside(above, node, predicate))
                for predicate, values in node.items()
                if predicate[:1] != "@"
                for child in described_nodes(values)
            ]
            stack += reversed(children)
    for name in (leads[ACCESS_SERVICE] - leads[SERVICE]) & things.keys():
        things[name].is_access = True
    yield from things.values()


def take_nodes_beside(node: Json) -> list[Json]:
    """Take out of a node the nodes that stand in it by JSON-LD's syntax only, and return them.

    They are those of a graph that it names, those included, and those that refer to it. The latter
    then say so themselves. A capture is one graph, so nothing is lost.
    """
    beside: list[Json] = [*node.pop("@graph", ()), *node.pop("@included", ())]
    for predicate, referring in node.pop("@reverse", {}).items():
        for one in referring:
            one.setdefault(predicate, []).append({"@id": node["@id"]})
            beside.append(one)
    return [one for one in beside if len(one) > 1]


def take_parts(node: Json, ids: Collection[str]) -> tuple[list[Json], bool]:
    """Take out of a node the parts and wholes that have one of the ids, which are its own.

    Returns those of which more is said, and whether there were any.
    """
    taken: list[Json] = []
    is_any = False
    for key in (PARTS, WHOLES):
        values = node.get(key, ())
        own = [value for value in values if value.get("@id") in ids]
        if own:
            is_any = True
            node[key] = [value for value in values if value.get("@id") not in ids]
            taken += [value for value in own if len(value) > 1]
    return taken, is_any


def _own_parts(node: Json, place: Location, report: Report) -> list[Json]:
    """Take out of a node the parts and wholes that are itself, and return what they say of it."""
    own, is_any = take_parts(node, {node["@id"]})
    if is_any or _is_own_whole(node):
        report.once("LD315", place, iri=node["@id"])
    return own


def _is_own_whole(node: Json) -> bool:
    """Return whether a node says of one thing that it is its part and its whole."""
    if PARTS not in node or WHOLES not in node:
        return False
    parts, wholes = ({v.get("@id") for v in node[key] if "@id" in v} for key in (PARTS, WHOLES))
    return not parts.isdisjoint(wholes)


UPWARD = frozenset({"catalog", "includedDataCatalog", "includedInDataCatalog"})
"""Properties that lead from a part to the whole, which may be the one that it stands in."""


PAGES = frozenset(SCHEMA + name for name in ("AboutPage", "CollectionPage", "ItemPage", "WebPage"))
"""A page is about its main entity; it is nothing that this is a part of."""


def _inside(above: tuple[str, ...], node: Json, predicate: str) -> tuple[str, ...]:
    """Return the ids of the nodes above the objects of a property.

    A property that a portal has made up adds nothing, be it in our namespace of the portal or in
    schema.org's: under such a key a portal keeps a copy of the record, and not a part of it.
    """
    local = predicate.removeprefix(SCHEMA)
    is_own = predicate.startswith(PORTALS) or (
        local != predicate and not is_term(local, "property")
    )
    if local in UPWARD or (local == "mainEntity" and not PAGES.isdisjoint(node.get("@type", ()))):
        return ()
    return above if is_own else (*above, node["@id"])


def flat(values: Json) -> list[Json]:
    """Return the objects of a property, with the members of lists in place of the lists."""
    return [inner for value in values for inner in value.get("@list", [value])]


def described_nodes(values: Json) -> list[Json]:
    """Return the nodes among the objects of a property of which more is said than the @id."""
    found = []
    for value in values:
        if "@list" in value:
            return [inner for inner in flat(values) if len(inner) > 1 and "@id" in inner]
        if "@id" in value and len(value) > 1:
            found.append(value)
    return found


def tagged_names(node: Json) -> Iterator[tuple[str, str]]:
    """Yield the names of a node with their languages; of an object, the names of that object.

    The label of a nameless node and the address of another thing are nobody's name.
    """
    for key in TERMS["name"]:
        for value in flat(node.get(key, [])):
            for name in [value] if "@value" in value else _inner_names(value):
                if not isinstance(name.get("@value"), bool | None):
                    yield str(name["@value"]).strip(), str(name.get("@language", ""))


def _names_of(node: Json, view: View) -> list[str]:
    """Return the names of a node; of an agent without one its legal name, or the parts of one."""
    names = [name for name, _ in tagged_names(node)]
    if view.name != "agent":
        return names
    stated = [name for name in names if not is_no_name(name)]
    given, middle, family = (_first_text(node, key) for key in PARTS_OF_NAME)
    parts = " ".join(filter(None, (given, middle, family))) if given and family else ""
    full = _first_text(node, "legalName") or parts
    return stated or ([full] if full and not names else [])


def _first_text(node: Json, term: str) -> str:
    texts = (value.get("@value") for value in flat(node.get(SCHEMA + term, [])))
    return next((text.strip() for text in texts if isinstance(text, str)), "")


def _inner_names(value: Json) -> Iterator[Json]:
    """Yield the values of the name of an object that stands where a text should."""
    for key in TERMS["name"]:
        yield from flat(value.get(key, []))


def _texts(node: Json, term: str) -> list[str]:
    """Return the texts and IRIs of a property, spelled as schema.org or DCAT spells it."""
    found: list[str] = []
    for key in TERMS[term]:
        if key in node:
            for value in flat(node[key]):
                said = value.get("@value", value.get("@id"))
                if str(said).startswith("_:"):  # an object with a name of its own, no label
                    found += _texts(value, term)
                elif said is not None:
                    found.append(str(said).strip())
    return found
