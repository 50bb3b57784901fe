"""Compare what a store holds with what was sent, content by content."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import Literal, RdfFormat, Triple

from ld_convert.catalogue.event_stream import UNCHANGED, UPDATED
from ld_convert.publish.digest import digest, without_record_dates
from ld_convert.vocab.namespaces import prefixes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ld_convert.catalogue.event_stream import GraphChange
    from ld_convert.publish.graphs_on_disk import GraphsOnDisk
    from ld_convert.store.model import Store

TEXTS = frozenset({prefixes()["xsd"] + "string", prefixes()["rdf"] + "langString"})
ANY_VALUE = Literal("a value")


def verified(plan: Sequence[GraphChange], spool: GraphsOnDisk, store: Store) -> list[GraphChange]:
    """Return a plan in which graphs of another content than they should have are updated.

    Of a store that changes literals, texts and IRIs are compared, and of other literals only that
    they are there: nobody knows how it writes them.
    """
    checked = []
    for change in plan:
        is_checked = change.kind == UNCHANGED
        if is_checked and not _is_same(change.graph, spool, store):
            checked.append(change._replace(kind=UPDATED))
        else:
            checked.append(change)
    return checked


def _is_same(graph: str, spool: GraphsOnDisk, store: Store) -> bool:
    undated = graph in spool.undated
    sent, there = (
        _signature(text, rewritten=bool(store.rewrites), undated=undated)
        for text in (spool.body(graph), store.get_graph(graph))
    )
    return sent == there


def _signature(text: bytes, *, rewritten: bool, undated: bool) -> str:
    triples = set()
    for quad in pyoxigraph.parse(text, RdfFormat.N_TRIPLES):
        value = quad.object
        if rewritten and isinstance(value, Literal):
            language = (value.language or "").lower()
            is_text = value.datatype.value in TEXTS
            value = Literal(f"{value.value}@{language}") if is_text else ANY_VALUE
        triples.add(Triple(quad.subject, quad.predicate, value))
    lines = pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    content = [line.removesuffix(b" .") for line in lines.splitlines()]
    return digest(without_record_dates(content) if undated else content)
