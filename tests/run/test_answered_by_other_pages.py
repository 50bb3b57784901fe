"""What one page lacks and another page of the run has is no fault of the catalogue."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest

from ld_convert.cli.gate import Gate
from ld_convert.model import Finding, Place
from ld_convert.report.summary import Summary
from ld_convert.run.library import convert
from tests.support.cli import run

PORTAL = "https://tides.example"
CATALOGUE = {"@type": "DataCatalog", "@id": f"{PORTAL}/#catalogue", "name": "Tide tables"}
OFFICE = {"@type": "Organization", "@id": f"{PORTAL}/#office", "name": "Harbour Office"}
WORDS = "Water levels at this berth, measured every ten minutes since 2012."


def dataset(number: int, **more: object) -> dict[str, object]:
    """A dataset as a list of a portal names it."""
    address = f"{PORTAL}/berth/{number}"
    return {"@type": "Dataset", "name": f"Berth {number}", "url": address, **more}


def page(path: Path, what: object, address: str) -> Path:
    text = json.dumps({"@context": "https://schema.org", **what})  # type: ignore[dict-item]
    link = f'<link rel="canonical" href="{PORTAL}{address}">'
    path.write_text(f'{link}\n<script type="application/ld+json">{text}</script>\n', "utf-8")
    return path


@pytest.fixture
def pages(tmp_path: Path) -> dict[str, Path]:
    """A list of two datasets, the own page of the first, and the home page of the portal."""
    items = [{"@type": "ListItem", "position": n, "item": dataset(n)} for n in (1, 2)]
    own = dataset(1, description=WORDS, keywords=["tides"], publisher=OFFICE)
    own["includedInDataCatalog"] = CATALOGUE
    home = CATALOGUE | {
        "url": f"{PORTAL}/",
        "inLanguage": "en",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "publisher": OFFICE | {"@type": "GovernmentOrganization"},
    }
    found = {"list": {"@type": "ItemList", "itemListElement": items}, "own": own, "home": home}
    address = {"list": "/berths", "own": "/berth/1", "home": "/"}
    return {name: page(tmp_path / f"{name}.html", found[name], address[name]) for name in found}


def rules(findings: object) -> list[tuple[str, str]]:
    """File and name of each violation of a shape, and of what a catalogue should have."""
    return sorted(
        (Path(f.place.source).stem, f.rule)
        for f in findings  # type: ignore[attr-defined]
        if f.code == "LD501" or (f.code == "LD502" and "Catalog-" in f.rule)
    )


def test_a_list_alone_is_to_blame_for_what_its_datasets_lack(pages: dict[str, Path]) -> None:
    """Nothing else tells of the two datasets: both lack a description, and the run fails."""
    found = rules(convert(pages["list"]).findings)
    assert found == [("list", "LD501/Dataset-description-exists")] * 2


@pytest.mark.parametrize("order", list(permutations(["list", "own", "home"])), ids=" ".join)
@pytest.mark.parametrize("jobs", [1, 2])
def test_the_own_page_of_a_dataset_answers_for_the_list(
    pages: dict[str, Path], order: tuple[str, ...], jobs: int
) -> None:
    """The second dataset, without a page of its own, still lacks a description."""
    found = convert([pages[name] for name in order], jobs=jobs).findings
    assert [r for r in rules(found) if "LD501" in r[1]] == [
        ("list", "LD501/Dataset-description-exists")
    ]
    assert not [f for f in found if f.rule.startswith("LD502/Catalog-license")]
    assert [f for f in found if f.rule.startswith("LD502/Catalog-modified")]
    keywords = [f.title for f in found if f.rule.startswith("LD502/Dataset-keyword")]
    assert keywords == ["Berth 2"]


def test_terminal_report_and_status_agree(pages: dict[str, Path], tmp_path: Path) -> None:
    """With both own pages there is no violation in the last line, the reports or the status."""
    second = page(tmp_path / "second.html", dataset(2, description=WORDS), "/berth/2")
    inputs = [str(p) for p in (*pages.values(), second)]
    reports = [str(tmp_path / f"r.{end}") for end in ("json", "html", "md", "sarif")]
    done = run(
        "convert", *inputs, "-o", str(tmp_path / "c.ttl"), *(f"--report={r}" for r in reports)
    )
    assert done.exit_code == 0, done.stderr
    assert "2 datasets in 4 pages: 0 violations" in done.stderr
    assert "violation LD501" not in done.stderr
    for report in reports:
        assert "Dataset-description-exists" not in Path(report).read_text("utf-8")
    checked = run("validate", str(tmp_path / "c.ttl"))
    assert " 0 violations" in checked.stderr


def test_the_example_of_a_rule_is_one_that_no_page_answers(
    pages: dict[str, Path], tmp_path: Path
) -> None:
    """The list names its first dataset, which has a description, before its second."""
    done = run("convert", *map(str, pages.values()), "-o", str(tmp_path / "c.ttl"))
    assert done.exit_code == 1
    lines = done.stderr.splitlines()
    (violation,) = [line for line in lines if "violation LD501" in line]
    assert "/itemListElement/1/item" in violation
    assert 'in "Berth 2"' in violation
    (keyword,) = [line for line in lines if "a dataset has no keyword (recommended), at " in line]
    column = (pages["list"].read_text("utf-8").splitlines()[1]).index(
        '{"@type": "Dataset", "name": "Berth 2"'
    )
    assert keyword.endswith(f"list.html:2:{column + 1}")
    assert "a catalogue has no licence" not in done.stderr
    assert "a catalogue has no modification date" in done.stderr
    assert "1 × warning" in keyword or "1 x warning" in keyword


def test_a_list_of_all_findings_says_how_many_are_answered(
    pages: dict[str, Path], tmp_path: Path
) -> None:
    """They are shown when their page is read, before another page is known."""
    done = run(
        "convert",
        str(pages["list"]),
        str(pages["own"]),
        "-o",
        str(tmp_path / "c.nt"),
        "--show",
        "all",
    )
    shown = done.stderr.count("Dataset-description-exists")
    assert shown == 2
    assert "3 findings above not counted: another page has what is lacking" in done.stderr
    assert "2 datasets in 2 pages: 1 violation," in done.stderr


def test_what_all_pages_lack_stays_with_each_of_them(tmp_path: Path) -> None:
    """A dataset on two pages without a keyword: either page can be mended."""
    both = [
        page(tmp_path / f"{n}.html", dataset(1, description=f"{WORDS} {n}"), f"/{n}") for n in "ab"
    ]
    found = [f for f in convert(both).findings if f.rule.startswith("LD502/Dataset-keyword")]
    assert len(found) == 2


def test_pages_that_name_a_dataset_differently_answer_each_other(tmp_path: Path) -> None:
    """An address and an `@id` of one dataset: the run settles on the second for both pages."""
    listed = {"@type": "ItemList", "itemListElement": [dataset(1)]}
    two = dataset(1, description=WORDS) | {"@id": f"{PORTAL}/id/1"}
    both = [
        page(tmp_path / "a.html", listed, "/berths"),
        page(tmp_path / "b.html", two, "/berth/1"),
    ]
    made = convert(both)
    assert [about.dataset for about in made.datasets] == [f"{PORTAL}/id/1"]
    assert not rules(made.findings)


def test_findings_of_a_baseline_are_not_taken_back_twice(
    pages: dict[str, Path], tmp_path: Path
) -> None:
    """The list alone gave the baseline: with the other pages there is nothing new, and no less."""
    known = str(tmp_path / "known.json")
    run("convert", str(pages["list"]), "-o", str(tmp_path / "c.nt"), "--report", known)
    done = run(
        *("convert", str(pages["list"]), str(pages["own"]), "-o", str(tmp_path / "d.nt")),
        *("--baseline", known),
    )
    (totals,) = [line for line in done.stderr.splitlines() if "datasets in 2 pages" in line]
    assert "2 pages: 0 violations, 14 warnings, 1 note;" in totals  # all but one of the own page
    assert done.exit_code == 0


def test_a_summary_asks_nothing_of_what_is_no_lack() -> None:
    """A wrong value of a property is a finding, however many other values there are."""

    class Everything:
        has_several = True

        def place(self, iri: str) -> Place | None:
            raise AssertionError(iri)

        def stated(self, iris: object) -> dict[str, set[str]]:
            return {str(iri): {"", "dct:title"} for iri in iris}  # type: ignore[attr-defined]

    summary, gate = Summary(), Gate()
    finding = Finding(
        "LD501", "bad title", Place("a"),
        severity="violation", rule="LD501/Dataset-title-kind", focus="https://a.example/d",
    )  # fmt: skip
    gate.count(summary.add_page([finding]))
    gate.take_back(summary.take_back(Everything()))
    assert gate.new["violation"] == summary.total("violation") == 1
