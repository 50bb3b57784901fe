"""Names for the nodes of a fragment, and the place of each."""

from __future__ import annotations

import hashlib
import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

import orjson

from ld_convert.expand.not_iris import NAMED, is_local, is_words, texts, words_of
from ld_convert.model import Fragment, Json, Location, escape_key
from ld_convert.rdf.labels import own_label, safe
from ld_convert.vocab.namespaces import NO_BASE
from ld_convert.vocab.portals import portals
from ld_convert.vocab.spellings import current_iri
from ld_convert.vocab.term_syntax import mended_iri

if TYPE_CHECKING:
    from ld_convert.expand.contexts import Terms
    from ld_convert.findings.report import Report

DOI = re.compile(
    r"(?:doi\s*+:\s++|(?://)?(?:(?:dx|www)\.)?doi\.org/)?(10\.[0-9]{4,9}/\S++)", re.IGNORECASE
)
"""A DOI without a scheme before it (ISO 26324; DOI Handbook, section 2.2)."""
REGISTERED = re.compile(r"(?:www\.)?((?:orcid|ror)\.org)/(\w[\w-]{8,18})/?", re.IGNORECASE)
"""The address of a person or an organisation without its scheme."""
LEADS = ("", "/", "./", "../", "../../")
"""What a relative address may begin with that is gone when it is resolved against a root."""


class Names:
    """Names nameless nodes by capture, fragment and pointer, the same in every run."""

    def __init__(self, fragment: Fragment, base: str) -> None:
        self.fragment, self.base = fragment, base
        self.places: dict[str, Location] = {}
        self.relative: list[tuple[str | None, str]] = []
        """Pointer and @id of each node whose @id is relative to an address that nobody knows."""
        self.refused: list[tuple[str | None, str]] = []
        """Pointer and @id of each node whose @id can be no IRI."""
        self.undefined: dict[str, str] = {}
        """By key to which no context gives a meaning: pointer of the first object that has it."""
        self.dois: dict[str, str] = {}
        """By @id that is a bare DOI: the pointer at which it stands first."""
        source = f"{fragment.location.source}\n".encode("utf-8", "surrogatepass")
        self.scope = f"n{hashlib.sha256(source + _said(fragment.value)).hexdigest()[:10]}"
        self._count = 0
        self._folder = base[: base.rfind("/") + 1]
        self._host = base.partition("//")[2].partition("/")[0] + "/"
        self._portal = portals().get(fragment.portal)
        self._keys = self._portal.spelled(fragment.value) if self._portal else {}

    def node(self, name: Json, pointer: str | None) -> str:
        """Return the name of a node with this expanded @id, and note its place."""
        found = current_iri(self._name(name, pointer))
        if found not in self.places:
            self.places[found] = self.place(pointer)
        return found

    def reference(self, iri: str, key: str = "") -> Json:
        """Return a reference to a node; a text that a context made an IRI is a text again.

        `key` is the property under which it stands, which tells an address from words.
        """
        if iri.startswith("_:"):
            return {"@id": self.label(iri)}
        if iri == NO_BASE:
            return {"@value": ""}  # to a page whose address nobody knows
        if any(iri == refused for _, refused in self.refused):
            return {"@id": self._labelled(iri)}
        folder = self._folder
        tail = iri.removeprefix(folder) if iri.startswith(folder) else ""
        if tail and folder == NO_BASE:
            is_named = NAMED + unquote(tail) in self._texts
            return {"@id": self._labelled(iri)} if is_named else {"@value": self._as_written(tail)}
        is_slip = bool(tail) and (is_words(tail, key) or tail.startswith(self._host))
        if is_slip and self._texts.isdisjoint((iri, NAMED + unquote(tail))):
            return {"@value": tail}
        if not iri.isprintable() or " " in iri:
            words = words_of(iri)
            if words:
                return {"@value": words}
        return {"@id": current_iri(iri)}

    def _as_written(self, tail: str) -> str:
        """Return a relative address as the document has it: `/a`, where resolving left `a`."""
        text = unquote(tail)
        found = (lead + text for lead in LEADS if lead + text in self._texts)
        return next(found, text)

    @cached_property
    def _texts(self) -> frozenset[str]:
        """The texts of the document, in which an absolute address stands as it is.

        The @id of each object that says more than its name is among them, after NAMED.
        """
        return frozenset(texts(self.fragment.value))

    def label(self, label: str) -> str:
        """Return a document's blank node label with a prefix that no other document has."""
        return own_label(label, self.scope)

    def report(self, report: Report) -> None:
        """Report the relative names and the keys without a meaning that were met."""
        for pointer, iri in self.relative:
            if not is_local(self.fragment.value, pointer):
                report.add("LD305", self.place(pointer), iri=iri)
        for pointer, iri in self.refused:
            report.add("LD317", self.place(pointer), iri=iri)
        for name, pointer in self.dois.items():
            report.add("LD327", self.place(pointer), id=name, iri=iri_of_doi(name))
        for key, pointer in sorted(self.undefined.items()):
            report.once("LD323", self.place(f"{pointer}/{escape_key(key)}"), term=key)

    def _name(self, name: Json, pointer: str | None) -> str:
        if isinstance(name, str):
            if name.startswith("_:"):
                return self.label(name)
            if not name.startswith(NO_BASE):
                if mended_iri(name) is None:
                    self.refused.append((pointer, name))
                    return self._labelled(name)
                return name
            self.relative.append((pointer, name.removeprefix(NO_BASE)))
            if name != NO_BASE:
                return self._labelled(name)
        self._count += 1
        where = f"x{self._count}" if pointer is None else pointer
        return f"_:{self.scope}{safe(where)}"

    def _labelled(self, iri: str) -> str:
        """Return the blank node label of a thing whose @id is relative, or can be no IRI."""
        return f"_:{self.scope}i{hashlib.sha256(iri.encode('utf-8', 'replace')).hexdigest()[:16]}"

    def place(self, pointer: str | None) -> Location:
        """Return the place of the node at a pointer inside the fragment."""
        outer, keys = self.fragment.location, self._keys
        if pointer:
            inside = self._portal and self._portal.spelled_inside(self.fragment.value, pointer)
            keys = inside or {}
        return Location(
            outer.source,
            outer.text,
            outer.pointer + (pointer or ""),
            outer.offset,
            outer.row,
            outer.string,
            outer.outer,
            keys,
        )


@lru_cache(maxsize=256)
def iri_of_doi(name: str) -> str | None:
    """Return the IRI of a DOI, ORCID iD or ROR id without a scheme; None for any other name.

    Source: DOI Handbook, section 3.8.1 (resolution through https://doi.org/).
    """
    match = DOI.fullmatch(name.strip())
    other = REGISTERED.fullmatch(name.strip()) if match is None else None
    if other is not None:
        return f"https://{other[1].lower()}/{other[2]}"
    return f"https://doi.org/{match[1]}" if match else None


def with_doi_iris(value: Json, terms: Terms) -> tuple[Json, dict[str, str]]:
    """Return a document with the IRI of each @id that is a bare DOI, and where each stands first.

    The document is returned itself if it has none.
    """
    found: dict[str, str] = {}

    def copy(value: Json, pointer: str) -> Json:
        if isinstance(value, list):
            return [copy(item, f"{pointer}/{i}") for i, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        return {
            key: member(key, item, f"{pointer}/{escape_key(key)}") for key, item in value.items()
        }

    def member(key: str, item: Json, pointer: str) -> Json:
        if key == "@context" or key in terms.opaque:
            return item
        iri = iri_of_doi(item) if isinstance(item, str) and terms.keyword(key) == "@id" else None
        if iri is None:
            return copy(item, pointer)
        found.setdefault(item, pointer)
        return iri

    copied = copy(value, "")
    return (copied if found else value), found


def _said(value: Json) -> bytes:
    """Return what tells one value from another."""
    try:
        return orjson.dumps(value)
    except TypeError:  # half a character, or a number beyond 64 bits
        return repr(value).encode("utf-8", "surrogatepass")
