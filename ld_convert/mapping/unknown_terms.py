"""Terms that a page says to be schema.org's and that schema.org does not have."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rdflib import RDF, Literal
from rdflib.term import Node

from ld_convert.vocab.namespaces import SCHEMA, prefixes
from ld_convert.vocab.schemaorg import is_term, suggest
from ld_convert.vocab.terms import vocabulary_term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ld_convert.findings.report import Report
    from ld_convert.model import Location
    from ld_convert.rdf.index import Index

    Locate = Callable[[Node, str], Location]

TYPES = frozenset({vocabulary_term(RDF.type)})
"""A set tells by the hash of a term; `==` compares texts in Python."""
OURS = "urn:ld-convert:"
"""What the namespaces begin with that hold the members of portals."""
MOST_SUGGESTED = 500
KINDS = {"property": ("property",), "class": ("class", "datatype")}
SUFFIX = re.compile(r"-(?:input|output)\Z")
"""What schema.org lets an action's property end in, to say that it is asked for or given."""


def report_unknown(spo: Index, locate: Locate, report: Report) -> None:
    """Report each property and class that is unknown (LD321, LD322, LD324), where it is first.

    `spo` holds what the page says, in its order. To find the term that was meant takes a while, so
    only MOST_SUGGESTED terms of a page are looked up.
    """
    suggested = 0
    for use in _uses(spo):
        prefix, _, rest = use.iri.partition(":")
        term = SUFFIX.sub("", use.iri.removeprefix(SCHEMA))
        if prefix in prefixes() and not rest.startswith("//"):
            whole, place = prefixes()[prefix] + rest, locate(use.subject, use.predicate)
            report.once("LD324", place, term=use.iri, suggestion=whole)
        elif use.iri.startswith(SCHEMA) and not any(is_term(term, k) for k in KINDS[use.kind]):
            suggested += 1
            close = suggest(term, use.kind) if suggested <= MOST_SUGGESTED else None
            place = locate(use.subject, use.predicate)
            if close is None:
                report.once("LD322", place, term=term, kind=use.kind)
            else:
                report.once("LD321", place, term=term, kind=use.kind, suggestion=close)


@lru_cache(maxsize=4_096)
def _is_known(iri: str, kind: str) -> bool:
    """Return whether an IRI is a term of schema.org or of ours; a portal's pages share theirs."""
    if iri.startswith(OURS):
        return True
    term = SUFFIX.sub("", iri.removeprefix(SCHEMA))
    return iri.startswith(SCHEMA) and any(is_term(term, k) for k in KINDS[kind])


class _Use(NamedTuple):
    """The first use of a property or a class that is no term of schema.org."""

    iri: str
    kind: str
    subject: Node
    predicate: str


def _uses(spo: Index) -> Iterator[_Use]:
    seen: set[Node] = set()
    for subject, predicates in spo.items():
        for predicate, values in predicates.items():
            if predicate not in seen:
                seen.add(predicate)
                if not _is_known(str(predicate), "property"):
                    yield _Use(str(predicate), "property", subject, str(predicate))
            for cls in values if predicate in TYPES else ():
                if cls not in seen and type(cls) is not Literal:
                    seen.add(cls)
                    if not _is_known(str(cls), "class"):
                        yield _Use(str(cls), "class", subject, str(predicate))
