"""The Markdown cases of `tests/cases`: a broken page, and the findings it gives with their places.

The first code block of a case is the page. A mark such as ⟦1⟧ stands before the spot that a finding
must name; it is taken out before the page is read, and its line and column are counted here. The
second block holds the findings: mark (⟦⟧ for the page as a whole), JSON pointer, code and message.
Findings of other codes may come too; of the codes that are named, there is none beside those.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ld_convert import Settings, convert_page, read_captures
from ld_convert.report.text import line

CASES = sorted(Path(__file__).parent.glob("*.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r": \w+ (LD\d{3}) ")
MARK = re.compile(r"⟦(\w+)⟧")
NAMES = {"html": "page.html", "json": "page.json", "flight": "page.rsc"}


def unmarked(page: str) -> tuple[str, dict[str, str]]:
    """The page without its marks, and `line:column` of each of them."""
    spots: dict[str, str] = {}
    while mark := MARK.search(page):
        before = page[: mark.start()]
        page = before + page[mark.end() :]
        spots[mark[1]] = f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
    return page, spots


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_broken_page_gives_the_findings_of_its_case(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each finding names the exact line and column, the pointer, the code and the words."""
    (kind, marked), (_, wanted) = BLOCK.findall(case.read_text("utf-8"))
    page, spots = unmarked(marked)
    monkeypatch.chdir(tmp_path)  # blank nodes are named after the path
    Path(NAMES[kind]).write_text(page, "utf-8", newline="")
    expected = [
        MARK.sub(lambda mark: f"{NAMES[kind]}:{spots[mark[1]]}", row).replace("⟦⟧", NAMES[kind])
        for row in wanted.splitlines()
    ]
    (capture,) = read_captures([NAMES[kind]])
    shown = [line(finding) for finding in convert_page(capture, Settings()).findings]
    codes = set(CODE.findall(wanted))
    assert sorted(row for row in shown if codes & set(CODE.findall(row))) == sorted(expected)


def test_there_are_cases() -> None:
    """The cases are found."""
    assert len(CASES) >= 20
