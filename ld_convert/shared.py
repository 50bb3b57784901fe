"""What of a page's graph other pages say as well: agents, catalogues, concepts and their like."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rdflib import RDF, BNode, Graph, URIRef

from ld_convert.contexts import SCHEMA
from ld_convert.indexed import index, insert, new_graph
from ld_convert.vocab import DCAT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.term import Node

    from ld_convert.indexed import Index

OWN = frozenset(
    {DCAT.Dataset, DCAT.Distribution, DCAT.CatalogRecord, DCAT.DataService}
    | {URIRef(SCHEMA + name) for name in ("Dataset", "DataDownload")}
)
"""Classes of what belongs to one page, however it is named."""

MAX_INSIDE = 50
"""A shared thing with more nameless nodes in it stays with its page."""


def divided(spo: Index) -> tuple[Graph, list[Graph]]:
    """Return the page's own statements, and those of each shared subject, sorted by name.

    What a shared subject says of the page's own things, such as which datasets a catalogue has,
    is the page's own; so is a nameless node that more than one subject leads to.
    """
    names = [subject for subject in spo if isinstance(subject, URIRef)]
    owned = {name for name in names if not _is_shared(spo, name)}
    uses = Counter(nameless(spo, spo))
    own, shared = new_graph(), []
    taken: set[Node] = set()
    for name in sorted(set(names) - owned):
        part, inside = new_graph(), _inside(spo, name, uses)
        for predicate, value in _statements(spo, name):
            stays = value in owned or (isinstance(value, BNode) and value not in inside)
            insert(index(own if stays else part), name, predicate, value)
        index(part).update((node, spo[node]) for node in inside if node in spo)
        taken |= {name, *inside}
        shared.append(part)
    index(own).update((subject, spo[subject]) for subject in spo if subject not in taken)
    return own, [part for part in shared if index(part)]


def _is_shared(spo: Index, name: Node) -> bool:
    classes = spo[name].get(RDF.type, {})
    return bool(classes) and not any(cls in OWN for cls in classes)


def _inside(spo: Index, name: Node, uses: Counter[Node]) -> set[Node]:
    """Return the nameless nodes that a name leads to; none if something else leads there too."""
    found: set[Node] = set()
    stack = [name]
    while stack and len(found) <= MAX_INSIDE:
        new = set(nameless(spo, [stack.pop()])) - found
        found |= new
        stack += new
    inner = Counter(nameless(spo, [name, *found]))
    is_private = len(found) <= MAX_INSIDE and all(uses[node] == inner[node] for node in found)
    return found if is_private else set()


def nameless(spo: Index, subjects: Iterable[Node]) -> Iterator[Node]:
    """Yield each nameless node that subjects lead to, as often as they do."""
    for subject in subjects:
        for _, value in _statements(spo, subject):
            if isinstance(value, BNode):
                yield value


def _statements(spo: Index, subject: Node) -> Iterator[tuple[Node, Node]]:
    for predicate, values in spo.get(subject, {}).items():
        for value in values:
            yield predicate, value


def content(spo: Index) -> str:
    """Return what the one named subject of a graph says, without labels of nameless nodes."""
    name = next(subject for subject in spo if isinstance(subject, URIRef))
    return f"{name.n3()} {said(spo, name, ())}"


def said(spo: Index, node: Node, above: tuple[Node, ...]) -> str:
    """Return what a node says, the same whatever it and the nameless nodes in it are called."""
    if node in above:
        return f"^{above.index(node)}"
    path = (*above, node)
    parts = (
        f"{predicate.n3()} {said(spo, value, path) if isinstance(value, BNode) else value.n3()}"
        for predicate, value in _statements(spo, node)
    )
    return "[" + ";".join(sorted(parts)) + "]"
