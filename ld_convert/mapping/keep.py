"""Which of several values is written where there is room for one, and word of those left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import BNode, Literal

from ld_convert.mapping.readers import TYPE
from ld_convert.values.access import strictness
from ld_convert.values.words import in_words
from ld_convert.vocab.namespaces import DCT, DERIVED, PROV, RDF, SCHEMA, SKOS, SPDX, curie
from ld_convert.vocab.terms import vocabulary_term

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rdflib.term import Node

    from ld_convert.findings.report import Report
    from ld_convert.mapping.plan import PlannedRule
    from ld_convert.mapping.readers import Source
    from ld_convert.mapping.rules import Rule
    from ld_convert.model import Location, Trace
    from ld_convert.vocab.views import View

    Found = list[tuple[Node, Trace]]
    Locate = Callable[[Trace], Location]
    Key = tuple[Node, str, Node | None]


def kept(mode: str, found: Found, earlier: Found) -> tuple[Found, Found]:
    """Return what a rule writes of what it found, and what it leaves out.

    `mode` is the one in the brackets of the rule's target; `earlier` is what other rules had found
    for the same property, where the strictest value counts.
    """
    found = earlier + found
    if not found or mode not in CHOICES:
        return found, []
    chosen = CHOICES[mode](found)
    same = [pair for pair in found if pair[0] == chosen[0]] if mode == "strict" else []
    return same or [chosen], [pair for pair in found if pair[0] != chosen[0]]


def is_spelling(ready: PlannedRule, made: Node, term: Node | None) -> bool:
    """Return whether a value is another spelling of what a rule made of the first one."""
    functions = (way.convert for way in ready.ways if way.convert is not None)
    return term is not None and any(convert(term) == made for convert in functions)


def _first(found: Found) -> tuple[Node, Trace]:
    return found[0]


def _least(found: Found) -> tuple[Node, Trace]:
    return min(found, key=lambda pair: str(pair[0]))


def _greatest(found: Found) -> tuple[Node, Trace]:
    return max(found, key=lambda pair: str(pair[0]))


def _strictest(found: Found) -> tuple[Node, Trace]:
    return max(found, key=lambda pair: strictness(pair[0]))


ALONE = frozenset({"first", "one"})
"""Modes in which the first value of the property is the only one."""
CHOICES: dict[str, Callable[[Found], tuple[Node, Trace]]] = {
    "first": _first,
    "one": _first,
    "min": _least,
    "max": _greatest,
    "strict": _strictest,
}
"""From a mode to the function that chooses the one value."""


NEEDED: dict[str, Node] = {
    view: vocabulary_term(term)
    for view, term in {
        "attribution": PROV.agent,
        "checksum": SPDX.checksumValue,
        "concept": SKOS.prefLabel,
        "identifier": SKOS.notation,
        "relationship": DCT.relation,
        "responsibility": PROV.agent,
        "role": SKOS.prefLabel,
    }.items()
}
"""From a view to the property without which its nameless nodes say nothing (DCAT-AP 3.0.1: each
has a cardinality of one or more)."""


NAME = vocabulary_term(SCHEMA + "name")
KINDS = frozenset(map(vocabulary_term, (RDF.type, DCT.type)))
"""What tells of a thing no more than what kind of thing it is."""
OURS = (SCHEMA, DERIVED)


def is_bare(own: Mapping[Node, object], said: Mapping[Node, object], view: View) -> bool:
    """Return whether nothing is said of a node: in DCAT, or by the page in other vocabularies."""
    needed = NEEDED.get(view.name)
    is_said = needed in own if needed else any(p not in KINDS for p in own)
    return not is_said and all(p is TYPE or str.startswith(p, OURS) for p in said)  # type: ignore[arg-type]


class LeftOut:
    """Reports values of a page that are not written, each once."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._told: set[Key] = set()
        self._unread: set[Key] = set()

    def empty(self, trace: Trace, locate: Locate) -> None:
        """Report a text with nothing in it (LD430), once for each property of a node."""
        if self._is_news((trace.node, trace.predicate, None), self._told):
            self.report.add("LD430", locate(trace))

    def unfit(self, rule: Rule, term: Node, trace: Trace, locate: Locate) -> None:
        """Report a value that a rule cannot read (LD401), once whatever the rules that try it."""
        if type(term) is not BNode and self._is_news(
            (trace.node, trace.predicate, term), self._unread
        ):
            wanted = in_words(rule.ways[0].fits or rule.ways[0].name)
            self.report.add("LD401", locate(trace), value=str(term), wanted=wanted)

    def nameless(self, node: Node, view: View, source: Source, place: Location) -> bool:
        """Return whether a thing has no address, where only one with an address will do (LD404).

        Of a concept nothing is lost by that: its name is a keyword.
        """
        if type(node) is not BNode:
            return False
        if view.name != "concept" and self._is_news((node, "", None), self._told):
            named = next(iter(source.ends(node, NAME)), None)
            self.report.add("LD404", place, name=str(named or "without a name"))
        return True

    def beside(
        self,
        ready: PlannedRule,
        source: Source,
        node: Node,
        there: tuple[Node, Trace] | None,
        locate: Locate,
    ) -> None:
        """Report what a rule reads of a property that an earlier rule has filled."""
        if there is None:
            return
        for term, owner, predicate, _ in ready.read(source, node, None):
            if str(term).casefold() != _shown(*there).casefold():
                trace = there[1]._replace(node=owner, predicate=predicate, term=term)
                self.values(ready.target, [(term, trace)], [there], locate)

    def values(
        self, target: Node, left: Found, chosen: Sequence[tuple[Node, Trace]], locate: Locate
    ) -> None:
        """Report values for which a property has no room beside the chosen one (LD431)."""
        for made, trace in left:
            if trace.predicate and self._is_news(
                (trace.node, trace.predicate, trace.term), self._told
            ):
                value, other = (_shown(*pair) for pair in ((made, trace), chosen[0]))
                name = curie(str(target))
                self.report.add("LD431", locate(trace), value=value, kept=other, property=name)

    @staticmethod
    def _is_news(key: Key, told: set[Key]) -> bool:
        is_new = key not in told
        told.add(key)
        return is_new


def _shown(made: Node, trace: Trace) -> str:
    """Return a value as the page writes it."""
    term = made if type(trace.term) is BNode or trace.term is None else trace.term
    return str(term) if type(term) is Literal or type(term) is not BNode else "an object"
