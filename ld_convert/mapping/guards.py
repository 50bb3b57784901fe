"""Conditions on the node at which a rule begins: `@when:NAME/` in a rule's source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from rdflib import Literal
from rdflib.term import Node

from ld_convert.values.access import access_right, not_free, subscription
from ld_convert.values.services import is_interface, is_query_language, protocol
from ld_convert.vocab.namespaces import DCT, EU, SCHEMA
from ld_convert.vocab.tables import alternatives, table_rows
from ld_convert.vocab.terms import vocabulary_term

if TYPE_CHECKING:
    from ld_convert.mapping.readers import Source

    Guard = Callable[["Source", Node], bool]


def _terms(names: str, space: str = SCHEMA) -> tuple[Node, ...]:
    return tuple(vocabulary_term(space + name) for name in names.split())


CONDITIONS = _terms("conditionsOfAccess hasDigitalDocumentPermission")
STATED = _terms("accessRights", str(DCT))
TEXTS = (
    *_terms("license usageInfo copyrightNotice description abstract"),
    *_terms("rights", str(DCT)),
)
INNER = _terms("name text description")
PARTS = _terms("distribution encoding associatedMedia")
FREE, SUBSCRIPTION, FORMAT, USAGE, CONTENT = _terms(
    "isAccessibleForFree requiresSubscription encodingFormat usageInfo contentUrl"
)
FORMATS = _terms("encodingFormat fileFormat")
PUBLIC = EU["access-right/PUBLIC"]


def is_open(source: Source, node: Node) -> bool:
    """Return whether nothing that the page says of a dataset speaks of a condition of access.

    A condition in words that are not recognised is one (EU authority table access-right: PUBLIC is
    what everyone may have). Looked at are the dataset and its distributions.
    """
    things = [node, *(part for name in PARTS for part in source.ends(node, name))]
    return not any(_restricts(source, thing) for thing in things)


def _restricts(source: Source, node: Node) -> bool:
    stated = (access_right(v) for name in (*CONDITIONS, *STATED) for v in source.ends(node, name))
    return (
        any(right != PUBLIC for right in stated)
        or any(subscription(value) is not None for value in source.ends(node, SUBSCRIPTION))
        or any(not_free(value) is not None for value in source.ends(node, FREE))
        or any(speaks_of_restriction(text) for text in _texts(source, node))
    )


def speaks_of_restriction(text: str) -> bool:
    """Return whether a text has words of `vocab/restricting_words.csv`; case does not matter.

    A licence alone restricts no access, so its words are not among them.
    """
    folded = text.casefold()
    return any(words in folded for words in _restricting_words())


@cache
def _restricting_words() -> tuple[str, ...]:
    rows = table_rows("vocab/restricting_words.csv")
    return tuple(words.casefold() for row in rows for words in alternatives(row["words"]))


def _texts(source: Source, node: Node) -> Iterator[str]:
    for name in TEXTS:
        for value in source.ends(node, name):
            if type(value) is Literal:
                yield str(value)
            else:
                yield from (str(text) for key in INNER for text in source.ends(value, key))


def is_file(source: Source, node: Node) -> bool:
    """Return whether the address of a distribution is that of a file, and not of an end point.

    An end point has a protocol in usageInfo (Netwerk Digitaal Erfgoed, requirements for datasets)
    or, as GeoNetwork writes it, in encodingFormat, or the media type of a query language.
    """
    return not (
        any(protocol(v) is not None for name in (USAGE, FORMAT) for v in source.ends(node, name))
        or any(is_query_language(value) for value in source.ends(node, FORMAT))
    )


def is_download(source: Source, node: Node) -> bool:
    """Return whether the address of a distribution is that of a file, and no format says API."""
    formats = [value for name in FORMATS for value in source.ends(node, name)]
    return is_file(source, node) and not any(map(is_interface, formats))


def is_bare(source: Source, node: Node) -> bool:
    """Return whether a page says nothing of a node but its name."""
    return node not in source.spo


GUARDS: dict[str, Guard] = {
    "bare": is_bare,
    "download": is_download,
    "file": is_file,
    "open": is_open,
}
"""From the name of a condition to the function that tests it at a node."""
