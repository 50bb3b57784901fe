"""Split a catalogue into the descriptions that a FAIR Data Point keeps one by one."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from ld_convert.catalogue.outward_terms import CHECKSUM, DCT, FOAF, SPDX, TYPE
from ld_convert.publish.digest import digest
from ld_convert.settings import UsageError
from ld_convert.store.texts import IRI
from ld_convert.vocab.namespaces import prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ld_convert.publish.graphs_on_disk import GraphsOnDisk

    Node = NamedNode | BlankNode
    About = dict[Node, list[Triple]]

DCAT = prefixes()["dcat"]
SELF = NamedNode("urn:ld-convert:self")
"""Stands for a description that has no address yet; written as the empty relative IRI."""

RECORD, SUM = NamedNode(f"{SELF.value}#record"), NamedNode(f"{SELF.value}#checksum")
IDENTIFIER = NamedNode(f"{DCT}identifier")
VERSION = NamedNode(f"{DCAT}version")
LINKS = {
    "catalog": NamedNode(prefixes()["fdp-o"] + "metadataCatalog"),
    "dataset": NamedNode(f"{DCAT}dataset"),
    "distribution": NamedNode(f"{DCAT}distribution"),
}
"""By which property a parent names its parts, by their kind."""

LEFT_OUT = {*LINKS.values(), NamedNode(f"{DCAT}record"), NamedNode(f"{DCAT}catalog")}
ADDRESSES = (NamedNode(f"{DCAT}downloadURL"), NamedNode(f"{DCAT}accessURL"))
INHERITED = {NamedNode(f"{DCT}title"), NamedNode(f"{DCT}publisher"), VERSION}
AGENTS = frozenset({"creator", "publisher"})
OF_DCAT = frozenset({"contactPoint", "keyword", "landingPage", "theme", "version"})
"""Properties whose prefix need not be written; others are taken for Dublin Core's."""
CATALOGUE_VERSION = "1.0"
"""A FAIR Data Point asks every description for a version; ours of the catalogue has this one."""


class FdpResource(NamedTuple):
    """One description."""

    kind: str
    """A key of LINKS."""
    key: str
    """The identifier by which it is found again."""
    triples: tuple[Triple, ...]
    parts: tuple[FdpResource, ...] = ()

    @property
    def digest(self) -> str:
        """Its hash, without its parts."""
        text = pyoxigraph.serialize(self.triples, format=RdfFormat.N_TRIPLES) or b""
        return digest([line.removesuffix(b" .") for line in text.splitlines()])

    def identifiers(self) -> set[str]:
        """Return the key and what else the description gives as its dct:identifier."""
        return {self.key} | set(_values(self.triples, SELF, IDENTIFIER))

    def body(self, parent: str, parts: Iterable[str]) -> bytes:
        """Return it as Turtle whose subject is the empty relative IRI.

        `parent` is the IRI of what it belongs to, `parts` are those of what belongs to it already.
        """
        link = LINKS["dataset" if self.kind == "catalog" else "distribution"]
        more = [
            Triple(SELF, NamedNode(f"{DCT}isPartOf"), NamedNode(parent)),
            Triple(SELF, IDENTIFIER, Literal(self.key)),
            Triple(RECORD, TYPE, NamedNode(f"{DCAT}CatalogRecord")),
            Triple(RECORD, NamedNode(f"{FOAF}primaryTopic"), SELF),
            Triple(RECORD, NamedNode(f"{SPDX}checksum"), SUM),
            Triple(SUM, CHECKSUM, Literal(self.digest)),
            *(Triple(SELF, link, NamedNode(part)) for part in parts),
        ]
        lines = (" ".join(map(_turtle, triple)) + " .\n" for triple in (*self.triples, *more))
        return "".join(dict.fromkeys(lines)).encode()


class FdpDescription(NamedTuple):
    """A description that is there already."""

    iri: str
    identifiers: frozenset[str]
    digest: str
    """What we noted when we wrote it; empty for one that somebody else wrote."""


def catalogue(spool: GraphsOnDisk, iri: str, defaults: Sequence[str] = ()) -> FdpResource:
    """Return the catalogue of an IRI with its datasets and their distributions.

    `defaults` are of the form `theme=IRI`: what a dataset is given that does not say it.
    """
    given = [triple for text in defaults for triple in _default(text)]
    about: About = {}
    for graph in spool.graphs():
        for quad in pyoxigraph.parse(spool.body(graph), RdfFormat.N_TRIPLES):
            if isinstance(quad.subject, NamedNode | BlankNode):
                triples = about.setdefault(quad.subject, [])
                if quad.triple not in triples:
                    triples.append(quad.triple)
    top = NamedNode(iri)
    datasets = sorted(_parts(about, top, "dataset"), key=str)
    apart = {top, *datasets, *(d for s in datasets for d in _parts(about, s, "distribution"))}
    parts = tuple(_dataset(about, node, apart, given) for node in datasets)
    told = _description(about, top, apart)
    if not any(triple.predicate == VERSION for triple in told):
        told = (*told, Triple(SELF, VERSION, Literal(CATALOGUE_VERSION)))
    return FdpResource("catalog", iri, told, parts)


def found(iri: str, triples: Iterable[Triple]) -> FdpDescription:
    """Return what matters of a description that is there."""
    all_triples = list(triples)
    checksum = _values(all_triples, NamedNode(f"{iri}#checksum"), CHECKSUM)
    names = _values(all_triples, NamedNode(iri), IDENTIFIER)
    return FdpDescription(iri, frozenset(names), next(iter(checksum), ""))


def parts_of(iri: str, kind: str, triples: Iterable[Triple]) -> list[str]:
    """Return the IRIs of the parts of one kind that a description names."""
    return _values(triples, NamedNode(iri), LINKS[kind])


def _default(text: str) -> list[Triple]:
    """Return what `NAME=VALUE` says; NAME is a term of DCAT, Dublin Core or a known prefix.

    A publisher or creator that is no IRI is an agent of that name.
    """
    name, sign, value = text.partition("=")
    prefix, _, local = name.rpartition(":")
    namespace = prefixes().get(prefix or ("dcat" if local in OF_DCAT else "dct"))
    if not (sign and local and value) or namespace is None:
        raise UsageError(f"--fdp-default {text}: write NAME=VALUE, as theme=https://...")
    predicate = NamedNode(namespace + local)
    if IRI.fullmatch(value):
        return [Triple(SELF, predicate, NamedNode(value))]
    if local not in AGENTS:
        return [Triple(SELF, predicate, Literal(value))]
    agent = NamedNode(f"{SELF.value}#{local}")
    called = Triple(agent, NamedNode(f"{FOAF}name"), Literal(value))
    return [Triple(SELF, predicate, agent), Triple(agent, TYPE, NamedNode(f"{FOAF}Agent")), called]


def _completed(told: tuple[Triple, ...], given: Sequence[Triple]) -> tuple[Triple, ...]:
    """Return a description with the defaults that it does not say itself."""
    said = {triple.predicate for triple in told if triple.subject == SELF}
    more = [t for t in given if t.subject == SELF and t.predicate not in said]
    objects = {triple.object for triple in more}
    return (*told, *more, *(t for t in given if t.subject != SELF and t.subject in objects))


def _dataset(about: About, node: Node, apart: set[Node], given: Sequence[Triple]) -> FdpResource:
    key = _name(node)
    parts: list[FdpResource] = []
    inherited = [t for t in given if t.subject != SELF or t.predicate in INHERITED]
    for part in _parts(about, node, "distribution"):
        triples = _inherited(_description(about, part, apart), node, about)
        name = _part_key(key, part, triples)
        parts.append(FdpResource("distribution", name, _completed(triples, inherited)))
    unique = {part.key: part for part in parts}
    told = _completed(_description(about, node, apart), given)
    return FdpResource("dataset", key, told, tuple(unique.values()))


def _inherited(part: tuple[Triple, ...], dataset: Node, about: About) -> tuple[Triple, ...]:
    """Return a distribution with its dataset's title, publisher and version where it has none.

    A FAIR Data Point's shapes ask each layer for them.
    """
    told = {triple.predicate for triple in part if triple.subject == SELF}
    more: list[Triple] = []
    for triple in about.get(dataset, ()):
        if triple.predicate in INHERITED - told:
            more.append(Triple(SELF, triple.predicate, triple.object))
            if isinstance(triple.object, NamedNode | BlankNode):
                more += about.get(triple.object, ())
    return tuple(sorted({*part, *more}, key=str))


def _part_key(dataset: str, node: Node, triples: tuple[Triple, ...]) -> str:
    """Return the identifier of a distribution: its IRI, else one made of its addresses."""
    if isinstance(node, NamedNode):
        return node.value
    told = sorted(str(t.object) for t in triples if t.subject == SELF and t.predicate in ADDRESSES)
    seed = "\n".join([dataset, *(told or sorted(str(t.object) for t in triples))])
    return f"urn:ld-convert:distribution:{hashlib.sha256(seed.encode()).hexdigest()[:16]}"


def _description(about: About, node: Node, apart: set[Node]) -> tuple[Triple, ...]:
    """Return what is said of a node and of what it refers to, up to other descriptions."""
    triples: list[Triple] = []
    waiting, seen = [node], {node}
    while waiting:
        for triple in about.get(waiting.pop(), ()):
            if triple.predicate in LEFT_OUT:
                continue
            value = triple.object
            triples.append(Triple(_as_self(triple.subject, node), triple.predicate, value))
            if isinstance(value, NamedNode | BlankNode) and value not in seen | apart:
                seen.add(value)
                waiting.append(value)
    return tuple(sorted(triples, key=str))


def _as_self(term: object, node: Node) -> NamedNode | BlankNode:
    if term == node:
        return SELF
    assert isinstance(term, NamedNode | BlankNode)  # noqa: S101  for the type checker
    return term


def _parts(about: About, node: Node, kind: str) -> Iterator[Node]:
    for triple in about.get(node, ()):
        if triple.predicate == LINKS[kind] and isinstance(triple.object, NamedNode | BlankNode):
            yield triple.object


def _values(triples: Iterable[Triple], subject: NamedNode, predicate: NamedNode) -> list[str]:
    return [_name(t.object) for t in triples if (t.subject, t.predicate) == (subject, predicate)]


def _name(term: object) -> str:
    return str(getattr(term, "value", term))


def _turtle(term: object) -> str:
    """Return a term; what begins with SELF becomes relative to the description's address."""
    if isinstance(term, NamedNode) and term.value.partition("#")[0] == SELF.value:
        return f"<{term.value.removeprefix(SELF.value)}>"
    return str(term)
