from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ld_convert.model import Finding
from ld_convert.run import Events, How, Output, Tally, convert
from ld_convert.settings import Settings
from tests.support.deadly import DEADLY, Deadly


def page(number: int, context: str = "https://schema.org") -> str:
    record = {
        "@context": context,
        "@type": "Dataset",
        "@id": f"https://a.example/{number}",
        "name": f"Set {number}",
        "description": "Measured by hand",
        "datePublished": "last spring",
    }
    return json.dumps(record)


@pytest.fixture
def graves(tmp_path: Path) -> Path:
    folder = tmp_path / "graves"
    folder.mkdir()
    return folder


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Files of one page, and a JSON Lines file of several, with a deadly page in each."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(45):
        context = DEADLY if number == 7 else "https://schema.org"
        (folder / f"{number:03}.json").write_text(page(number, context))
    lines = [page(100 + n, DEADLY if n == 3 else "https://schema.org") for n in range(6)]
    (folder / "lines.jsonl").write_text("\n".join(lines))
    for file in folder.iterdir():
        os.utime(file, (0, 0))
    return folder


def run(pages: Path, settings: Settings, jobs: int, output: Path) -> tuple[Tally, list[Finding]]:
    found: list[Finding] = []
    tally = convert(
        [str(pages)], Output(str(output), "nt"), settings, Events(found.extend), How(jobs)
    )
    return tally, found


def test_a_page_that_ends_its_process_is_named_and_nothing_else_is_lost(
    pages: Path, graves: Path, tmp_path: Path
) -> None:
    """The other pages give the bytes that they give without it, in the same order."""
    output, expected = tmp_path / "c.nt", tmp_path / "expected.nt"
    tally, found = run(pages, Settings(contexts=Deadly(graves)), 2, output)
    lost = [f for f in found if f.code == "LD611"]
    assert [f.place.source for f in lost] == [f"{pages}/007.json", f"{pages}/lines.jsonl!4"]
    assert "SIGKILL" in lost[0].message
    assert (tally.captures, tally.datasets, tally.rejected) == (51, 49, 2)
    (pages / "007.json").unlink()
    lines = (pages / "lines.jsonl").read_text().splitlines()
    lines[3] = ""
    (pages / "lines.jsonl").write_text("\n".join(lines))
    os.utime(pages / "lines.jsonl", (0, 0))
    run(pages, Settings(), 1, expected)
    assert output.read_bytes() == expected.read_bytes()


def test_a_process_that_is_killed_once_costs_no_page(
    pages: Path, graves: Path, tmp_path: Path
) -> None:
    """Whoever killed it, the page is not to blame."""
    settings = Settings(contexts=Deadly(graves, times=1))
    tally, found = run(pages, settings, 2, tmp_path / "c.nt")
    assert tally.datasets == 51
    assert "LD611" not in {finding.code for finding in found}
    assert len(list(graves.iterdir())) == 1


@pytest.mark.parametrize("jobs", [2, 3])
def test_the_number_of_processes_changes_no_byte_and_no_finding(
    pages: Path, graves: Path, tmp_path: Path, jobs: int
) -> None:
    """Results come in the order of the inputs."""
    settings = Settings(contexts=Deadly(graves, times=0))
    one = run(pages, settings, 1, tmp_path / "1.nt")
    assert run(pages, settings, jobs, tmp_path / "n.nt") == one
    assert (tmp_path / "1.nt").read_bytes() == (tmp_path / "n.nt").read_bytes()
