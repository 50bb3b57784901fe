"""rdflib terms made cheaply, and one object for each term of a vocabulary.

rdflib checks each IRI and parses each literal again as it makes them: half the time of a page. The
stages have checked them already. A dictionary finds a key at once where it is the same object,
and compares texts in Python where it is not; so the terms of vocabularies are kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rdflib import BNode, Literal, URIRef

if TYPE_CHECKING:
    from rdflib.term import Node

KNOWN: dict[str, URIRef] = {}
"""Terms of vocabularies and mapping tables; a page adds none."""
KINDS = frozenset({BNode, Literal, URIRef})
SHORT = 40
"""Characters of a date or a number, with room to spare."""


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
    # What Literal's own constructor sets for a text, see tests/vocab/test_shared_terms.py.
    made._language = language  # noqa: SLF001
    made._datatype = made._ill_typed = None  # noqa: SLF001
    made._value = str(text)  # noqa: SLF001
    return made


def is_a(term: Node, kind: type) -> bool:
    """Return what isinstance does, which asks rdflib's abstract base class in Python for a no."""
    return type(term) is kind or (type(term) not in KINDS and isinstance(term, kind))


def n3(term: Node) -> str:
    """Return what rdflib's `n3()` does, of an IRI that was checked already without a look at it."""
    return f"<{term}>" if type(term) is URIRef else term.n3()


def typed_literal(text: str, datatype: str) -> Literal:
    """Return a literal with a datatype; a short one is kept, for rdflib reads each as a value."""
    return _kept(text, datatype) if len(text) <= SHORT else _typed(text, datatype)


def _typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=iri(str(datatype)), normalize=False)


_kept = lru_cache(maxsize=4_096)(_typed)
