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
        self.about: dict[Node, list[Triple]] = {}
        """Statements by subject and by object, for occurrences without a mark."""
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
        for end in dict.fromkeys((subject, value)):
            self.about.setdefault(end, []).append((subject, predicate, value))


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
    used: set[Triple] = set()
    for number, occurrence in enumerate(found):
        if occurrence.marked:
            predicate, triples = statements.by_mark.get(number, ("", ()))
            yield Aligned(occurrence, predicate, triples)
        else:
            yield _by_name(occurrence, statements, used, terms)


def _by_name(
    occurrence: Occurrence, statements: _Statements, used: set[Triple], terms: Mapping[str, str]
) -> Aligned:
    """Return an occurrence with the next unused statement of its node whose property fits."""
    subject = statements.subjects.get(occurrence.node)
    about = statements.about.get(subject, []) if subject is not None else []
    for triple in about:
        if _fits(occurrence, triple, terms) and (occurrence.key == TYPE or triple not in used):
            used.add(triple)
            return Aligned(occurrence, str(triple[1]), (triple,))
    return Aligned(occurrence, str(RDF.type) if occurrence.key == TYPE else "", ())


def _fits(occurrence: Occurrence, triple: Triple, terms: Mapping[str, str]) -> bool:
    if occurrence.key == TYPE:
        cls = terms.get(str(occurrence.value), str(occurrence.value))
        is_name = local_name(cls) == local_name(str(triple[2]))
        return triple[1] == RDF.type and is_name
    name = terms.get(occurrence.key, occurrence.key)
    return local_name(name) == local_name(str(triple[1]))
