"""The order in which people read a description, and its short names in JSON-LD.

Both come from `vocab/contexts/catalogue.jsonld`, which names properties in that order.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import orjson

from ld_convert.vocab.files import data
from ld_convert.vocab.namespaces import RDF, SCHEMA, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib.term import Node

    from ld_convert.model import Json

CONTEXT = "vocab/contexts/catalogue.jsonld"


class ShortName(NamedTuple):
    """What our context says of a name (JSON-LD 1.1, section 9.15.1)."""

    name: str
    iri: str
    type: str = ""
    """The datatype of its texts, or `@id`: they are IRIs; empty for neither."""
    container: str = ""
    """`@language`, `@set`, or empty."""

    @property
    def definition(self) -> Json:
        """The definition with IRIs in full: it makes no name a prefix."""
        more = {"@type": self.type, "@container": self.container}
        found = {"@id": self.iri, **{key: value for key, value in more.items() if value}}
        return found if len(found) > 1 else self.iri


@cache
def terms() -> dict[str, ShortName]:
    """Return what our context defines, by IRI, in the order of the file."""
    context = orjson.loads(data(CONTEXT).read_bytes())["@context"]
    found = {}
    for name, said in context.items():
        if name not in prefixes():
            told = said if isinstance(said, dict) else {"@id": said}
            kind = told.get("@type", "")
            term = ShortName(
                *(name, _full(told["@id"]), kind if kind[:1] == "@" else _full(kind)),
                told.get("@container", ""),
            )
            found[term.iri] = term
    return found


@cache
def _ranks() -> dict[str, int]:
    return {str(RDF.type): -1} | {iri: number for number, iri in enumerate(terms())}


def in_reading_order(predicate: Node | str) -> tuple[int, str]:
    """Return the sort key of a property or a class: class, title, and so on; then others by IRI.

    What a page says in schema.org comes last: most of it is said in DCAT before.
    """
    ranks, name = _ranks(), str(predicate)
    return ranks.get(name, len(ranks) + name.startswith(SCHEMA)), name


def definitions(names: Iterable[str]) -> dict[str, Json]:
    """Return a context that defines some prefixes and names: prefixes first, sorted."""
    chosen = set(names)
    known = {prefix: iri for prefix, iri in sorted(prefixes().items()) if prefix in chosen}
    return known | {t.name: t.definition for t in terms().values() if t.name in chosen}


@cache
def schemes() -> frozenset[str]:
    """Return what a JSON-LD processor could take for a prefix."""
    return frozenset({*prefixes(), *(term.name for term in terms().values())})


def _full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return prefixes()[prefix] + local if local else ""
