"""Fragments to expanded JSON-LD nodes by pyld, offline, with the place of each node kept."""

from __future__ import annotations

import hashlib
import re
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pyld import jsonld

from ld_convert.contexts import (
    NO_BASE,
    SCHEMA,
    SCHEMA_CONTEXT,
    SCHEMA_IRI,
    loader,
    mended,
    read_terms,
)
from ld_convert.marks import MAX_DEPTH, Reader, depth, local_contexts, marked, unmarked
from ld_convert.model import Expanded, Fragment, Json, Location
from ld_convert.reshape import reshaped
from ld_convert.wrappers import wrappers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ld_convert.findings import Report

    Mark = Callable[[Json, Reader], Json]

PYLD_ERRORS = (jsonld.JsonLdError, ValueError, TypeError, AttributeError, KeyError)
"""What pyld raises for documents that it refuses, or that it did not expect."""

TYPES = frozenset({"@type", "type"})

LABEL = re.compile(r"[^A-Za-z0-9]")


def expand(
    fragment: Fragment,
    report: Report,
    contexts: Mapping[str, Json] | None = None,
    mark: Mark = marked,
) -> Expanded:
    """Return the expanded nodes of a fragment (JSON-LD 1.1 API, section 5.1), each with an @id.

    `contexts` are further contexts by URL. Nameless nodes get a label made of the capture, the
    fragment and their pointer, the same in every run. What cannot be expanded is a finding and
    gives no nodes.
    """
    known_contexts = contexts or {}
    value, base = _with_context(fragment, report), fragment.base or NO_BASE
    if depth(value) > MAX_DEPTH:
        report.add("LD301", fragment.location, depth=MAX_DEPTH)
        return Expanded([], {}, "")
    replaced = _mended_contexts(value, fragment, report, known_contexts)
    terms = read_terms(iter(replaced.values()), known_contexts)
    options = {"base": base, "documentLoader": loader(known_contexts)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # pyld's words for keys like @foo
        try:
            nodes = jsonld.expand(mark(value, Reader(terms, replaced, marks=True)), options)
        except PYLD_ERRORS:
            # A mark can stand where the contexts allow no node: once more without places.
            try:
                nodes = jsonld.expand(mark(value, Reader(terms, replaced, marks=False)), options)
            except PYLD_ERRORS as error:
                report.add("LD302", fragment.location, error=_reason(error))
                return Expanded([], {}, "")
    finish = _Finish(fragment, base, report)
    nodes = [node for node in map(finish.node, nodes) if len(node) > 1]
    return Expanded(nodes, finish.places, finish.scope)


def _with_context(fragment: Fragment, report: Report) -> Json:
    """Return the fragment's value with the context that its kind of payload needs."""
    value = fragment.value
    if fragment.wrapper:
        wrapper = wrappers()[fragment.wrapper]
        return {"@context": wrapper.context, **reshaped(value, wrapper.shape)}
    if isinstance(value, dict) and "@context" not in value and value.keys() & TYPES:
        report.add("LD303", fragment.location)
        return {"@context": SCHEMA_CONTEXT, **value}
    return value


def _mended_contexts(
    value: Json, fragment: Fragment, report: Report, contexts: Mapping[str, Json]
) -> dict[int, Json]:
    """Return what each local context is replaced by; what is not at hand is reported once."""
    replaced, reported = {}, set()
    for context in local_contexts(value):
        mend, missing = mended(context, contexts, fragment.base or "")
        for url in missing:
            if url not in reported:
                reported.add(url)
                report.add("LD304", fragment.location, url=url)
        # Nothing left: the words of such a page are schema.org's more often than nobody's.
        replaced[id(context)] = SCHEMA_CONTEXT if mend in (None, []) and missing else mend
    return replaced


class _Finish:
    """Takes the marks out, names nameless nodes, and mends what expansion makes of odd values."""

    def __init__(self, fragment: Fragment, base: str, report: Report) -> None:
        self.fragment, self.base, self.report = fragment, base, report
        self.places: dict[str, Location] = {}
        seed = f"{fragment.location.source}\n{fragment.value!r}"
        key = hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()
        self.scope = f"n{key[:10]}"
        self.count = 0
        self.wrapper = wrappers().get(fragment.wrapper)
        self.keys = self.wrapper.spelled(fragment.value) if self.wrapper else {}

    def node(self, node: Json) -> Json:
        """Return an expanded object, finished, with everything inside it."""
        pointer = unmarked(node)
        if "@value" in node:
            return node
        for key in ("@list", "@set"):
            if key in node:
                return {**node, key: [self.node(item) for item in node[key]]}
        name = self._name(node, pointer)
        place = self._place(pointer)
        if name not in self.places or len(node) > 1:
            self.places.setdefault(name, place)
        done: Json = {"@id": name}
        for key, value in node.items():
            if key == "@type":
                done[key] = [SCHEMA_IRI.sub(SCHEMA, t) for t in value if not t.startswith(NO_BASE)]
            elif key == "@reverse":
                done[key] = {SCHEMA_IRI.sub(SCHEMA, p): self._all(v) for p, v in value.items()}
            elif key in ("@graph", "@included"):
                done[key] = self._all(value)
            elif key.startswith("@"):
                done.setdefault(key, value)
            else:
                done.setdefault(SCHEMA_IRI.sub(SCHEMA, key), []).extend(self._all(value))
        return done

    def _all(self, values: Json) -> list[Json]:
        return [
            self._reference(value) if value.keys() == {"@id"} else self.node(value)
            for value in values
            if value.get("@id", "") is not None  # what pyld makes of keywords that are none
        ]

    def _reference(self, value: Json) -> Json:
        """Return a reference; text that a context turned into an IRI is text again."""
        iri = value["@id"]
        if iri.startswith("_:"):
            return {"@id": self._label(iri)}
        folder = self.base[: self.base.rfind("/") + 1]
        tail = unquote(iri.removeprefix(folder))
        if iri.startswith(folder) and iri != folder and (folder == NO_BASE or " " in tail):
            return {"@value": tail}
        return {"@id": iri}

    def _name(self, node: Json, pointer: str | None) -> str:
        name = node.get("@id")
        if isinstance(name, str) and name.startswith("_:"):
            return self._label(name)
        if isinstance(name, str) and not name.startswith(NO_BASE):
            return name
        if isinstance(name, str):
            self.report.add("LD305", self._place(pointer), iri=name.removeprefix(NO_BASE))
        self.count += 1
        where = f"x{self.count}" if pointer is None else pointer
        return f"_:{self.scope}{_safe(where)}"

    def _label(self, label: str) -> str:
        """Return a document's own blank node label, made the document's own."""
        return f"_:{self.scope}b{_safe('/' + label[2:])}"

    def _place(self, pointer: str | None) -> Location:
        outer = self.fragment.location
        keys = self.keys
        if pointer:
            inside = self.wrapper and self.wrapper.spelled_inside(self.fragment.value, pointer)
            keys = inside or {}
        return replace(outer, pointer=outer.pointer + (pointer or ""), keys=keys)


def _safe(pointer: str) -> str:
    """Return a pointer in the letters of a blank node label; different pointers stay different."""
    return LABEL.sub(lambda m: "-" if m[0] == "/" else f"_{ord(m[0]):x}_", pointer)


def _reason(error: Exception) -> str:
    """Return the last cause that pyld names, without its JSON."""
    while error.__cause__ is not None:
        error = error.__cause__  # type: ignore[assignment]
    return str(getattr(error, "code", None) or error).splitlines()[0]
