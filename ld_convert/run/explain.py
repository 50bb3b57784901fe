"""Explain each triple of a resource: who says it, which rule made it, where the page has it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from rdflib import RDF, BNode, Literal, URIRef

from ld_convert.catalogue.origins import origin_of, place_of
from ld_convert.findings.locate import place
from ld_convert.mapping.rules import load_rules
from ld_convert.model import Place
from ld_convert.pipeline import convert_page
from ld_convert.rdf.index import index
from ld_convert.read import read
from ld_convert.run.guard import Failure, Limits, attempt
from ld_convert.vocab.namespaces import curie

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.term import Node

    from ld_convert.model import Conversion, Finding, Trace, Triple
    from ld_convert.settings import Settings

AUTHORITY = "authority"
MOST_SHOWN = 100


class Explained(NamedTuple):
    """One triple, and where it comes from."""

    depth: int
    """0 for a triple of the resource, 1 for one of a blank node below it, and so on."""
    predicate: str
    value: str
    origin: str
    """stated, derived or supplied."""
    why: str
    """The rule, the view or the table that made it."""
    read: str
    """The property and the value that the rule read; empty if it read none."""
    place: Place | None
    """The spot in the page; None for a triple that no page says."""


class ExplainedResource(NamedTuple):
    """A resource as one capture describes it."""

    source: str
    triples: tuple[Explained, ...]
    datasets: tuple[str, ...]
    """IRIs of all datasets of the capture."""
    findings: tuple[Finding, ...] = ()
    """Why the capture could not be converted."""


def explain(iri: str, inputs: Iterable[str], settings: Settings) -> Iterator[ExplainedResource]:
    """Yield for each capture what it says of a resource; `triples` is empty if it says nothing."""
    limits = Limits.of(settings)
    rules = frozenset(rule.id for rule in load_rules(settings.profile, settings.rules))
    for capture in read(inputs):
        conversion = attempt(capture.source, partial(convert_page, capture, settings), limits)
        if isinstance(conversion, Failure):
            yield ExplainedResource(capture.source, (), (), conversion.findings)
            continue
        triples = tuple(_Explainer(conversion, rules).triples(URIRef(iri), 0))
        yield ExplainedResource(conversion.source, triples, conversion.datasets)


DEEPEST = 40
"""How far a triple is indented at most: a list has a level for each member."""


class _Explainer:
    """Explains one capture's triples; each blank node gets a number and is explained once."""

    def __init__(self, conversion: Conversion, rules: frozenset[str]) -> None:
        self.conversion, self.rules = conversion, rules
        self.spo = index(conversion.graph)
        self.numbers: dict[Node, int] = {}

    def triples(self, node: Node, depth: int) -> Iterator[Explained]:
        """Yield a node's triples, sorted; each blank node's follow the first that leads to it."""
        ways = [self._said(node)]
        while ways:
            triple = next(ways[-1], None)
            if triple is None:
                ways.pop()
                continue
            value, at = triple[2], min(depth + len(ways) - 1, DEEPEST)
            is_new = isinstance(value, BNode) and value not in self.numbers
            if is_new:
                self.numbers[value] = len(self.numbers) + 1
            yield self._one(triple, at)
            if is_new:
                ways.append(self._said(value))

    def _said(self, node: Node) -> Iterator[Triple]:
        predicates = self.spo.get(node, {})
        for predicate in sorted(predicates, key=lambda p: (p != RDF.type, curie(str(p)))):
            for value in sorted(predicates[predicate]):  # type: ignore[type-var]
                yield node, predicate, value

    def _one(self, triple: Triple, depth: int) -> Explained:
        trace, origin = self.conversion.traces.get(triple), origin_of(triple, self.conversion)
        value = triple[2]
        by = trace.by if trace else self.conversion.names_given.get(str(value), "")
        return Explained(
            depth,
            curie(str(triple[1])),
            f"[{self.numbers[value]}]" if value in self.numbers else shown(value),
            origin,
            f"names {by}" if by else _why(trace, origin, self.rules),
            _read(trace),
            None if origin == "supplied" and not by else self._place(triple),
        )

    def _place(self, triple: Triple) -> Place:
        return place(place_of(triple, self.conversion))


def _why(trace: Trace | None, origin: str, rules: frozenset[str]) -> str:
    if trace is None:
        return "as the page has it" if origin == "stated" else "the settings"
    if trace.rule == AUTHORITY:
        return "an authority table"
    return f"rule {trace.rule}" if trace.rule in rules else f"view {trace.rule}"


def _read(trace: Trace | None) -> str:
    if trace is None or trace.term is None:
        return ""
    name = curie(trace.predicate) if trace.predicate else "the value"
    return f"{name} {shown(trace.term)}"


def shown(term: Node) -> str:
    """Return a term for display: compact IRIs, long texts cut, control characters as escapes."""
    if isinstance(term, BNode):
        return "a nameless node"
    if not isinstance(term, Literal):
        return curie(str(term))
    text = str(term) if len(term) <= MOST_SHOWN else f"{term[: MOST_SHOWN - 3]}..."
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    kind = f"@{term.language}" if term.language else ""
    kind = kind or (f"^^{curie(str(term.datatype))}" if term.datatype else "")
    return f'"{text}"{kind}'
