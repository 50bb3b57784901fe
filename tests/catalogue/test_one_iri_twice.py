from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ld_convert import Settings, convert_page
from ld_convert.catalogue.keys import named
from ld_convert.catalogue.ledger import Ledger
from ld_convert.model import Capture, Finding
from tests.support.cli import run

if TYPE_CHECKING:
    from ld_convert.model import Json


def dataset(name: str, **more: Json) -> Json:
    return {"@type": "Dataset", "@id": "http://a/1", "name": name, **more}


def findings(*documents: Json) -> list[Finding]:
    """What a run finds that meets the documents one after the other."""
    ledger = Ledger(str)
    for number, document in enumerate(documents):
        data = json.dumps({"@context": "https://schema.org", **document}).encode()
        conversion = convert_page(Capture(f"page{number}.json", data, "json"), Settings())
        ledger.add(named(conversion))
    found = list(ledger.settle())
    ledger.close()
    return found


def test_two_datasets_under_one_iri_are_reported_with_both_places() -> None:
    """The later one is the place, and the text has the first."""
    (finding,) = findings(dataset("T"), dataset("U"))
    assert finding.code == "LD632"
    assert finding.place.source == "page1.json"
    assert "page0.json:1:1" in finding.message


def test_one_dataset_described_otherwise_is_reported_with_what_differs() -> None:
    """The same title, another date."""
    (finding,) = findings(dataset("T", version="1"), dataset("T", version="2"))
    assert finding.code == "LD633"
    assert finding.message.endswith("they differ in dcat:version")


def test_two_titles_are_a_warning_whatever_else_is_the_same() -> None:
    """It may have been renamed; who reads the catalogue meets both titles."""
    one, two = (dataset(name, identifier="10.5555/x1") for name in ("T", "U"))
    assert [finding.code for finding in findings(one, two)] == ["LD632"]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"description": "Levels"}, {"description": "Winds"}),
        ({"license": "https://a.example/open"}, {"license": "https://a.example/closed"}),
    ],
)
def test_a_contradiction_is_a_warning(one: Json, two: Json) -> None:
    """Both captures state it, and not the same."""
    assert [finding.code for finding in findings(dataset("T", **one), dataset("T", **two))] == [
        "LD637"
    ]


def test_what_only_one_capture_states_is_no_contradiction() -> None:
    """The other one is silent."""
    found = findings(dataset("T", description="Levels"), dataset("T"))
    assert [finding.code for finding in found] == ["LD633"]


def test_the_same_description_again_is_no_finding() -> None:
    """Nameless nodes have other labels in another page, and are the same nodes."""
    file = {"@type": "DataDownload", "contentUrl": "http://a/1.csv", "encodingFormat": "text/csv"}
    assert findings(dataset("T", distribution=file), dataset("T", distribution=file)) == []


def test_each_later_description_is_compared_with_the_first() -> None:
    """Three captures, two findings."""
    found = findings(dataset("T", version="1"), dataset("T", version="2"), dataset("T"))
    assert [finding.place.source for finding in found] == ["page1.json", "page2.json"]
    assert all("page0.json" in finding.message for finding in found)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_run_finds_them_at_any_number_of_processes(tmp_path: Path, jobs: str) -> None:
    """In the order of the captures, with the lines of both."""
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(30):
        document = {"@context": "https://schema.org", **dataset("T", version=str(number // 15))}
        (pages / f"{number:02}.json").write_text(json.dumps(document), "utf-8")
    arguments = ["convert", str(pages), "-o", str(tmp_path / "c.nt"), "-j", jobs, "--show", "all"]
    said = run(*arguments).stderr.splitlines()
    found = [line for line in said if "LD633" in line]
    assert len(found) == 15
    assert "15.json:1:1" in found[0]
    assert all("00.json:1:1" in line for line in found)
