"""Texts where a context expects an IRI: prose, and ids that a format wants to be local."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ld_convert.vocab.tables import table_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.model import Json

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")
SENTENCE = re.compile(r"\s\S*[:(]|\s\w+\s\w+\s\w+\s\w+\s")
"""Words after an address: no path has as many, each by itself."""
PROSE = frozenset(
    {
        *("acquireLicensePage", "isBasedOn", "isBasedOnUrl", "license", "publishingPrinciples"),
        *("sdLicense", "termsOfService", "usageInfo"),
    }
)
"""Properties under which people write words, though schema.org's context expects an address."""
PATH = re.compile(r"[/?#]|\.[A-Za-z]\w{1,4}$")
"""What a relative address has and words have not: a path, a query, or the ending of a file."""
SLIP = re.compile(r"(?:https?|ftp)/|www\.[\w-]+\.|(?:(?:dx\.)?doi|orcid|ror)\.org/", re.IGNORECASE)
"""How an address begins of which the scheme, or a part of it, is missing."""
NAMED = "@id "
LOCAL = frozenset({"FileObject", "FileSet", "RecordSet", "Field"})
"""Classes of Croissant, whose nodes have local ids (Croissant 1.0, IDs and references)."""
CRATE = "ro-crate-metadata.json"


def words_of(iri: str) -> str:
    """Return the text that a context has taken for an IRI; empty for an address with a slip in it.

    No IRI has a space (RFC 3987, section 2.2). Words before a colon are no scheme; one with two
    slashes after it is, and its address may only want encoding.
    """
    scheme, _, rest = iri.partition(":")
    is_address = SCHEME.fullmatch(scheme) is not None and rest.startswith("//")
    is_address &= " " not in (rest.split("/") + [""] * 3)[2]
    return "" if is_address and not SENTENCE.search(rest) else iri


def is_words(tail: str, key: str) -> bool:
    """Return whether what a context takes for a relative address is words: `Proprietary`.

    `key` is the property: under `license` one word is a word, under `url` it is a file. `N/A`,
    and an address without its scheme, such as `www.a.example/f`, are words under each.
    """
    name = key[max(map(key.rfind, "/#:")) + 1 :]
    if SLIP.match(tail) or re.sub(r"[\W_]+", " ", tail.lower()).strip() in _not_given():
        return True
    if name in PROSE:
        first = tail.partition(" ")[0]
        return PATH.search(first if " " in tail else tail) is None
    return " " in tail and PATH.search(tail) is None


@cache
def _not_given() -> frozenset[str]:
    """Return the words that say that there is no value (`vocab/authority/not-given.csv`)."""
    return frozenset(row["words"] for row in table_rows("vocab/authority/not-given.csv"))


def texts(value: Json) -> Iterator[str]:
    """Yield the texts of a document, without its keys, and NAMED + @id of what it describes."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            stack.extend(item.values())
            name = item.get("@id", item.get("id"))
            if isinstance(name, str) and len(item) > 1:
                yield NAMED + unquote(name.removeprefix("./"))
        elif isinstance(item, list):
            stack.extend(item)


def is_local(document: Json, pointer: str | None) -> bool:
    """Return whether the id of an object is relative because its format asks for that.

    Croissant's files, record sets and fields have local ids, and so has all in an RO-Crate (see
    RO-Crate 1.1, section on identifiers of data entities).
    """
    return not LOCAL.isdisjoint(_classes(document, pointer)) or _is_crate(document)


def _classes(value: Json, pointer: str | None) -> set[str]:
    """Return the local names of the classes of the object at a pointer."""
    for part in (pointer or "").split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        value = value[int(key)] if isinstance(value, list) else value.get(key, {})
    found: Json = value.get("@type", value.get("type")) if isinstance(value, dict) else None
    names = found if isinstance(found, list) else [found]
    return {re.split(r"[:/#]", name)[-1] for name in names if isinstance(name, str)}


def _is_crate(value: Json) -> bool:
    graph = value.get("@graph") if isinstance(value, dict) else None
    items = graph if isinstance(graph, list) else []
    return any(CRATE in str(item.get("@id")) for item in items if isinstance(item, dict))
