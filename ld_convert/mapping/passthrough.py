"""Statements of a page that go into the catalogue unchanged: its DCAT, and its schema.org."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import RDF, Graph, Literal

from ld_convert.rdf.index import index, insert
from ld_convert.vocab.namespaces import DCAT, DERIVED, SCHEMA
from ld_convert.vocab.terms import vocabulary_term

if TYPE_CHECKING:
    from rdflib.term import Node

TYPE = vocabulary_term(RDF.type)
OURS = (SCHEMA, DERIVED)


def add_dcat(graph: Graph, source: Graph) -> None:
    """Add the statements of a source about what has a DCAT class, and about what these lead to.

    schema.org's own statements are left out: they go through the rules.
    """
    spo, target = index(source), index(graph)
    stack = [
        node
        for node, predicates in spo.items()
        if any(str(cls).startswith(DCAT) for cls in predicates.get(TYPE, ()))
    ]
    seen: set[Node] = set(stack)
    while stack:
        node = stack.pop()
        for predicate, values in spo.get(node, {}).items():
            for value in values:
                read = str(value if predicate == TYPE else predicate)
                if read.startswith(OURS):
                    continue
                insert(target, node, predicate, value)
                if not isinstance(value, Literal) and value not in seen and predicate != TYPE:
                    seen.add(value)
                    stack.append(value)


def add_source(graph: Graph, source: Graph) -> None:
    """Add every statement of the page, except values that its portal filled in by guessing."""
    spo = index(graph)
    for subject, predicates in index(source).items():
        known = spo.setdefault(subject, {})
        for predicate, values in predicates.items():
            if not str.startswith(predicate, DERIVED):  # type: ignore[arg-type]
                if predicate in known:
                    known[predicate].update(values)
                else:
                    known[predicate] = dict(values)
        if not known:
            del spo[subject]
