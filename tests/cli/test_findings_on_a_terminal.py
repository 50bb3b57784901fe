"""What a command shows of its findings: few lines for many pages, and the worst first."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ld_convert.cli import cli
from ld_convert.findings.locate import place_and_excerpt
from ld_convert.model import Excerpt, Location, Place

COMMAND = [sys.executable, "-m", "ld_convert"]


def record(number: int, **more: object) -> dict[str, object]:
    """The JSON-LD of a page; all pages share a publisher and a catalogue."""
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"https://data.example/{number}",
        "name": f"Berth {number}",
        "description": "Water levels at this berth, measured every ten minutes.",
        "publisher": {"@type": "Organization", "name": "Harbour Office"},
        "includedInDataCatalog": {"@type": "DataCatalog", "name": "Harbour data"},
        **more,
    }


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Thirty pages: 25 lack a description, one has no data, two have a date in words."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(30):
        found = record(number)
        if number < 25:
            del found["description"]
        if number > 27:
            found["datePublished"] = "last spring"
        text = "<p>nothing here</p>" if number == 26 else json.dumps(found)
        script = f'<script type="application/ld+json">{text}</script>' if number != 26 else text
        page = f"<!DOCTYPE html><p>{script}"
        (folder / f"{number:02}.html").write_text(page, "utf-8")
    return folder


def convert(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["convert", *arguments], catch_exceptions=False)


def shown(pages: Path, *arguments: str) -> list[str]:
    """The lines on standard error, with short names of pages."""
    output = str(pages.parent / "c.nt")
    result = convert(str(pages), "-o", output, *arguments)
    return result.stderr.replace(f"{pages}/", "").splitlines()


def test_twenty_violations_are_shown_and_the_others_are_counted(pages: Path) -> None:
    """25 datasets without description and one page without data are 26 violations."""
    lines = shown(pages, "-j", "1")
    places = [line for line in lines if re.match(r"\d\d\.html.*: violation LD", line)]
    assert len(places) == 20
    assert places[0].startswith("00.html:1:")
    assert places[0].endswith(
        'a dataset has no description [Dataset-description-exists], in "Berth 0"'
    )
    assert "6 more violations; --show all lists each" in lines


def test_a_violation_is_shown_with_its_line_and_its_help_the_first_time(pages: Path) -> None:
    """The line of the page and a caret each time, what to do once a rule."""
    lines = shown(pages, "-j", "1")
    assert sum(line.endswith("^") for line in lines) == 20
    assert sum(line.startswith('  to do: add "description": ') for line in lines) == 1


def test_warnings_are_one_line_a_rule_with_an_example(pages: Path) -> None:
    """Two dates in words are one line that leads to the first of them."""
    (line,) = [line for line in shown(pages) if " LD401 " in line]
    assert re.fullmatch(
        r" +2 × warning LD401 unfit value, e\.g\. 28\.html:1:\d+ "
        r"'last spring' cannot be read as date",
        line,
    )


def test_a_thing_that_pages_share_is_reported_once_with_their_number(pages: Path) -> None:
    """One publisher and one catalogue stand on 29 pages."""
    (agents,) = [line for line in shown(pages) if "an agent has no type" in line]
    assert agents.split()[0] == "2"
    assert ", on 29 pages, e.g. 00.html:1:" in agents


def test_the_last_lines_have_totals_and_what_to_fix_first(pages: Path) -> None:
    """Violations, then what gains most points; with something to copy."""
    lines = shown(pages)
    start = lines.index("what to fix first:")
    assert re.fullmatch(
        r"29 datasets in 30 pages: 26 violations, \d+ warnings, 30 notes; 1 page without data",
        lines[start - 1],
    )
    assert lines[start + 1].startswith("  1. a dataset has no description: 25 datasets, up to 25.9")
    assert '"keywords": [' in "".join(lines[start + 2 :])


def session(folder: Path) -> Path:
    """A HAR file: 22 pages with a dataset, one without, a picture, an empty body, null."""

    def entry(text: str, mime: str = "text/html") -> dict[str, object]:
        body = {"mimeType": mime, "text": text}
        return {"request": {"url": "https://a.example/"}, "response": {"content": body}}

    pages = [entry(json.dumps(record(number)), "application/ld+json") for number in range(22)]
    others = [entry("<p>nothing here"), entry("GIF89a", "image/gif"), entry(""), None]
    har = folder / "session.har"
    har.write_text(json.dumps({"log": {"version": "1.2", "entries": [*pages, *others]}}))
    return har


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_last_lines_account_for_all_that_was_in(tmp_path: Path, jobs: str) -> None:
    """Of 26 responses 22 are converted, one is rejected, and three were no pages."""
    lines = shown(session(tmp_path), "-j", jobs)
    totals = next(line for line in lines if " datasets in " in line)
    assert totals.startswith("22 datasets in 23 pages: ")
    assert "; 1 page without data; 3 responses left out" in totals


def test_a_report_accounts_for_all_that_was_in(tmp_path: Path) -> None:
    """In each form; it ends with the same three numbers."""
    endings = ("json", "csv", "html", "full.txt", "sarif", "xml", "md", "ttl")
    reports = [tmp_path / f"r.{ending}" for ending in endings]
    shown(session(tmp_path), *(text for report in reports for text in ("--report", str(report))))
    for report in reports:
        text = report.read_text("utf-8")
        assert "22 pages converted, 1 page without data, 3 responses left out" in text, report.name


def test_the_lines_are_the_same_with_several_processes(pages: Path) -> None:
    """Worker processes leave texts out, and what is shown does not change."""
    assert shown(pages, "-j", "1") == shown(pages, "-j", "2")


def test_quiet_says_one_line_if_the_status_is_not_0(pages: Path) -> None:
    """Before or after the name of the command."""
    output = str(pages.parent / "c.nt")
    wanted = "ld-convert: 26 violations, 1 page without data (exit status 1)\n"
    for arguments in (["-q", "convert"], ["convert", "--quiet"]):
        result = CliRunner().invoke(cli, [*arguments, str(pages), "-o", output])
        assert (result.stderr, result.exit_code) == (wanted, 1)
    good = str(pages / "27.html")
    assert convert(good, "-q", "-o", output).stderr == ""


def test_all_findings_are_shown_on_demand(pages: Path) -> None:
    """In a line each, or with -v in full."""
    one = str(pages / "29.html")
    each = convert(one, "--show", "all").stderr.splitlines()
    full = convert(one, "-v").stderr.splitlines()
    places = [line for line in each if line.startswith(one)]
    assert places == [line for line in full if line.startswith(one)]
    assert sum(line.startswith("  to do: ") for line in full) == len(places) + 1  # the publisher


def test_colours_are_used_if_they_are_wanted(pages: Path) -> None:
    """Off a terminal only on demand."""
    assert "\x1b[31m" not in "\n".join(shown(pages))
    command = [*COMMAND, "convert", str(pages), "-o", str(pages.parent / "c.nt")]
    done = subprocess.run([*command, "--color", "always"], capture_output=True, check=False)
    assert b"\x1b[31m\x1b[1mviolation\x1b[0m LD501" in done.stderr


@pytest.mark.parametrize("stderr", ["2>&-", "2>/dev/full"])
def test_a_closed_or_full_standard_error_does_not_end_a_run(pages: Path, stderr: str) -> None:
    """The output is complete, and the status tells."""
    page, output = pages / "27.html", pages.parent / "c.nt"
    command = f'"$0" -m ld_convert convert "$1" -o "$2" {stderr}'
    done = subprocess.run(["sh", "-c", command, sys.executable, page, output], check=False)  # noqa: S607
    assert done.returncode == 1
    assert output.read_bytes().count(b"dcat#Dataset>") >= 1


def test_a_standard_error_without_utf_8_gets_other_signs(pages: Path) -> None:
    """An x for a multiplication sign, and no traceback."""
    command = [*COMMAND, "convert", str(pages), "-o", str(pages.parent / "c.nt")]
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert b" 2 x warning LD401 unfit value, e.g. " in done.stderr


def test_texts_are_made_for_what_is_shown_only(
    pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hundreds of findings; lines and columns of the shown violations and one a rule."""
    made: list[Location] = []

    def counted(location: Location) -> tuple[Place, Excerpt | None]:
        made.append(location)
        return place_and_excerpt(location)

    monkeypatch.setattr("ld_convert.findings.report.place_and_excerpt", counted)
    lines = shown(pages, "-j", "1")
    (totals,) = [line for line in lines if "warnings" in line]
    assert sum(map(int, re.findall(r"(\d+) (?:violation|warning|note)", totals))) > 150
    assert len(made) < 60
