"""Findings counted by rule, in little memory."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ld_convert.findings.report import Report
from ld_convert.model import Detail, Finding, Location, Place, Text
from ld_convert.report.charts import totals
from ld_convert.report.overview import Overview
from ld_convert.report.summary import Summary
from ld_convert.report.totals import Digest
from tests.support.cli import run

if TYPE_CHECKING:
    from pathlib import Path

AGENT = "https://a.example/agent/harbour"


def about_agent(page: str, value: str = "") -> Finding:
    """A finding of a shape about an agent that pages share."""
    detail = Detail(focus=AGENT, shape="https://x.example/#Agent-type-known", value=value)
    rule = "LD502/Agent-type-known"
    return Finding(
        "LD502", f"no type {value}", Place(page), detail,
        severity="warning", rule=rule, focus=AGENT,
    )  # fmt: skip


def test_an_example_does_not_keep_its_page() -> None:
    """A run over a million pages holds one finding a rule, and no capture."""
    report, summary = Report(), Summary()
    report.add("LD430", Location("page", Text.whole(b"{}")))
    summary.add_page(report.findings)
    (known,) = summary.rules.values()
    assert known.example.later is None
    assert known.example.message == "the value is empty"


def test_a_shared_thing_counts_once_and_each_of_its_faults_on_one_page_counts() -> None:
    """The second page adds nothing but itself; two values on one page are two findings."""
    summary = Summary()
    first = summary.add_page([about_agent("a", "x"), about_agent("a", "y")])
    second = summary.add_page([about_agent("b", "x")])
    (known,) = summary.rules.values()
    assert (len(first), second) == (2, [])
    assert (known.count, known.pages, known.is_shared) == (2, 2, True)


def test_the_html_report_counts_as_the_last_line_of_a_run_does() -> None:
    """Equal findings of one page count each, a thing that pages share counts once."""
    found = [about_agent("a", "x"), about_agent("a", "x"), about_agent("b", "x")]
    tiles = totals(Digest.of(found, Overview()).summary, None)
    assert '<b class="warning">2</b>' in tiles


def test_a_dataset_is_not_shared() -> None:
    """Two pages that describe one dataset are two findings: each page can be mended."""
    summary = Summary()
    for page in ("a", "b"):
        finding = about_agent(page)
        own = Finding(
            "LD501", "no title", Place(page), finding.detail,
            severity="violation", rule="LD501/Dataset-title-exists", focus="https://a.example/d",
        )  # fmt: skip
        summary.add_page([own])
    assert summary.total("violation") == 2


@pytest.mark.parametrize("ending", [".md", ".html"])
def test_a_report_counts_as_the_last_line_of_a_run_does(
    captures: Path, tmp_path: Path, ending: str
) -> None:
    """What became of all inputs (LD602) stands in the report, and is no note of a page."""
    report = tmp_path / f"r{ending}"
    names = ("convert", str(captures), "-o", str(tmp_path / "c.ttl"), "--report", str(report))
    line = next(x for x in run(*names).stderr.splitlines() if x.startswith("1 dataset in 1 page"))
    found = re.search(r"(\d+) warnings, (\d+) notes", line)
    assert found
    text = re.sub(r"<[^>]*>", " ", report.read_text("utf-8")).replace("|", " ")
    assert re.search(rf"\b{found[1]} +warnings\W+{found[2]} +notes", text)
    assert "1 page converted" in text
    assert not re.search(r"\b1 +datasets", text)
