"""The W3C JSON-LD 1.1 API test suites: their tests, and results made comparable."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse

from ld_convert.expand import expand
from ld_convert.findings.report import Report
from ld_convert.model import Expanded, Fragment, Json, Location, Origin
from ld_convert.rdf.from_nodes import Builder
from tests.support.places import SUITES

GENERATED = re.compile(r"_:n[0-9a-f]{10}(?!b-)")
OWN = re.compile(r"_:n[0-9a-f]{10}b-")


def folder() -> Path | None:
    """The folder of the suites."""
    suites = SUITES / "json-ld-api"
    return suites if suites.is_dir() else None


def cases(manifest: str) -> list[Json]:
    """The tests of a manifest that JSON-LD 1.1 has."""
    suites = folder()
    if suites is None:
        return []
    found = json.loads((suites / f"{manifest}-manifest.jsonld").read_text("utf-8"))["sequence"]
    return [
        test
        for test in found
        if test.get("option", {}).get("specVersion") != "json-ld-1.0"
        and test.get("option", {}).get("processingMode") != "json-ld-1.0"
    ]


def kind(test: Json) -> str:
    return str(test["@type"][0]).removeprefix("jld:")


def identity(test: Json) -> str:
    return str(test["@id"]).removeprefix("#")


@cache
def remote(suites: Path) -> dict[str, Json]:
    """Every document of the suites by the address that the tests give it."""
    base = "https://w3c.github.io/json-ld-api/tests/"
    return {
        base + str(file.relative_to(suites)): json.loads(file.read_text("utf-8"))
        for name in ("expand", "toRdf")
        for file in (suites / name).rglob("*.jsonld")
    }


def expanded(suites: Path, test: Json) -> tuple[Expanded, list[str]]:
    """A test's input, expanded by us, and the codes of what was found."""
    options = test.get("option", {})
    base = options.get("base", f"https://w3c.github.io/json-ld-api/tests/{test['input']}")
    document = json.loads((suites / test["input"]).read_text("utf-8"))
    if "expandContext" in options:
        context = json.loads((suites / options["expandContext"]).read_text("utf-8"))["@context"]
        items = document if isinstance(document, list) else [document]
        document = [{"@context": context, **item} for item in items]
    report = Report()
    fragment = Fragment(document, (Origin("document", Location(test["input"])),), base)
    found = expand(fragment, report, remote(suites))
    return found, [finding.code for finding in report.findings]


def comparable(value: Json, key: str = "") -> Json:
    """Expanded JSON-LD without our generated names, arrays in a fixed order (but not lists)."""
    if isinstance(value, list):
        items = [comparable(item) for item in value]
        return (
            items if key == "@list" else sorted(items, key=lambda i: json.dumps(i, sort_keys=True))
        )
    if isinstance(value, dict):
        return {
            name: comparable(item, name)
            for name, item in value.items()
            if not (name == "@id" and isinstance(item, str) and GENERATED.match(item))
        }
    return f"_:{OWN.sub('', value)}" if isinstance(value, str) and OWN.match(value) else value


def quads(expanded: Expanded) -> Dataset:
    """The statements of expanded nodes, blank nodes named canonically (RDFC-1.0)."""
    lines = [
        " ".join(term.n3() for term in quad if term is not None).replace("\n", "\\n") + " ."
        for quad in Builder(expanded, {}, Report()).quads()
    ]
    return canonical("\n".join(lines).encode())


def canonical(nquads: bytes) -> Dataset:
    """N-Quads as a set, blank nodes named canonically (RDFC-1.0)."""
    found = Dataset(parse(nquads, RdfFormat.N_QUADS))
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return found
