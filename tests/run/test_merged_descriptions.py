"""Pages that are right one by one can be wrong together: the run says so, as a validator would."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ld_convert.model import Finding
from ld_convert.run.library import convert
from tests.support.cli import run

SITE = "https://tides.example"


def page(folder: Path, name: str, what: dict[str, object]) -> Path:
    text = json.dumps({"@context": "https://schema.org", **what})
    path = folder / f"{name}.html"
    path.write_text(f'<!DOCTYPE html>\n<script type="application/ld+json">{text}</script>', "utf-8")
    return path


def described(**more: object) -> dict[str, object]:
    """A dataset as several pages know it."""
    return {
        "@type": "Dataset",
        "@id": f"{SITE}/berth/1",
        "name": "Berth 1",
        "description": "Water levels at this berth, measured every ten minutes since 2012.",
        **more,
    }


def catalogue(licence: str) -> dict[str, object]:
    return {
        "@type": "DataCatalog",
        "@id": f"{SITE}/#all",
        "name": "Tide tables",
        "license": f"https://creativecommons.org/licenses/{licence}/",
    }


@pytest.fixture
def pages(tmp_path: Path) -> list[Path]:
    """Two pages of one dataset: two dates, sizes of a file, and licences of the catalogue."""
    file = {"@type": "DataDownload", "@id": f"{SITE}/file", "contentUrl": f"{SITE}/levels.csv"}
    first = described(
        dateModified="2024-01-01",
        distribution=file | {"contentSize": "1 MB"},
        includedInDataCatalog=catalogue("by/4.0"),
    )
    second = described(
        dateModified="2024-02-01",
        distribution=file | {"contentSize": "2 MB"},
        includedInDataCatalog=catalogue("by-sa/4.0"),
    )
    return [page(tmp_path, "a", first), page(tmp_path, "b", second)]


def violations(findings: tuple[Finding, ...]) -> list[Finding]:
    return [f for f in findings if f.code == "LD501"]


def test_each_page_alone_conforms(pages: list[Path]) -> None:
    """What is wrong is wrong of both together."""
    assert not any(violations(convert(path).findings) for path in pages)


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_pages_say_together_is_a_violation_where_one_describes_it(
    pages: list[Path], jobs: int
) -> None:
    """With its place in the first page, the dataset, and the values that do not agree."""
    found = violations(convert(pages, jobs=jobs).findings)
    told = {f.rule: (f.place.source, f.about.dataset, f.detail.stated) for f in found if f.detail}
    first, dataset = str(pages[0]), f"{SITE}/berth/1"
    codes = "http://publications.europa.eu/resource/authority/licence"
    assert told == {
        "LD501/Dataset-modified-count": (first, dataset, "2024-01-01, 2024-02-01"),
        "LD501/Distribution-byteSize-count": (first, dataset, "1000000, 2000000"),
        "LD501/Catalog-license-count": ("the run", "", f"{codes}/CC_BYSA_4_0, {codes}/CC_BY_4_0"),
    }


@pytest.mark.parametrize("ending", ["nt", "ttl", "jsonld", "rdf", "nq"])
def test_a_run_counts_as_many_violations_as_a_validator_of_its_output(
    pages: list[Path], tmp_path: Path, ending: str
) -> None:
    """In each form, and the run fails as the check of its output does."""
    output = str(tmp_path / f"c.{ending}")
    done = run("convert", *map(str, pages), "-o", output)
    assert ": 3 violations, " in done.stderr
    assert "  pages say 2024-01-01, 2024-02-01\n" in done.stderr
    checked = run("validate", output)
    assert "1 input: 3 violations, " in checked.stderr
    assert done.exit_code == checked.exit_code == 1


def test_a_fault_that_a_page_has_alone_is_told_once(tmp_path: Path) -> None:
    """One page gives two dates by itself; a second page adds a third."""
    two = described(dateModified=["2024-01-01", "2024-02-01"])
    paths = [page(tmp_path, "a", two), page(tmp_path, "b", described(dateModified="2024-03-01"))]
    (found,) = violations(convert(paths).findings)
    assert (found.rule, found.place.source) == ("LD501/Dataset-modified-count", str(paths[0]))
    assert found.place.line


def test_equal_values_are_one_and_records_may_differ(tmp_path: Path) -> None:
    """Two captures of one page, of which each has a date of its own, contradict nothing."""
    both = [page(tmp_path, name, described(dateModified="2024-01-01")) for name in "ab"]
    assert not violations(convert(both).findings)


def test_other_shapes_bound_what_dcat_ap_does_not(tmp_path: Path) -> None:
    """A user's shape allows one contact: two pages name one each."""
    shapes = tmp_path / "own.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .\n"
        "<https://own.example/#OneContact> a sh:NodeShape ; sh:targetClass dcat:Dataset ;\n"
        "  sh:property <https://own.example/#Contact-once> .\n"
        "<https://own.example/#Contact-once> sh:path dcat:contactPoint ; sh:maxCount 1 .\n"
    )
    desks = [
        {"@type": "ContactPoint", "@id": f"{SITE}/{n}", "name": n, "email": f"{n}@tides.example"}
        for n in "ab"
    ]
    paths = [page(tmp_path, n, described(contactPoint=d)) for n, d in zip("ab", desks, strict=True)]
    assert run("convert", *map(str, paths), "-o", str(tmp_path / "c.nt")).exit_code == 0
    own = ("--shapes", str(shapes))
    done = run("convert", *map(str, paths), "-o", str(tmp_path / "c.nt"), *own)
    assert "[Contact-once]" in done.stderr
    assert ": 1 violation, " in done.stderr


def compliant(paths: list[Path], folder: Path) -> bool:
    """Whether the only dataset of pages passes the indicator of conformance."""
    score = folder / "score.json"
    names = map(str, paths)
    run("convert", *names, "-o", str(folder / "c.nt"), "--score", str(score), "--fail-on", "never")
    (dataset,) = json.loads(score.read_text("utf-8"))["datasets"]
    return "dcatApCompliance" in dataset["passed"]


def test_a_score_follows_what_pages_say_together(pages: list[Path], tmp_path: Path) -> None:
    """What one lacks and the other has costs no points; what both make wrong does."""
    short = {key: value for key, value in described().items() if key != "description"}
    lacking = page(tmp_path, "c", short)
    assert not compliant([lacking], tmp_path)
    assert compliant([pages[0]], tmp_path)
    for order in ([lacking, pages[0]], [pages[0], lacking]):
        assert compliant(order, tmp_path)
    assert not compliant(pages, tmp_path)
