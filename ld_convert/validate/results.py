"""What a validation gives: results, and what each shape says of its own."""

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
"""What a message may hold (SHACL, section 5.3.2)."""

LANGUAGES = ("en", "")
"""Which of several messages is taken: an English one, then one without a language."""


class ValidationResult(NamedTuple):
    """One sh:ValidationResult (SHACL, section 3.6.2)."""

    focus: Node
    path: Node | None
    """An IRI, or the node of the shapes graph that a path is."""
    value: Node | None
    component: Node
    severity: Node
    shape: Node
    message: str
    clause: str = ""
    """Address of the clause that the shape names by rdfs:seeAlso."""
    path_text: str = ""
    """The path as SPARQL writes it; the bare IRI for a predicate."""


class Label(NamedTuple):
    """What results take from their shape."""

    shape: Node
    severity: Node
    message: str
    """As the shape has it; empty for none."""
    clause: str
    path: Node | None
    path_text: str

    def result(
        self, focus: Node, value: Node | None, component: URIRef, path: Node | None, standard: str
    ) -> ValidationResult:
        """Return a result; `path` is that of a closed shape, `standard` the message for none."""
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
    """Return what the shapes graph says of a shape."""
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
    """Return the message that is shown where there are several; the same in every run."""
    texts = [m for m in messages if isinstance(m, Literal)]

    def rank(text: Literal) -> tuple[int, str, str]:
        language = (text.language or "").partition("-")[0].lower()
        known = LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)
        return known, language, str(text)

    return str(min(texts, key=rank)) if texts else ""


def filled(message: str, focus: Node, path: str, value: Node | None) -> str:
    """Return a message with the values of its variables; one without a value is left."""
    known = {"this": str(focus), "path": path, "value": "" if value is None else str(value)}
    return VARIABLE.sub(lambda found: known[found[1]] or found[0], message)


def order(result: ValidationResult) -> tuple[str, ...]:
    """Return what results are sorted by."""
    focus, _, value, component, _, shape, message, _, path_text = result
    said = "" if value is None else str(value)
    return (str(focus), path_text, said, str(component), str(shape), message)
