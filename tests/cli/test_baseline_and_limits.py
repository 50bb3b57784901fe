from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result

from ld_convert.findings.report import fingerprint
from ld_convert.model import Detail, Finding, Place
from ld_convert.settings import UsageError
from tests.support.cli import run

RECORD = """{
  "@context": "https://schema.org/",
  "@type": "Dataset",
  "@id": "https://a.example/d",
  "name": "D",
  "datePublished": "last spring"
}
"""


@pytest.fixture
def record(tmp_path: Path) -> Path:
    page = tmp_path / "d.json"
    page.write_text(RECORD, "utf-8")
    return page


def convert(page: Path, *options: str) -> Result:
    return run("convert", str(page), "-o", str(page.parent / "c.ttl"), *options)


def test_a_number_of_findings_is_accepted(record: Path) -> None:
    """One violation, no description: more than none, and no more than one."""
    assert convert(record).exit_code == 1
    assert convert(record, "--max-findings", "1").exit_code == 0


def test_only_what_the_baseline_lacks_fails(record: Path, tmp_path: Path) -> None:
    """The same page passes; a new fault in it does not."""
    baseline = tmp_path / "before.json"
    convert(record, "--report", str(baseline))
    again = convert(record, "--baseline", str(baseline))
    assert again.exit_code == 0
    assert "LD501" not in again.stderr
    record.write_text(
        RECORD.replace('"D",', '"D", "distribution": {"@type": "DataDownload"},'), "utf-8"
    )
    worse = convert(record, "--baseline", str(baseline))
    assert worse.exit_code == 1
    assert worse.stderr.count("LD501") == 1


def test_a_baseline_holds_when_lines_move(record: Path, tmp_path: Path) -> None:
    """Lines before the fault, or all in one line, change nothing."""
    baseline = tmp_path / "before.json"
    convert(record, "--report", str(baseline))
    for moved in (RECORD.replace("{", "{\n\n\n", 1), RECORD.replace("\n", " ")):
        record.write_text(moved, "utf-8")
        assert convert(record, "--baseline", str(baseline)).exit_code == 0


def test_a_second_finding_of_the_same_kind_is_new() -> None:
    """Equal fingerprints are counted, not only known."""
    one = Finding("LD430", "the value is empty", Place("a", 1, 1, "/keywords/0"))
    other = Finding("LD430", "the value is empty", Place("a", 2, 1, "/keywords/1"))
    assert fingerprint(one) == fingerprint(other)


def test_a_fingerprint_tells_properties_and_values_apart() -> None:
    """The path and the value of a result are part of it, the label of a blank node is not."""
    place = Place("a", 1, 1)
    title = Finding("LD501", "m", place, Detail(focus="n1", path="p"))
    date = Finding("LD501", "m", place, Detail(focus="n1", path="q"))
    renamed = Finding("LD501", "m", place, Detail(focus="n2", path="p"))
    assert fingerprint(title) != fingerprint(date)
    assert fingerprint(title) == fingerprint(renamed)


@pytest.mark.parametrize("text", ["", "{}", "[{}]", '["a"]', '[{"fingerprint": 1, "count": "x"}]'])
def test_a_file_that_is_no_report_is_no_baseline(text: str, record: Path, tmp_path: Path) -> None:
    """A wrong file would make every finding new, or none."""
    wrong = tmp_path / "wrong.json"
    wrong.write_text(text, "utf-8")
    with pytest.raises(UsageError, match="baseline"):
        convert(record, "--baseline", str(wrong))


def test_a_page_that_was_rejected_before_does_not_fail_again(tmp_path: Path) -> None:
    """What is known of it is in the baseline; a second such page is new."""
    page, baseline = tmp_path / "shell.html", tmp_path / "before.json"
    page.write_text("<html><body></body></html>", "utf-8")
    assert convert(page, "--report", str(baseline)).exit_code == 1
    assert convert(page, "--baseline", str(baseline)).exit_code == 0
    (tmp_path / "other.html").write_text("<html><body></body></html>", "utf-8")
    both = run("convert", str(tmp_path / "*.html"), "--baseline", str(baseline))
    assert both.exit_code == 1
