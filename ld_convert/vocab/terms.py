"""rdflib terms made cheaply, and one object for each term of a vocabulary.

rdflib checks each IRI and parses each literal as it makes them, which takes half the time of a
page; the stages have checked them already. A dictionary finds a key at once if it is the same
object, and calls rdflib's slow comparison if it is not: so there is one object for each term of a
vocabulary.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import BNode, Literal, URIRef

if TYPE_CHECKING:
    from rdflib.term import Node

KNOWN: dict[str, URIRef] = {}
"""Terms of vocabularies and mapping tables; a page adds none."""


def vocabulary_term(text: str) -> URIRef:
    """Return the one object for an IRI of a vocabulary or of a table of ours."""
    key = str(text)  # an IRI that is no plain text any more is equal to none
    known = KNOWN.get(key)
    if known is None:
        known = KNOWN[key] = text if isinstance(text, URIRef) else URIRef(text)
    return known


def iri(text: str) -> URIRef:
    """Return an IRI that was checked already."""
    return KNOWN.get(text) or str.__new__(URIRef, text)


def blank(label: str) -> BNode:
    """Return a blank node with a label of our own."""
    return str.__new__(BNode, label)


def text_literal(text: str, language: str | None = None) -> Literal:
    """Return a plain or a language-tagged literal; the tag is well formed already."""
    made = str.__new__(Literal, text)
    # What Literal's own constructor sets for a text; it takes a tenth of a page's time. The version
    # in pyproject.toml has an upper bound; tests/vocab/test_shared_terms.py tells of a change.
    made._language = language  # noqa: SLF001
    made._datatype = made._ill_typed = None  # noqa: SLF001
    made._value = str(text)  # noqa: SLF001
    return made


def n3(term: Node) -> str:
    """Return a term as rdflib's `n3()` does; an IRI is not checked again."""
    return f"<{term}>" if type(term) is URIRef else term.n3()


def typed_literal(text: str, datatype: str) -> Literal:
    """Return a literal with a datatype; its lexical form stays as it is."""
    return Literal(text, datatype=iri(str(datatype)), normalize=False)
