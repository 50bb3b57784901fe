"""The command `explain`: the meaning of a code or shape, and the origin of triples."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click
from rdflib import SH, BNode, Graph, URIRef

from ld_convert.cli.gate import FAILED
from ld_convert.cli.settings import make_settings
from ld_convert.findings.codes import Code, codes
from ld_convert.findings.excerpt import printable
from ld_convert.model import Capture
from ld_convert.pipeline import convert_page
from ld_convert.read.sniff import kind_of
from ld_convert.report.advice import example_for
from ld_convert.report.text import full
from ld_convert.run.explain import Explained, explain
from ld_convert.settings import Settings, UsageError
from ld_convert.vocab.files import data
from ld_convert.vocab.namespaces import RDFS, curie

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    from ld_convert.model import Json

SEVERITY_CODES = {"Violation": "LD501", "Warning": "LD502", "Info": "LD503"}
SOURCE_CODES = {"Warning": "LD511", "Info": "LD512"}
"""Codes of the shapes in `shapes/source.ttl`, by severity."""

SHOWN = (SH.message, SH.severity, SH.path, RDFS.seeAlso)
"""Properties with lines of their own, which are not listed as constraints."""


def meaning(name: str) -> str | None:
    """Return the meaning of a code or of a shape in `shapes/`; None if there is neither.

    A code is given by id or name. A shape is given by its name in findings, with or without a code
    or file: `Dataset-title-exists`, `LD501/Dataset-title-exists`, `dcat-ap:Dataset-title-exists`.
    """
    found = next((c for c in codes().values() if name.lower() in (c.id.lower(), c.name)), None)
    if found is not None:
        return "\n".join(_code(found))
    file, _, local = name.rpartition("/")[2].rpartition(":")
    return next((text for text in _shapes(local, file) if text), None)


def _code(code: Code) -> Iterator[str]:
    yield f"{code.id} {code.name} ({code.severity})\n"
    yield f"{_said(code)}\n\n{code.why}"
    yield f"What to do: {code.hint}."
    if code.clause:
        yield f"Clause: {code.clause}"
    for title, text in (("Bad", code.bad), ("Good", code.good)):
        yield f"\n{title}:\n"
        yield from (f"    {line.removeprefix('$ ')}" for line in text.splitlines())


def _said(code: Code) -> str:
    """Return what a finding of a code says: that of its bad example, else with names for values."""
    if not code.bad.startswith("$ ") and "{" in code.text:
        capture = Capture("example", code.bad.encode(), kind_of(code.bad.encode()))
        chosen = (Settings(), Settings(partial=True))
        found = (f for settings in chosen for f in convert_page(capture, settings).findings)
        message = next((f.message for f in found if f.code == code.id), "")
        if message:
            return f"for example: {message}"
    return re.sub(r"\{(\w++)[^{}|]*+(?:\|(\w[^{}]*+))?\}", _placeholder, code.text)


def _placeholder(found: re.Match[str]) -> str:
    """Return `(count) keys` for `{count:key|keys}`, and `(value)` for `{value!r}`."""
    return f"({found[1]}) {found[2]}" if found[2] else f"({found[1]})"


def _shapes(local: str, wanted: str) -> Iterator[str]:
    """Yield the meaning of each shape with this name."""
    files = sorted(data("shapes").iterdir(), key=lambda file: file.name)
    for file in files:
        name = file.name.removesuffix(".ttl")
        text = file.read_bytes()
        if wanted not in ("", name) or not local or local.encode() not in text:
            continue
        graph = Graph().parse(data=text, format="turtle")
        for shape in {s for s in graph.subjects(SH.message) if isinstance(s, URIRef)}:
            if shape.rpartition("#")[2] == local:
                yield "\n".join(_shape(graph, shape, name))


def _shape(graph: Graph, shape: URIRef, file: str) -> Iterator[str]:
    local = str(shape).rpartition("#")[2]
    table = SOURCE_CODES if file == "source" else SEVERITY_CODES
    severity = str(graph.value(shape, SH.severity)).rpartition("#")[2]
    code = codes()[table.get(severity, "LD501")]
    yield f"{local} ({code.severity}, shapes/{file}.ttl)\n"
    yield f"{graph.value(shape, SH.message)}\n"
    path = graph.value(shape, SH.path)
    if isinstance(path, URIRef):
        yield f"Property: {curie(path)}"
    classes = sorted(
        curie(str(target))
        for node in graph.subjects(SH.property, shape)
        for target in graph.objects(node, SH.targetClass)
    )
    if classes:
        yield f"Of: {', '.join(classes)}"
    yield from sorted(
        f"Constraint: {curie(str(predicate))} {_value(graph, value)}"
        for predicate, value in graph.predicate_objects(shape)
        if str(predicate).startswith(str(SH)) and predicate not in SHOWN
    )
    yield from sorted(f"Clause: {clause}" for clause in graph.objects(shape, RDFS.seeAlso))
    is_missing = graph.value(shape, SH.minCount) is not None
    example = example_for(local, str(path)) if is_missing else ""
    advice = f"add {example} to the page's JSON-LD" if example else code.hint
    yield f"\nFound as {code.id}. {code.why}\nWhat to do: {advice}."


def _value(graph: Graph, value: Node) -> str:
    """Return the text of a value; of a list, of its members."""
    if isinstance(value, BNode):
        members = graph.items(value)
        return ", ".join(_value(graph, member) for member in members) or "another shape"
    return str(value).rpartition("#")[2] if "ld-convert/shapes" in str(value) else curie(str(value))


MOST_NAMES = 10


def explain_resource(iri: str, inputs: tuple[str, ...], **mapping: Json) -> int:
    """Print where each triple of a resource comes from; return the exit status.

    It is 1 if no capture describes the resource. Raises UsageError for an IRI without inputs.
    """
    if not inputs:
        raise UsageError(f"explain {iri}: pass the captures that describe it too")
    found, failed, datasets = False, False, dict[str, None]()
    for resource in explain(iri, inputs, make_settings(**mapping)):
        datasets.update(dict.fromkeys(resource.datasets))
        for finding in resource.findings:
            click.echo(full(finding), err=True)
            failed = True
        if resource.triples:
            click.echo(f"{'' if not found else chr(10)}{iri} in {printable(resource.source)}")
            found = True
        for triple in resource.triples:
            for line in _lines(triple):
                click.echo(printable(line))
    if not found:
        click.echo(f"no capture describes {printable(iri)}", err=True)
        for name in list(datasets)[:MOST_NAMES]:
            click.echo(f"the captures describe {name}", err=True)
    return FAILED if failed else int(not found)


def _lines(triple: Explained) -> Iterator[str]:
    """Yield a line with the triple, and one with its origin."""
    indent = "  " * (2 * triple.depth + 1)
    yield f"{indent}{triple.predicate} {triple.value}"
    place = str(triple.place._replace(source="")).removeprefix(":") if triple.place else ""
    parts = (triple.origin, triple.why, triple.read and f"from {triple.read}", place)
    yield f"{indent}  {', '.join(filter(None, parts))}"
