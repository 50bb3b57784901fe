"""JSON-LD contexts: our own and the user's. None is fetched from the network."""

from __future__ import annotations

import copy
import marshal
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from ld_convert.expand.pyld_offline import ContextResolver, jsonld
from ld_convert.vocab.addresses import resolved
from ld_convert.vocab.files import data
from ld_convert.vocab.schemaorg import is_schema_org
from ld_convert.vocab.spellings import official_namespace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ld_convert.model import Json

    Loader = Callable[..., dict[str, Json]]

MOST_PROCESSED = 100
UNSHARED = 2
"""Version of marshal's format that gives equal values equal bytes."""
SCHEMA_CONTEXT = "https://schema.org/"
"""The one spelling under which our schema.org context is loaded."""

CRATE = re.compile(r"https?://w3id\.org/ro/crate/[0-9][\w.-]*/context(?:\.jsonld)?")
"""Contexts of RO-Crate in all versions: schema.org's terms and some others (appendix of each)."""


CONTAINERS = frozenset({"@index", "@id", "@type", "@graph", "@language"})


class Terms(NamedTuple):
    """What the contexts inside a document say about its keys, as far as `marks` must know it."""

    aliases: dict[str, str]
    """From key to keyword, such as type to @type."""
    maps: frozenset[str]
    """Keys whose object is a map and not a node (JSON-LD 1.1, section 4.6)."""
    opaque: frozenset[str]
    """Keys whose value must be left alone: JSON literals and language maps."""

    def keyword(self, key: str) -> str:
        """Return the keyword that a key stands for, or the key."""
        return self.aliases.get(key, key)


@cache
def schema_org() -> Json:
    """Return our schema.org context; documents expand as with release 30.0 of the official one."""
    return orjson.loads(data("vocab/contexts/schemaorg.jsonld").read_bytes())


@cache
def _crate() -> Json:
    """Return the terms that RO-Crate has besides those of schema.org."""
    return orjson.loads(data("vocab/contexts/rocrate.jsonld").read_bytes())["@context"]


def resolver(contexts: Mapping[str, Json], load: Loader, document: Json) -> ContextResolver:
    """Return what resolves the contexts of a document, with what is processed already.

    pyld's own cache would answer other users of pyld in this process with our contexts. A document
    that imports a context (JSON-LD 1.1, section 4.1.9) shares nothing: pyld writes the members of
    the importing context into the imported one, where later documents would find them.
    """
    key = marshal.dumps(dict(contexts), UNSHARED) if contexts else b""
    if b"@import" in key or _imports(document):
        return _Unshared({}, load)
    made = ContextResolver(_processed(key), load)
    made.per_op_cache = _Processed()  # a context of a term is as large as what it extends
    return made


def _imports(document: Json) -> bool:
    """Return whether a document may import a context."""
    try:
        return b'"@import"' in orjson.dumps(document)
    except TypeError:  # half a character, or a number beyond 64 bits
        return "@import" in repr(document)


class _Unshared(ContextResolver):  # type: ignore[misc]  # pyld has no types
    """Loads every context anew, since pyld changes those that are imported."""

    def resolve(self, active_ctx: Json, context: Json, base: str, cycles: Json = None) -> Json:
        if cycles is None:
            self.per_op_cache.clear()
            self.shared_cache.clear()
        return super().resolve(active_ctx, context, base, cycles)


class _Processed(dict[str, Any]):
    """Processed contexts by URL or content; emptied when it is full, as pages bring their own."""

    def __setitem__(self, key: str, value: object) -> None:
        if len(self) >= MOST_PROCESSED:
            self.clear()
        super().__setitem__(key, value)


@lru_cache(maxsize=4)
def _processed(_contexts: bytes) -> _Processed:
    """Return what was processed together with some contexts of the user."""
    return _Processed()


def loader(contexts: Mapping[str, Json]) -> Loader:
    """Return a pyld document loader that knows our contexts and those given, and no network.

    The tag `static` lets a resolver keep a processed context over calls: without it each call
    processes the context again, fifty times slower.
    """

    def load(url: str, _options: object = None) -> dict[str, Json]:
        document = schema_org() if is_schema_org(url) else contexts.get(url)
        if document is None:
            raise jsonld.JsonLdError(
                "the context is not at hand",
                "jsonld.LoadDocumentError",
                {"url": url},
                code="loading remote context failed",
            )
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": url,
            "document": copy.deepcopy(document),  # pyld changes what is imported
            "tag": "static",
        }

    return load


def read_terms(contexts: Iterator[Json], loaded: Mapping[str, Json]) -> Terms:
    """Return what a document's contexts say about its keys; a scoped context counts everywhere."""
    aliases = {"type": "@type", "id": "@id"}
    maps, opaque = set[str](), set[str]()
    stack = list(contexts)
    while stack:
        context = stack.pop()
        if isinstance(context, list):
            stack.extend(context)
        elif isinstance(context, str):
            document = loaded.get(context)
            stack.append(document.get("@context") if isinstance(document, dict) else None)
        elif isinstance(context, dict):
            for term, definition in context.items():
                if term[:1] == "@":
                    continue  # no keyword can stand for another one
                if isinstance(definition, str) and definition.startswith("@"):
                    aliases[term] = definition
                elif isinstance(definition, dict):
                    _read_term(term, definition, aliases, maps, opaque)
                    stack.append(definition.get("@context"))
    return Terms(aliases, frozenset(maps), frozenset(opaque))


def _read_term(
    term: str, definition: Json, aliases: dict[str, str], maps: set[str], opaque: set[str]
) -> None:
    """Note what an expanded term definition says (JSON-LD 1.1, section 9.15.1)."""
    found = definition.get("@container") or []
    containers = set(map(str, found if isinstance(found, list) else [found]))
    if definition.get("@type") == "@json" or "@language" in containers:
        opaque.add(term)
    elif containers & CONTAINERS:
        maps.add(term)
    if definition.get("@id") in ("@nest", "@graph"):
        aliases[term] = definition["@id"]


def mended(context: Json, known: Mapping[str, Json], base: str) -> tuple[Json, list[str]]:
    """Return a local context with all spellings of schema.org made one, and what is not at hand.

    References are relative to `base`, the document's address (JSON-LD 1.1 API, section 5.1). One
    that is not at hand is left out, so that the rest of the document is read. One that stands right
    after itself says nothing new, and pyld takes 10 ms for each.
    """
    if isinstance(context, list):
        parts: list[Json] = []
        lost: list[str] = []
        for entry in context:
            part, missing = mended(entry, known, base)
            lost += missing
            if not (missing and part is None) and (not parts or part != parts[-1]):
                parts += part if isinstance(part, list) else [part]
        return parts, lost
    if isinstance(context, str):
        if is_schema_org(context):
            return SCHEMA_CONTEXT, []
        if CRATE.fullmatch(context):
            return [SCHEMA_CONTEXT, _crate()], []
        url = resolved(base, context) if base else context
        return (url, []) if url in known else (None, [context])
    if isinstance(context, dict):
        return {key: _mended_term(value) for key, value in context.items()}, []
    return context, []


def _mended_term(value: Json) -> Json:
    """Return a term's definition with a namespace that we know in its official spelling."""
    if isinstance(value, str):
        return official_namespace(value)
    if isinstance(value, dict) and isinstance(value.get("@id"), str):
        return {**value, "@id": official_namespace(value["@id"])}
    return value
