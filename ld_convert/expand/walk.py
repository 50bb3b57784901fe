"""Expand documents of the common shape in one pass, several times as fast as pyld.

The nodes are those that `expand.by_pyld` gives. A document of another shape raises NotPlain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.expand.active_context import (
    DROPPED,
    GRAPH,
    ID,
    INITIAL,
    NEST,
    PROPERTY,
    TYPE,
    Context,
    NotPlain,
    compiled,
)
from ld_convert.expand.marks import depth, local_contexts
from ld_convert.expand.node_names import iri_of_doi
from ld_convert.model import escape_key
from ld_convert.vocab.namespaces import NO_BASE, SCHEMA
from ld_convert.vocab.spellings import official_iri

if TYPE_CHECKING:
    from ld_convert.expand.active_context import Term
    from ld_convert.expand.node_names import Names
    from ld_convert.model import Json

MAX_DEPTH = 100
"""Deeper documents are left to pyld, and refused before it where they are deeper still."""

LITERAL = frozenset({"@value", "@type", "@language"})


class Walk:
    """Expands one document (JSON-LD 1.1 API, section 5.1.2)."""

    def __init__(self, names: Names) -> None:
        self.names, self.base = names, names.base
        self.aliases: dict[str, str] | None = None
        self._depth = 0

    def document(self, value: Json) -> list[Json]:
        """Return the expanded nodes of a document; raises NotPlain."""
        if isinstance(value, dict):
            context = self._context(INITIAL, value)
            keys = [key for key in value if key != "@context"]
            if len(keys) == 1 and context.term(keys[0]).role == GRAPH:
                if not isinstance(value[keys[0]], dict | list):
                    raise NotPlain
                return self._top(value[keys[0]], context, f"/{escape_key(keys[0])}")
        return self._top(value, INITIAL, "")

    def _top(self, value: Json, context: Context, pointer: str) -> list[Json]:
        """Return the nodes of a document or of its graph; texts and references say nothing."""
        if isinstance(value, list):
            self._deeper()
            nodes = [
                node
                for i, item in enumerate(value)
                for node in self._top(item, context, f"{pointer}/{i}")
            ]
            self._depth -= 1
            return nodes
        if not isinstance(value, dict):
            if not pointer:
                raise NotPlain
            return []
        if _reference(value, context) is not None:
            return []
        node = self._node(value, context, pointer)
        return [node] if len(node) > 1 else []

    def _context(self, outer: Context, element: Json) -> Context:
        if "@context" not in element:
            return outer
        found = compiled(outer, element["@context"])
        if outer is INITIAL:
            if self.aliases is not None and found.aliases != self.aliases:
                raise NotPlain
            self.aliases = found.aliases
        return found

    def _node(self, element: Json, context: Context, pointer: str) -> Json:
        """Return a node object (JSON-LD 1.1, section 9.2), finished, with everything inside it."""
        self._deeper()
        context = self._context(context, element)
        parts: list[tuple[str, Json, Term]] = []
        nests: list[tuple[str, Json]] = []
        name: str | None = None
        for key, value in sorted(element.items()):
            if key == "@context":
                continue
            term = context.terms.get(key) or context.term(key)
            role = term.role
            if role in (PROPERTY, TYPE):
                parts.append((key, value, term))
            elif role == ID and name is None and isinstance(value, str):
                name = self._doi(value, f"{pointer}/{escape_key(key)}")
                name = name or context.iri(value, self.base)
                if name is None or name[:1] == "@":
                    raise NotPlain
            elif role == NEST:
                nests.append((key, value))
            elif role != DROPPED or self._hides_context(value):
                raise NotPlain
            elif term.iri:
                self.names.undefined.setdefault(key, pointer)
        done: Json = {"@id": self.names.node(name, pointer)}
        self._properties(parts, context, pointer, done)
        for key, value in nests:
            self._nested(value, context, f"{pointer}/{escape_key(key)}", done)
        self._depth -= 1
        return done

    def _nested(self, value: Json, context: Context, pointer: str, done: Json) -> None:
        """Add what an object says of the object around it (JSON-LD 1.1, section 4.5)."""
        if not isinstance(value, dict):
            raise NotPlain
        context, parts = self._context(context, value), []
        for key, item in sorted(value.items()):
            if key != "@context":
                term = context.term(key)
                if term.role in (PROPERTY, TYPE):
                    parts.append((key, item, term))
                elif term.role != DROPPED or self._hides_context(item):
                    raise NotPlain
                elif term.iri:
                    self.names.undefined.setdefault(key, pointer)
        self._properties(parts, context, pointer, done)

    def _properties(
        self, parts: list[tuple[str, Json, Term]], context: Context, pointer: str, done: Json
    ) -> None:
        for key, value, term in parts:
            if term.role == TYPE:
                self._classes(value, context, done)
                continue
            if isinstance(value, str):
                found = self._text(value, term, context)
                done.setdefault(term.iri, []).extend(found)
            elif value is not None:
                values = self._values(value, term, context, f"{pointer}/{escape_key(key)}")
                if values or not isinstance(value, dict):
                    done.setdefault(term.iri, []).extend(values)

    def _classes(self, value: Json, context: Context, done: Json) -> None:
        names = value if isinstance(value, list) else [value]
        if not all(isinstance(name, str) for name in names):
            raise NotPlain
        if names:
            found = [context.cls(name, self.base) for name in names]
            kept = [
                official_iri(cls) if cls[:2] != "_:" else self.names.label(cls)
                for cls in found
                if not cls.startswith(NO_BASE)
            ]
            done.setdefault("@type", []).extend(kept)

    def _values(self, value: Json, term: Term, context: Context, pointer: str) -> list[Json]:
        """Return the expanded values of a property, in their order."""
        if isinstance(value, str):
            return self._text(value, term, context)
        if isinstance(value, dict):
            return self._object(value, context, pointer, term.iri)
        if isinstance(value, list):
            self._deeper()
            found: list[Json] = []
            for i, item in enumerate(value):
                if isinstance(item, str):
                    found += self._text(item, term, context)
                else:
                    found += self._values(item, term, context, f"{pointer}/{i}")
            self._depth -= 1
            return found
        return [] if value is None else [{**dict(term.with_other), "@value": value}]

    def _text(self, text: str, term: Term, context: Context) -> list[Json]:
        """Return a text as a literal or a reference (JSON-LD 1.1 API, section 5.3)."""
        if not text.strip() and term.iri.startswith(SCHEMA):
            return [{"@value": text}]  # an empty field is no reference to the page itself
        if not term.coerced:
            return [
                {**dict(term.with_text), "@value": text} if term.with_text else {"@value": text}
            ]
        if term.coerced == "@vocab":
            raise NotPlain
        return self._refer(text, context, term.iri)

    def _object(self, value: Json, context: Context, pointer: str, key: str) -> list[Json]:
        if "@value" in value:
            return _literal(value, context, self.base)
        reference = _reference(value, context)
        if reference is None:
            return [self._node(value, context, pointer)]
        doi = self._doi(reference, pointer)
        return [{"@id": doi}] if doi else self._refer(reference, context, key)

    def _refer(self, text: str, context: Context, key: str) -> list[Json]:
        """Return a reference to a node; an empty list for a text that can be no IRI."""
        iri = context.iri(text, self.base)
        if iri is None:
            return []
        if iri[:1] == "@":
            raise NotPlain
        return [self.names.reference(iri, key)]

    def _doi(self, name: str, pointer: str) -> str | None:
        """Return the IRI of an @id that is a bare DOI or the like, and note it; None for others."""
        is_like_one = "10." in name[:24] or ".org/" in name[:14]
        iri = iri_of_doi(name) if is_like_one else None
        if iri is not None:
            self.names.dois.setdefault(name, pointer)
        return iri

    def _hides_context(self, dropped: Json) -> bool:
        """Return whether a value that is left out needs pyld: it has a context or is too deep."""
        if not isinstance(dropped, dict | list):
            return False
        too_deep = depth(dropped) + self._depth > MAX_DEPTH
        return too_deep or next(local_contexts(dropped), None) is not None

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise NotPlain


def _reference(value: Json, context: Context) -> str | None:
    """Return the text of an object that is only a reference to a node."""
    if len(value) != 1:
        return None
    ((key, reference),) = value.items()
    if key == "@context" or context.term(key).role != ID:
        return None
    if not isinstance(reference, str):
        raise NotPlain
    return reference


def _literal(value: Json, context: Context, base: str) -> list[Json]:
    """Return a value object (JSON-LD 1.1, section 9.5) in its usual forms."""
    lexical, datatype = value["@value"], value.get("@type")
    language = value.get("@language")
    if lexical is None and len(value) == 1:
        return []
    if not value.keys() <= LITERAL or not isinstance(lexical, str | bool | int | float):
        raise NotPlain
    if "@type" in value:
        iri = context.cls(datatype, base) if isinstance(datatype, str) else ""
        if language is not None or not iri[:1].isalpha() or ":" not in iri or " " in iri:
            raise NotPlain
        return [{"@type": iri, "@value": lexical}]
    if language is None:
        return [{"@value": lexical}]
    if not isinstance(language, str) or not isinstance(lexical, str):
        raise NotPlain
    return [{"@language": language.lower(), "@value": lexical}]
