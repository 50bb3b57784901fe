"""Validation results, and the parts of them that come from their shape."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rdflib import SH, Literal, URIRef
from rdflib.term import Node

from ld_convert.validate.paths import path_text
from ld_convert.validate.shapes_graph import objects
from ld_convert.vocab.namespaces import RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import Graph

VARIABLE = re.compile(r"\{[$?](this|path|value)\}")
"""Variables in a message (SHACL, section 5.3.2)."""

LANGUAGES = ("en", "")
"""Preferred languages of a message: English, then none."""


class ValidationResult(NamedTuple):
    """One sh:ValidationResult (SHACL, section 3.6.2)."""

    focus: Node
    path: Node | None
    """An IRI, or the node of a path in the shapes graph."""
    value: Node | None
    component: Node
    severity: Node
    shape: Node
    message: str
    clause: str = ""
    """Address of the clause: the rdfs:seeAlso of the shape."""
    path_text: str = ""
    """The path in SPARQL syntax; for a predicate its IRI."""


class Label(NamedTuple):
    """The parts of a result that come from its shape."""

    shape: Node
    severity: Node
    message: str
    """The sh:message; empty without one."""
    clause: str
    path: Node | None
    path_text: str

    def result(
        self, focus: Node, value: Node | None, component: URIRef, path: Node | None, standard: str
    ) -> ValidationResult:
        """Return a result; `path` replaces the shape's own, `standard` a missing message."""
        shape, severity, message, clause, place, text = self
        message = message or standard
        if path is not None:
            place, text = path, str(path)
        if "{" in message:
            message = filled(message, focus, text, value)
        return ValidationResult(
            focus, place, value, component, severity, shape, message, clause, text
        )


def read_label(graph: Graph, shape: Node) -> Label:
    """Return the label of a shape of the shapes graph."""
    path = next(iter(objects(graph, shape, SH.path)), None)
    severities = sorted(objects(graph, shape, SH.severity), key=str)
    return Label(
        shape=shape,
        severity=severities[0] if severities else SH.Violation,
        message=chosen(objects(graph, shape, SH.message)),
        clause=min(map(str, objects(graph, shape, RDFS.seeAlso)), default=""),
        path=path,
        path_text="" if path is None else path_text(graph, path),
    )


def chosen(messages: Iterable[Node]) -> str:
    """Return the best of several messages by LANGUAGES, then by language and text."""
    texts = [m for m in messages if isinstance(m, Literal)]

    def rank(text: Literal) -> tuple[int, str, str]:
        language = (text.language or "").partition("-")[0].lower()
        known = LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)
        return known, language, str(text)

    return str(min(texts, key=rank)) if texts else ""


def filled(message: str, focus: Node, path: str, value: Node | None) -> str:
    """Return a message with its variables filled in; a variable without a value stays."""
    known = {"this": str(focus), "path": path, "value": "" if value is None else str(value)}
    return VARIABLE.sub(lambda found: known[found[1]] or found[0], message)


def order(result: ValidationResult) -> tuple[str, ...]:
    """Return the sort key of a result."""
    focus, _, value, component, _, shape, message, _, path_text = result
    said = "" if value is None else str(value)
    return (str(focus), path_text, said, str(component), str(shape), message)
