"""Every harvested document: what it holds, against the list that was made without our programs."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from ld_convert.expand import expand
from ld_convert.extract import extract
from ld_convert.findings.report import Report
from ld_convert.read import read
from ld_convert.vocab.namespaces import SCHEMA
from tests.support.places import CORPUS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.model import Json

pytestmark = pytest.mark.corpus

COUNTED = ("Dataset", "DataCatalog", "DataDownload")
DIFFERENT = {
    "GeoCODES-Metadata__metadata__Dataset__html__r2r_fileset_101103.html": (
        {"Dataset": 1, "DataCatalog": 1, "DataDownload": 2},
        "the list does not say what pages in HTML hold",
    ),
}
"""By the name of a document: what we count, and why it is not what the list says."""


class Held(NamedTuple):
    """What a document holds."""

    types: Counter[str]
    fragments: int
    codes: tuple[str, ...]


def folder() -> Path:
    """The folder of the harvested documents."""
    return CORPUS


@cache
def listed() -> dict[str, Counter[str]]:
    """The classes that the list counts, by the document's path in the folder."""
    if not (folder() / "index.tsv").is_file():
        return {}
    with (folder() / "index.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {row["file"]: counted(row["types"]) for row in rows}


def counted(types: str) -> Counter[str]:
    """`Dataset:1,DataDownload:4` as a count."""
    pairs = (entry.partition(":") for entry in types.split(",") if entry)
    return Counter({name: int(number) for name, _, number in pairs if name in COUNTED})


@cache
def held(name: str) -> Held:
    """What we find in a document, from the file to the expanded nodes."""
    (capture,) = read([str(folder() / name)])
    report = Report()
    report.findings += capture.findings
    page = extract(capture, report)
    types = Counter(
        local
        for fragment in page.fragments
        for node in objects(expand(fragment, report).nodes)
        for local in classes(node)
    )
    return Held(types, len(page.fragments), tuple(finding.code for finding in report.findings))


def objects(value: Json) -> Iterator[dict[str, Json]]:
    """Every object in expanded JSON-LD, nested ones included."""
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            yield from objects(item)


def classes(node: dict[str, Json]) -> list[str]:
    """The classes of schema.org that are counted, of one object."""
    types = node.get("@type", [])
    names = [t.removeprefix(SCHEMA) for t in types if isinstance(t, str)]
    return [name for name in names if name in COUNTED] if isinstance(types, list) else []


@pytest.mark.parametrize("name", listed(), ids=lambda name: str(name).rpartition("/")[2])
def test_a_document_gives_all_that_is_listed(shared: Path, name: str) -> None:
    """As many datasets, catalogues and distributions as were counted by others."""
    assert shared
    different = DIFFERENT.get(name.rpartition("/")[2])
    assert held(name).types == (Counter(different[0]) if different else listed()[name])
    assert not different or held(name).types != listed()[name]


@pytest.mark.parametrize("name", listed(), ids=lambda name: str(name).rpartition("/")[2])
def test_no_document_is_silently_empty(shared: Path, name: str) -> None:
    """Where nothing was found, a finding says why."""
    assert shared
    assert held(name).fragments or held(name).codes


def test_the_corpus_is_there_and_most_of_it_is_found(shared: Path) -> None:
    """With -s the totals are shown."""
    assert shared
    expected, found = Counter[str](), Counter[str]()
    for name in listed():
        expected += listed()[name]
        found += held(name).types
    rows = [("documents", len(listed()), sum(held(name).fragments > 0 for name in listed()))]
    rows += [(name, expected[name], found[name]) for name in COUNTED]
    print(f"\n{'':14}{'listed':>8}{'found':>8}")  # noqa: T201  shown on request
    for name, wanted, number in rows:
        print(f"{name:14}{wanted:8}{number:8}")  # noqa: T201
    assert len(listed()) >= 137
    assert found["Dataset"] >= expected["Dataset"]
