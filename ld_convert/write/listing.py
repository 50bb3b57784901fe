"""One subject with lists of any length: the catalogue, whose links are written as they are read.

The subject is serialised with its other statements first, and left open for the lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import quoteattr

from ld_convert.vocab.namespaces import curie

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


LINK_PREFIX = "dcat"
"""Prefix of the properties by which a catalogue lists its entries."""


class Listing(NamedTuple):
    """How a form writes the values of one more property of a subject."""

    end: bytes
    """What a subject ends with; it comes after the last list."""
    before: Callable[[str], bytes]
    """What stands before the first value of a property."""
    value: Callable[[str, str], bytes]
    """One value of a property, an IRI."""
    between: bytes
    after: bytes
    """What stands after the last value of a property."""


def listed(
    subject: bytes, lists: Iterable[tuple[str, Iterable[str]]], form: str
) -> Iterator[bytes]:
    """Yield a serialised subject with more properties, each with the IRIs that it leads to."""
    how = LISTINGS[form]
    yield subject.rstrip().removesuffix(how.end.strip()).rstrip()
    for predicate, values in lists:
        yield how.before(curie(predicate))
        for number, value in enumerate(values):
            yield (how.between if number else b"") + how.value(curie(predicate), value)
        yield how.after
    yield how.end


LISTINGS = {
    "turtle": Listing(
        b" .\n",
        lambda name: f" ;\n    {name} ".encode(),
        lambda _, value: f"<{value}>".encode(),
        b",\n        ",
        b"",
    ),
    "rdf-xml": Listing(
        b"\n</rdf:Description>\n",
        lambda _: b"",
        lambda name, value: f"\n  <{name} rdf:resource={quoteattr(value)}/>".encode(),
        b"",
        b"",
    ),
}
