"""Whole runs over pages that stand in a test."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ld_convert.run import Events, How, Output, Tally, convert
from ld_convert.settings import Settings
from ld_convert.vocab.namespaces import prefixes

if TYPE_CHECKING:
    from pathlib import Path

    from ld_convert.model import Finding, Json

SETTINGS = Settings(date="2026-01-01", publisher_name="Office")


class Ran:
    """What a run over an input gave."""

    def __init__(self, source: Path, jobs: int = 1) -> None:
        self.findings: list[Finding] = []
        target = source.with_suffix(".nt")
        events = Events(self.findings.extend)
        output = Output(str(target), "nt")
        self.tally: Tally = convert([str(source)], output, SETTINGS, events, How(jobs))
        self.data = target.read_bytes()

    @property
    def codes(self) -> set[str]:
        """The codes of all findings."""
        return {finding.code for finding in self.findings}

    @property
    def statements(self) -> set[str]:
        """All statements, whatever the labels of their blank nodes."""
        whole = ox.Dataset(ox.parse(self.data, format=ox.RdfFormat.N_TRIPLES))
        whole.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        return set(map(str, whole))

    def asked(self, pattern: str) -> list[str]:
        """The values of `?x` in a pattern of SPARQL, as texts, sorted."""
        store = ox.Store()
        store.load(self.data, ox.RdfFormat.N_TRIPLES)
        found = store.query(f"SELECT DISTINCT ?x {{ {pattern} }}", prefixes=prefixes())
        assert isinstance(found, ox.QuerySolutions)
        return sorted(row["x"].value for row in found)


def ran(folder: Path, *pages: bytes) -> Ran:
    """A run over payloads of the Harmony catalogue."""
    source = folder / "pages"
    source.mkdir()
    for number, page in enumerate(pages):
        (source / f"{number:03}.txt").write_bytes(page)
    return Ran(source)


def crawled(folder: Path, pages: dict[str, Json]) -> Ran:
    """A run over pages with a description in JSON-LD, by the address at which they stand."""
    entries = []
    for address, described in pages.items():
        whole = {"@context": "https://schema.org/", "@type": "Dataset", "description": "Of tides."}
        text = f'<script type="application/ld+json">{json.dumps(whole | described)}</script>'
        content = {"mimeType": "text/html", "text": f"<!DOCTYPE html><title>T</title>{text}"}
        response = {"status": 200, "content": content}
        entries.append({"request": {"method": "GET", "url": address}, "response": response})
    source = folder / "crawl"
    source.write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}))
    return Ran(source)
