"""What each key means under a JSON-LD context, kept for the next page with the same context.

pyld processes a context; here its answers to "what does this key mean" are kept. `walk` does not
cover scoped contexts, maps, lists, JSON literals and a base in the context: they raise NotPlain.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

import orjson

from ld_convert.expand.contexts import loader, mended, read_terms
from ld_convert.expand.marks import depth
from ld_convert.expand.pyld_offline import (
    PROCESSOR,
    PYLD_ERRORS,
    ContextResolver,
    expand_iri,
    initial_context,
)
from ld_convert.rdf.quiet import without_warnings
from ld_convert.vocab.namespaces import NO_BASE
from ld_convert.vocab.spellings import official_iri

if TYPE_CHECKING:
    from ld_convert.model import Json

ID, TYPE, NEST, GRAPH, PROPERTY, DROPPED, OTHER = range(7)
"""What a key is for. OTHER: the walk does not cover it."""

ROLES = {"@id": ID, "@type": TYPE, "@nest": NEST, "@graph": GRAPH}
MARKED_BY = frozenset({"@id", "@value", "@list", "@set", "@graph", "@language"})
MARKED_BY |= {"@reverse", "@nest"}
"""Keywords that decide whether an object is a node, see ld_convert.expand.marks."""

ABSOLUTE = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*|_):\S*\Z")
"""An IRI with a scheme, or a blank node; what pyld takes for one."""

UNCOVERED = ("@base", "@direction", "previousContext")
COERCED = frozenset({"@id", "@vocab", "@none"})
MAX_DEPTH = 20
MAX_CONTEXTS = 128
MAX_KEYS = 4_096
"""Kept for each context, so that pages with keys of their own do not fill the memory."""


class NotPlain(Exception):  # noqa: N818  no error: pyld does it then
    """The document has something that `walk` does not cover; pyld expands it then."""


class Term(NamedTuple):
    """What a key means under a context."""

    role: int
    iri: str = ""
    """Of the property, in the one spelling of schema.org's namespace; of a key that is dropped,
    what it is called where no context defines it, and nothing where one leaves it out."""
    coerced: str = ""
    """@id or @vocab where a text is an IRI."""
    with_text: tuple[tuple[str, str], ...] = ()
    """What a literal made of a text has besides."""
    with_other: tuple[tuple[str, str], ...] = ()
    """What a literal made of a number or a truth value has besides."""


class Context:
    """One active context (JSON-LD 1.1 API, section 4.1), and the meanings looked up in it."""

    def __init__(self, active: Json, aliases: dict[str, str]) -> None:
        self.active, self.aliases = active, aliases
        self.terms: dict[str, Term] = {}
        self.classes: dict[str, str | None] = {}

    def term(self, key: str) -> Term:
        """Return what a key means."""
        found = self.terms.get(key)
        if found is None:
            found = self._term(key)
            if len(self.terms) < MAX_KEYS:
                self.terms[key] = found
        return found

    def cls(self, name: str, base: str) -> str:
        """Return the IRI of a class; raises NotPlain for a class with a context of its own."""
        found = self.classes.get(name)
        if found is None:
            mapping = self.active["mappings"].get(name)
            found = expand_iri(self.active, name, vocab=True, base=base)
            if name[:1] == "@" or not found or (mapping and "@context" in mapping):
                raise NotPlain
            if "@vocab" in self.active and len(self.classes) < MAX_KEYS:
                self.classes[name] = found
        return found

    def iri(self, reference: str, base: str) -> str | None:
        """Return a reference as an IRI (JSON-LD 1.1 API, section 5.2)."""
        colon = reference.find(":")
        if colon > 0 and reference.startswith("//", colon + 1) and reference[0] != "@":
            return reference
        return expand_iri(self.active, reference, base=base)

    def _term(self, key: str) -> Term:
        expanded = expand_iri(self.active, key, vocab=True)
        keyword = self.aliases.get(key, key)
        mapping = self.active["mappings"].get(key) or {}
        is_scoped = "@context" in mapping
        if expanded is not None and expanded[:1] == "@":
            is_plain = keyword == expanded and not is_scoped
            return Term(ROLES.get(expanded, OTHER) if is_plain else OTHER)
        if keyword in MARKED_BY or is_scoped:
            return Term(OTHER)
        if expanded is None or ABSOLUTE.match(expanded) is None:
            return Term(DROPPED, expanded or (key if key[:1] == "@" else ""))  # such as @Type
        iri = official_iri(expanded)
        containers = mapping.get("@container") or []
        if (
            iri != expanded
            or "@direction" in mapping
            or mapping.get("reverse")
            or not set(containers) <= {"@set"}
        ):
            return Term(OTHER)
        datatype = mapping.get("@type")
        if datatype is not None and datatype not in COERCED:
            typed = (("@type", datatype),)
            return Term(PROPERTY, iri, "", typed, typed)
        language = mapping.get("@language", self.active.get("@language"))
        tagged = () if language is None else (("@language", language),)
        coerced = datatype if datatype in ("@id", "@vocab") else ""
        return Term(PROPERTY, iri, coerced, tagged)


INITIAL = Context(initial_context(), read_terms(iter(()), {}).aliases)
_kept: OrderedDict[tuple[int, bytes], tuple[Context, Context | None]] = OrderedDict()


def compiled(parent: Context, local: Json) -> Context:
    """Return the active context that a local context (`@context`) makes of the one around it.

    Raises NotPlain for a context that is not covered, is wrong or is not at hand.
    """
    try:
        key = (id(parent), orjson.dumps(local))
    except TypeError:
        raise NotPlain from None
    known = _kept.get(key)
    if known is None:
        # The parent is kept beside it, so that its id stays its own.
        known = _kept[key] = (parent, _compile(parent, local))
        if len(_kept) > MAX_CONTEXTS:
            _kept.popitem(last=False)
    else:
        _kept.move_to_end(key)
    if known[1] is None:
        raise NotPlain
    return known[1]


def _compile(parent: Context, local: Json) -> Context | None:
    if depth(local) > MAX_DEPTH:
        return None
    mend, missing = mended(local, {}, "")
    if missing or mend is None or (isinstance(mend, dict) and "@context" in mend):
        return None
    parts = mend if isinstance(mend, list) else [mend]
    terms, aliases = read_terms(iter(parts), {}), parent.aliases
    if terms.aliases not in (INITIAL.aliases, aliases):
        if parent is not INITIAL:
            return None
        aliases = terms.aliases
    if None in parts or terms.maps or terms.opaque:
        return None
    try:
        active = _processed(parent.active, parts)
    except PYLD_ERRORS:
        return None  # pyld will say what is wrong
    if any(name in active for name in UNCOVERED) or _needs_base(active):
        return None
    return Context(active, aliases)


def _needs_base(active: Json) -> bool:
    """Return whether a term's meaning depends on the address of the document."""
    iris = [active.get("@vocab"), *(m.get("@id") for m in active["mappings"].values() if m)]
    return any(str(iri).startswith(NO_BASE) for iri in iris)


def _processed(active: Json, parts: list[Json]) -> Json:
    load = loader({})
    options = {"base": NO_BASE, "documentLoader": load, "processingMode": "json-ld-1.1"}
    options["contextResolver"] = ContextResolver({}, load)
    with without_warnings(SyntaxWarning):  # about keys like @foo
        return PROCESSOR.process_context(active, parts, options)
