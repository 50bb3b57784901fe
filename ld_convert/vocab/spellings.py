"""Other spellings of the namespaces that we know: with https for http, or without the last sign.

A namespace is an identifier, and `https://mlcommons.org/croissant/` is another one than Croissant's
(RFC 3986, section 6.2.1); pages that write it mean Croissant's (mlcommons/croissant, issue 860).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ld_convert.vocab.namespaces import SCHEMA, prefixes
from ld_convert.vocab.schemaorg import SCHEMA_IRI, SCHEMA_TERM, is_schema_org

RETIRED = re.compile(r"^(https?://publications\.europa\.eu/)mdr/(?:resource/)?authority/")
"""How the EU Publications Office called its authority tables before 2018."""
SCHEMES = {"http:": "https:", "https:": "http:"}


def official_namespace(url: str) -> str:
    """Return a namespace in its official spelling; any other text as it is."""
    return str(SCHEMA) if is_schema_org(url) else _namespaces().get(url, url)


@lru_cache(maxsize=4_096)
def official_iri(iri: str) -> str:
    """Return the IRI of a property or a class with its namespace in the official spelling.

    That of a term of schema.org loses a slash at its end.
    """
    end = max(iri.rfind("/"), iri.rfind("#")) + 1
    namespace = _namespaces().get(iri[:end])
    if namespace is not None:
        return namespace + iri[end:]
    official = SCHEMA_IRI.sub(SCHEMA, iri, count=1)
    folder = SCHEMA_TERM.fullmatch(official)
    return folder[1] if folder else official


def current_iri(iri: str) -> str:
    """Return an IRI, in its current form if it is a retired one of the EU's authority tables."""
    return RETIRED.sub(r"\1resource/authority/", iri) if "/mdr/" in iri else iri


@cache
def _namespaces() -> dict[str, str]:
    """Return the official spelling of each other spelling of a namespace."""
    found: dict[str, str] = {}
    official = [namespace for namespace in prefixes().values() if namespace.startswith("http")]
    for namespace in official:
        scheme, colon, rest = namespace.partition(":")
        swapped = SCHEMES[scheme + colon] + rest
        for other in (swapped, swapped[:-1], namespace[:-1]):
            found.setdefault(other, namespace)
    return {other: namespace for other, namespace in found.items() if other not in official}
