"""Cases in folders: inputs, and a file that says what must hold of what the command makes of them.

A case is a folder with `expect.toml`; every other file in it but README.md is an input. Keys:

* `args`, `inputs`, `stdin`, `date`: how `convert` is called;
* `exit`: the exit status, else 0 or 1;
* `ask`, `ask_not`: SPARQL ASK queries that are true, or false, of the output;
* `count`: SELECT queries with the number of their solutions;
* `finding_at`: JSON pointers, or beginnings of them, at which there is a finding;
* `no_finding`: codes that are not reported; `no_violation`: nothing is reported as one;
* `either`: tables of these checks, of which one must hold.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from rdflib import Graph

from tests.support.forked import run_forked
from tests.support.places import SHARED

PREFIXES = {
    "schema": "http://schema.org/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "adms": "http://www.w3.org/ns/adms#",
    "spdx": "http://spdx.org/rdf/terms#",
    "prov": "http://www.w3.org/ns/prov#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "locn": "http://www.w3.org/ns/locn#",
    "gsp": "http://www.opengis.net/ont/geosparql#",
    "org": "http://www.w3.org/ns/org#",
    "csvw": "http://www.w3.org/ns/csvw#",
    "eu": "http://publications.europa.eu/resource/authority/",
    "ours": "urn:ld-convert:",
}
HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


class Outcome(NamedTuple):
    """What the command made of a case."""

    graph: Graph
    findings: list[dict[str, Any]]


def folders(name: str) -> list[Path]:
    """The cases below a folder of what is shared; none where it is absent."""
    return sorted(file.parent for file in (SHARED / name).rglob("expect.toml"))


def known_failures(test_file: str) -> set[str]:
    """The names in `known_failures.txt` beside a test: one a line, `#` begins a comment."""
    lines = Path(test_file).with_name("known_failures.txt").read_text("utf-8").splitlines()
    return {name for line in lines if (name := line.partition("#")[0].strip())}


def expect(name: str, faults: list[str], known: set[str]) -> None:
    """Fail where a case has faults and is not known to; and where it is known to and has none."""
    if name in known:
        assert faults, f"{name} passes: take it out of known_failures.txt"
        pytest.xfail(faults[0])
    assert not faults, "\n".join(faults)


def faults(case: Path, work: Path) -> list[str]:
    """What does not hold of a case; `work` is an empty folder."""
    wanted = tomllib.loads((case / "expect.toml").read_text("utf-8"))
    output, report = work / "output.nt", work / "report.json"
    options = ["-f", "nt", "-o", str(output), "--report", str(report), "-j", "1"]
    if date := wanted.get("date", "2026-01-01"):
        options += ["--date", date]
    data = (case / wanted["stdin"]).read_bytes() if "stdin" in wanted else b""
    inputs = ["-"] if "stdin" in wanted else [str(case / name) for name in _inputs(case, wanted)]
    arguments = ("-q", "convert", *options, *wanted.get("args", []), *inputs)
    ended = run_forked(*arguments, folder=work, stdin=data)
    right = (wanted["exit"],) if "exit" in wanted else (0, 1)
    found = [] if ended.status in right else [f"exit status {ended.status} and not {right}"]
    if "Traceback" in ended.error:
        found.append(ended.error.strip().splitlines()[-1])
    outcome = _outcome(output, report)
    found += _unmet(wanted, outcome)
    tables = [list(_unmet(table, outcome)) for table in wanted.get("either", [])]
    if tables and all(tables):
        found.append("neither " + " nor ".join(table[0] for table in tables))
    return found


def _inputs(case: Path, wanted: dict[str, Any]) -> list[str]:
    others = ("expect.toml", "README.md")
    given: list[str] | None = wanted.get("inputs")
    return given or sorted(file.name for file in case.iterdir() if file.name not in others)


def _outcome(output: Path, report: Path) -> Outcome:
    graph = Graph()
    if output.exists():
        graph.parse(output, format="nt")
    findings = json.loads(report.read_text("utf-8")) if report.exists() else []
    return Outcome(graph, findings)


def _asks(queries: list[str], outcome: Outcome, *, answer: bool) -> Iterator[str]:
    for query in queries:
        if outcome.graph.query(HEAD + query).askAnswer is not answer:
            yield f"{not answer}: {' '.join(query.split())}"


def _counts(queries: dict[str, int], outcome: Outcome) -> Iterator[str]:
    for query, number in queries.items():
        if (found := len(outcome.graph.query(HEAD + query))) != number:
            yield f"{found} solutions, not {number}: {' '.join(query.split())}"


def _places(pointers: list[str], outcome: Outcome) -> Iterator[str]:
    places = [str((finding["place"] or {}).get("pointer") or "") for finding in outcome.findings]
    for pointer in pointers:
        if not any(place.startswith(pointer) for place in places):
            yield f"no finding at {pointer}"


def _codes(codes: list[str], outcome: Outcome) -> Iterator[str]:
    for finding in outcome.findings:
        if finding["code"] in codes:
            yield f"{finding['code']}: {finding['message']}"


def _violations(unwanted: bool, outcome: Outcome) -> Iterator[str]:  # noqa: FBT001  as it is written
    for finding in outcome.findings:
        if unwanted and finding["severity"] == "violation":
            yield f"violation {finding['code']}: {finding['message']}"


CHECKS: dict[str, Callable[[Any, Outcome], Iterator[str]]] = {
    "ask": lambda queries, outcome: _asks(queries, outcome, answer=True),
    "ask_not": lambda queries, outcome: _asks(queries, outcome, answer=False),
    "count": _counts,
    "finding_at": _places,
    "no_finding": _codes,
    "no_violation": _violations,
}


def _unmet(wanted: dict[str, Any], outcome: Outcome) -> Iterator[str]:
    for key, check in CHECKS.items():
        if key in wanted:
            yield from check(wanted[key], outcome)
