"""Split a page's graph: what is its own, and the agents, concepts and catalogues it shares."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from rdflib import RDF, BNode, Literal, URIRef

from ld_convert.rdf.index import insert
from ld_convert.vocab.namespaces import ADMS, DCAT, SCHEMA
from ld_convert.vocab.terms import vocabulary_term

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rdflib.term import Node

    from ld_convert.rdf.index import Index, Objects

OWN = frozenset(
    map(
        vocabulary_term,
        (
            *(DCAT.Dataset, DCAT.Distribution, DCAT.CatalogRecord, DCAT.DataService),
            ADMS.Identifier,
            *(SCHEMA + name for name in ("Dataset", "DataDownload")),
        ),
    )
)
"""Classes of things that belong to one page."""

TYPE = vocabulary_term(RDF.type)
DEEPEST = 20
"""How far down blank nodes are compared; beyond it two are alike."""
MAX_INSIDE = 50
"""A shared thing with more blank nodes below it stays with its page."""


def divided(spo: Index, catalogue: Node) -> tuple[Index, list[Index]]:
    """Return the page's own statements, and those of each shared subject, sorted by name.

    All that is said of our catalogue is shared. A blank node to which more than one subject leads
    stays with the page, and so does the statement that leads to it.
    """
    shared = [name for name in spo if type(name) is URIRef and _is_shared(spo[name])]
    if catalogue in spo and catalogue not in shared:
        shared.append(catalogue)  # type: ignore[arg-type]
    shared.sort(key=str)
    own: Index = {}
    parts: list[Index] = []
    taken: set[Node] = set(shared)
    uses: Counter[Node] = Counter()
    for name in shared:
        part: Index = {}
        inside: set[Node] = set()
        if nameless(spo, (name,)):
            uses = uses or Counter(nameless(spo, spo))
            inside = _inside(spo, name, uses)
            taken |= inside
            for predicate, values in spo[name].items():
                for value in values:
                    stays = type(value) is BNode and value not in inside
                    insert(own if stays else part, name, predicate, value)
        else:
            part[name] = spo[name]
        part.update((node, spo[node]) for node in inside if node in spo)
        parts.append(part)
    own.update((subject, spo[subject]) for subject in spo if subject not in taken)
    return own, [part for part in parts if part]


def _is_shared(said: Mapping[Node, Objects]) -> bool:
    classes = said.get(TYPE, {})
    return bool(classes) and OWN.isdisjoint(classes)


def _inside(spo: Index, name: Node, uses: Counter[Node]) -> set[Node]:
    """Return the blank nodes below a named node; none if anything else leads to one of them."""
    found: set[Node] = set()
    stack = [name]
    while stack and len(found) <= MAX_INSIDE:
        new = set(nameless(spo, [stack.pop()])) - found
        found |= new
        stack += new
    inner = Counter(nameless(spo, [name, *found]))
    is_private = len(found) <= MAX_INSIDE and all(uses[node] == inner[node] for node in found)
    return found if is_private else set()


def nameless(spo: Index, subjects: Iterable[Node]) -> list[Node]:
    """Return the blank nodes to which subjects lead, one entry for each statement."""
    found: list[Node] = []
    for subject in subjects:
        for values in spo.get(subject, {}).values():
            found += [value for value in values if type(value) is BNode]
    return found


def said(spo: Index, node: Node, known: dict[tuple[Node, int], str], deep: int = DEEPEST) -> str:
    """Return a digest of the statements of a node and of the blank nodes below it.

    Labels of blank nodes make no difference to it. `known` has what was asked before: each blank
    node is read once for each level, whatever leads to it.
    """
    if deep == 0:
        return "..."
    found = known.get((node, deep))
    if found is None:
        parts = [
            f"{text_of(predicate)} "
            + (said(spo, one, known, deep - 1) if type(one) is BNode else text_of(one))
            for predicate, values in spo.get(node, {}).items()
            for one in values
        ]
        text = ";".join(sorted(parts)).encode("utf-8", "replace")
        found = known[node, deep] = hashlib.blake2b(text, digest_size=16).hexdigest()
    return found


def text_of(term: Node) -> str:
    """Return a named term or a literal as text; it differs where the terms differ."""
    if type(term) is Literal:
        return f'"{term}"@{term.language}^^{term.datatype}'
    return f"<{term}>"
