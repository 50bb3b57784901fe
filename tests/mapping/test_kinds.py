"""What pages write, kind by kind: what must come of it, what must not, and what must be told."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import NamedTuple

import pytest

from ld_convert import Capture, Settings, convert_page
from ld_convert.mapping.examples import shown
from ld_convert.vocab.namespaces import prefixes

CONTEXT = ["https://schema.org/", {k: v for k, v in prefixes().items() if k != "schema"}]
DATASET = {
    "@context": CONTEXT,
    "@type": "Dataset",
    "@id": "https://a.example/d",
    "name": "Levels",
    "description": "Levels of a river, measured every hour at four gauges since 1970.",
}
SETTINGS = Settings(profile="dcat-ap", keep_source=False, date="2026-01-01")


class Kind(NamedTuple):
    """One row of `kinds.csv`."""

    kind: str
    says: str
    gives: str
    never: str
    told: str


LINES = Path(__file__).with_name("kinds.csv").read_text("utf-8").splitlines()
KINDS = [Kind(**row) for row in csv.DictReader(li for li in LINES if not li.startswith("# "))]


@pytest.mark.parametrize("row", KINDS, ids=lambda row: row.kind)
def test_a_kind_of_value_becomes_what_it_says_and_nothing_else(row: Kind) -> None:
    """Its triple stands in the catalogue, no wrong one does, and a loss is told at its place."""
    said = {k: v for k, v in {**DATASET, **json.loads(row.says)}.items() if v is not None}
    page = Capture("page", json.dumps(said).encode(), "json", url="https://a.example/page")
    done = convert_page(page, SETTINGS)
    triples = {shown(triple) for triple in done.graph}
    assert not row.gives or row.gives in triples
    assert not row.never or [triple for triple in triples if row.never in triple] == []
    told = [f"{finding.code} {finding.place.pointer}" for finding in done.findings]
    if row.told.startswith("!"):
        assert [one for one in told if one.startswith(row.told[1:])] == []
    elif row.told:
        assert told.count(row.told) == 1


def test_there_are_kinds() -> None:
    """The table is found."""
    assert len(KINDS) >= 40
