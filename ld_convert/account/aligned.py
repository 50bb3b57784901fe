"""Match each occurrence of a value in a fragment with the statements expansion makes of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rdflib import RDF, Literal, URIRef

from ld_convert.account.occurrences import NODE_MARK, TYPE, UNREAD, VALUE_MARK, Marker, Occurrence
from ld_convert.expand import expand_marked
from ld_convert.findings.report import Report
from ld_convert.rdf.from_nodes import Builder
from ld_convert.vocab.portals import portals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rdflib.term import Node

    from ld_convert.model import Expanded, Fragment, Json, Triple
    from ld_convert.rdf.from_nodes import Quad

LAST = re.compile(r"(?<![^/#:])[^/#:]*+\Z")
"""The local name of a property: what follows the last separator of its IRI or compact IRI."""


class Aligned(NamedTuple):
    """One occurrence, and the statements that expansion made of it."""

    occurrence: Occurrence
    predicate: str
    """IRI of the property; empty if expansion gives it none."""
    statements: tuple[Triple, ...]
    """For a member of a list, the object is the member, not the list."""


def align(
    fragment: Fragment, names: Mapping[str, str], contexts: Mapping[str, Json]
) -> tuple[list[Aligned], str]:
    """Return every occurrence of a fragment with its statements.

    The second value is the code of the finding (LD301 or LD302) by which the whole fragment was
    lost, or empty. `names` come from `identify`. The fragment is expanded a second time, with a
    mark after each value: the account is independent of the expansion that it checks.
    """
    portal = portals().get(fragment.portal)
    pairs = portal.shape.pairs if portal else ()
    for values in (True, False):
        report, marker = Report(), Marker(pairs, values=values)
        expanded = expand_marked(fragment, report, contexts, marker)
        lost = next((f.code for f in report.findings if f.code in ("LD301", "LD302")), "")
        if not lost and marker.reader.marks:
            break
    if lost:
        marker = Marker(pairs)
        marker(fragment.value, UNREAD)
        return [Aligned(occurrence, "", ()) for occurrence in marker.found], lost
    statements = _Statements(Builder(expanded, names, Report()).quads())
    terms = _terms(marker.reader.context.values())
    return list(_aligned(marker.found, statements, terms)), ""


def align_triples(expanded: Expanded, names: Mapping[str, str]) -> list[Aligned]:
    """Return every statement of an RDF document as one occurrence of its property."""
    return [
        Aligned(Occurrence("", str(p), str(o), "", marked=False), str(p), ((s, p, o),))
        for s, p, o, _ in Builder(expanded, names, Report()).quads()
        if p not in (RDF.first, RDF.rest)
    ]


def local_name(property_: str) -> str:
    """Return a property without its namespace or prefix."""
    found = LAST.search(property_)
    return found[0] if found else property_


class _Statements:
    """The statements of a fragment, found by the mark that follows each value."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.by_mark: dict[int, tuple[str, tuple[Triple, ...]]] = {}
        self.subjects: dict[str, Node] = {}
        """By JSON pointer of the node object."""
        self.classes: dict[tuple[Node, str], Triple] = {}
        """By a node and the local name of a class, the first statement that it has it."""
        self._named: dict[tuple[Node, str], list[Triple]] = {}
        """By subject or object and local name of the property, for occurrences without a mark."""
        self._unread: dict[tuple[Node, str], Iterator[Triple]] = {}
        self._used: set[Triple] = set()
        self._pending: dict[tuple[Node, Node], list[Node]] = {}
        self._cells: dict[Node, list[Node]] = {}
        for subject, predicate, value, _ in quads:
            if predicate in (RDF.first, RDF.rest):
                self._cells.setdefault(subject, []).append(value)
            elif str(predicate) == NODE_MARK:
                self.subjects[str(value)] = subject
            else:
                for member in self._members(value):
                    self._take(subject, predicate, member)

    def _members(self, value: Node) -> Iterator[Node]:
        """Yield the members of a list, or the value itself."""
        if value not in self._cells:
            yield value
        while value in self._cells:
            first, value = self._cells[value]
            yield first

    def _take(self, subject: Node, predicate: URIRef, value: Node) -> None:
        key = (subject, predicate)
        if isinstance(value, Literal) and str(value.datatype) == VALUE_MARK:
            found = tuple((subject, predicate, term) for term in self._pending.pop(key, ()))
            self.by_mark[int(value)] = (str(predicate), found)
            return
        self._pending.setdefault(key, []).append(value)
        triple, name = (subject, predicate, value), local_name(str(predicate))
        for end in dict.fromkeys((subject, value)):
            self._named.setdefault((end, name), []).append(triple)
        if predicate == RDF.type:
            self.classes.setdefault((subject, local_name(str(value))), triple)

    def use(self, triple: Triple) -> None:
        """Leave a statement out from now on."""
        self._used.add(triple)

    def unused(self, node: Node, name: str) -> Triple | None:
        """Return the next statement of a node with a local name that is not used."""
        key = (node, name)
        if key not in self._unread:
            self._unread[key] = iter(self._named.get(key, ()))
        return next((one for one in self._unread[key] if one not in self._used), None)


def _terms(contexts: Iterable[Json]) -> dict[str, str]:
    """Return the IRI or compact IRI of each term that a document's own contexts define."""
    terms: dict[str, str] = {}
    stack = list(contexts)
    while stack:
        context = stack.pop()
        if isinstance(context, list):
            stack += context
        for term, about in context.items() if isinstance(context, dict) else ():
            name = about
            if isinstance(about, dict):
                stack.append(about.get("@context"))
                name = about.get("@id") or about.get("@reverse")
            if isinstance(name, str):
                terms.setdefault(term, name)
    return terms


def _aligned(
    found: list[Occurrence], statements: _Statements, terms: Mapping[str, str]
) -> Iterator[Aligned]:
    for number, occurrence in enumerate(found):
        if occurrence.marked:
            predicate, triples = statements.by_mark.get(number, ("", ()))
            yield Aligned(occurrence, predicate, triples)
        else:
            yield _by_name(occurrence, statements, terms)


def _by_name(occurrence: Occurrence, statements: _Statements, terms: Mapping[str, str]) -> Aligned:
    """Return an occurrence with the next unused statement of its node whose property fits."""
    is_type = occurrence.key == TYPE
    term = str(occurrence.value) if is_type else occurrence.key
    name, subject = local_name(terms.get(term, term)), statements.subjects.get(occurrence.node)
    triple: Triple | None = None
    if subject is not None and is_type:
        triple = statements.classes.get((subject, name))
    elif subject is not None:
        triple = statements.unused(subject, name)
    if triple is None:
        return Aligned(occurrence, str(RDF.type) if is_type else "", ())
    statements.use(triple)
    return Aligned(occurrence, str(triple[1]), (triple,))
