"""The text of an object that stands where a rule reads a text, such as a Language or a quantity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import BNode, Literal

from ld_convert.values.lookup import says_nothing
from ld_convert.values.terms import plain_number
from ld_convert.vocab.namespaces import DCT, FOAF, RDF, RDFS, SCHEMA, SKOS
from ld_convert.vocab.terms import text_literal, vocabulary_term
from ld_convert.vocab.views import hash_iri, name_iri, views

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.term import Node

    from ld_convert.mapping.readers import Source
    from ld_convert.vocab.views import View

VALUE, UNIT_TEXT, UNIT_CODE = (
    vocabulary_term(SCHEMA + name) for name in ("value", "unitText", "unitCode")
)
UNITS = {"AD": "B", "2P": "kB", "4L": "MB", "E34": "GB", "E35": "TB", "E36": "PB"}
"""Units of an amount of data by their code (UN/CEFACT Recommendation 20)."""
TEXTS = (
    *(vocabulary_term(SCHEMA + name) for name in ("alternateName", "termCode", "identifier")),
    *(vocabulary_term(SCHEMA + name) for name in ("name", "text", "headline", "description")),
    *map(vocabulary_term, (RDF.value, RDFS.label, SKOS.prefLabel, SKOS.notation)),
    *map(vocabulary_term, (DCT.title, FOAF.name)),
)
"""Properties under which the text of an object stands; codes come before names."""

DISTRIBUTIONS = frozenset({"access", "distribution"})
"""Views whose nodes are named after their dataset."""

ROLES = frozenset(view.name for view in views().values() if "Role" in view.classes)
"""Views in which a Role is the thing itself."""

FOR_PEOPLE = (
    *(vocabulary_term(SCHEMA + name) for name in ("name", "text", "headline", "description")),
    *map(vocabulary_term, (RDF.value, RDFS.label, SKOS.prefLabel, DCT.title, FOAF.name)),
)
"""The same for texts that people are to read, where a code is of no use."""


def iri_of_text(view: View, term: Node, base: str) -> str:
    """Return the IRI of a thing known by a text alone; empty where it stays a blank node.

    Nobody is called `N/A`, and whom two pages call so are two.
    """
    text = str(term)
    return "" if says_nothing(term) else name_iri(view, text, base) or hash_iri(view, text, base)


def texts_of(source: Source, term: Node, *, for_people: bool) -> Iterator[tuple[Node, Node]]:
    """Yield the texts of an object, each with the property that has it, the likeliest first.

    A quantity is its value and its unit, as "12 MB" (schema.org, QuantitativeValue). Values of
    values may be a chain of any length, and lead back to where they began.
    """
    names = FOR_PEOPLE if for_people else TEXTS
    seen, ways = {term}, [_texts_at(source, term, names)]
    while ways:
        found = next(ways[-1], None)
        if found is None:
            ways.pop()
        elif type(found[0]) is Literal or found[1] is not VALUE:
            yield found
        elif found[0] not in seen:
            seen.add(found[0])
            ways.append(_texts_at(source, found[0], names))


def _texts_at(source: Source, term: Node, names: Iterable[Node]) -> Iterator[tuple[Node, Node]]:
    """Yield the texts of an object, and its values that are objects."""
    predicates = source.spo.get(term, {})
    for value in predicates.get(VALUE, ()):
        for unit in (*predicates.get(UNIT_TEXT, ()), *predicates.get(UNIT_CODE, ())):
            number = plain_number(str(value)) or str(value)
            yield text_literal(f"{number} {UNITS.get(str(unit), unit)}"), VALUE
        yield value, VALUE
    for name in names:
        for value in predicates.get(name, ()):
            yield value, name


def identifying(source: Source, term: Node) -> str:
    """Return what is said of a value, or of a blank node but for other blank nodes."""
    if type(term) is not BNode:
        return str(term)
    said = source.spo.get(term, {})
    values = (v for found in said.values() for v in found if type(v) is not BNode)
    return "\n".join(sorted(map(str, values)))
