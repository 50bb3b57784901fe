"""Read what a description says: texts by language, labels, links, dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rdflib import BNode, Literal, URIRef

from ld_convert.site.addresses import live
from ld_convert.vocab.namespaces import expand_curie

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rdflib.term import Node

    from ld_convert.rdf.index import Index

LABELS = (
    *("skos:prefLabel", "dct:title", "foaf:name", "vcard:fn", "rdfs:label", "schema:name"),
    *("skos:notation", "vcard:hasEmail", "foaf:mbox"),
)
"""What a thing is called by, best first."""
LAST_PART = re.compile(r"[^/#:?=&]+(?=[/#]*\Z)")
RIGHT_TO_LEFT = frozenset(["ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"])
"""Languages that are written from right to left (CLDR, layout)."""
LONGEST_LABEL = 300


class SaidText(NamedTuple):
    """A text and its language, which may be empty."""

    text: str
    lang: str = ""

    @property
    def direction(self) -> str:
        """How it runs: `rtl`, or `auto`, by its own first strong sign (HTML, the dir attribute)."""
        return "rtl" if self.lang.partition("-")[0].lower() in RIGHT_TO_LEFT else "auto"

    def __str__(self) -> str:
        """Return the text."""
        return self.text


class ThingLink(NamedTuple):
    """What a thing is called, and where more stands about it."""

    label: str
    href: str = ""
    """Empty for what no click may open."""
    iri: str = ""
    path: str = ""
    """Where its own page is in the site; empty without one."""


class Facts:
    """A description, asked by CURIEs."""

    def __init__(
        self, index: Index, known: Callable[[str], ThingLink | None] = lambda _: None
    ) -> None:
        """`known` gives the link to an entry of the site that is described on another page."""
        self.index, self._known = index, known

    def terms(self, node: Node | None, *curies: str) -> list[Node]:
        """Return all values of properties, those of the first property first; each once."""
        said = self.index.get(node, {}) if node is not None else {}
        found = (value for curie in curies for value in said.get(expand_curie(curie), ()))
        return list(dict.fromkeys(found))

    def first(self, node: Node | None, *curies: str) -> Node | None:
        """Return the first value of the first property that has one."""
        return next((terms[0] for curie in curies if (terms := self.terms(node, curie))), None)

    def has_class(self, node: Node, curie: str) -> bool:
        """Return whether a thing is of a class."""
        return expand_curie(curie) in self.terms(node, "rdf:type")

    def texts(self, node: Node | None, *curies: str) -> list[SaidText]:
        """Return the texts of the first property that has some: English first, then by language."""
        for curie in curies:
            found = [
                SaidText(str(value), value.language or "")
                for value in self.terms(node, curie)
                if isinstance(value, Literal) and str(value).strip()
            ]
            if found:
                return sorted(found, key=lambda text: (rank(text.lang), text.lang, text.text))
        return []

    def text(self, node: Node | None, *curies: str) -> str:
        """Return the text that most people can read; empty without one."""
        found = self.texts(node, *curies)
        return found[0].text if found else ""

    def plain(self, node: Node | None, *curies: str) -> str:
        """Return the first value as it is written, a text or an IRI; empty without one."""
        value = self.first(node, *curies)
        return "" if value is None or isinstance(value, BNode) else str(value)

    def label(self, node: Node) -> str:
        """Return what a thing is called: its name, else the last part of its IRI."""
        if isinstance(node, Literal):
            return str(node)[:LONGEST_LABEL]
        for curie in LABELS:
            if found := self.text(node, curie) or self.plain(node, curie):
                return found.removeprefix("mailto:")[:LONGEST_LABEL]
        if isinstance(node, BNode):
            return ""
        part = LAST_PART.search(str(node))
        return (part[0] if part else str(node))[:LONGEST_LABEL]

    def link(self, node: Node) -> ThingLink:
        """Return a thing as people follow it."""
        if isinstance(node, URIRef) and (known := self._known(str(node))):
            return known
        iri = str(node) if isinstance(node, URIRef) else ""
        return ThingLink(self.label(node) or iri, live(iri), iri)

    def links(self, node: Node | None, *curies: str) -> list[ThingLink]:
        """Return the things to which properties lead, by label."""
        found = {self.link(value) for value in self.terms(node, *curies)}
        return sorted((one for one in found if one.label), key=lambda one: (one.label, one.iri))

    def statements(self) -> Iterator[tuple[Node, Node, Node]]:
        """Yield every statement, in the order of the description."""
        for subject, said in self.index.items():
            for predicate, values in said.items():
                for value in values:
                    yield subject, predicate, value


def rank(lang: str) -> int:
    """Return the place of a language: English, then texts without a language, then all others."""
    return 0 if lang.partition("-")[0].lower() == "en" else 1 if not lang else 2
