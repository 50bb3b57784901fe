"""The examples that `explain` shows are true: the bad one has the finding, the good one has not."""

from __future__ import annotations

from pathlib import Path

import pytest

from ld_convert.findings.codes import Code, codes
from ld_convert.pipeline import convert_pages
from ld_convert.read import read
from ld_convert.settings import Settings

WORDS = "$ "
"""Starts an example that tells what to do instead of being the content of a file."""


def found(text: str, folder: Path) -> set[str]:
    """Codes that a file with this content gives, cut JSON read or not."""
    file = folder / "example"
    file.write_text(text, "utf-8", newline="")
    settings = (Settings(), Settings(partial=True))
    captures = list(read([str(file)]))
    return {
        finding.code
        for chosen in settings
        for conversion in convert_pages(captures, chosen)
        for finding in conversion.findings
    }


def test_a_code_has_a_clause_and_two_examples() -> None:
    """Without them `explain` would have nothing to show."""
    for code in codes().values():
        assert code.clause == "" or code.clause.startswith("https://"), code.id
        assert code.bad.removeprefix(WORDS).strip(), code.id
        assert code.good.removeprefix(WORDS).strip(), code.id
        assert code.bad != code.good, code.id


@pytest.mark.parametrize(
    "code", [c for c in codes().values() if not c.bad.startswith(WORDS)], ids=lambda code: code.id
)
def test_the_bad_example_has_the_finding(code: Code, tmp_path: Path) -> None:
    """Read as a file it gives this very code."""
    assert code.id in found(code.bad, tmp_path)


@pytest.mark.parametrize(
    "code", [c for c in codes().values() if not c.good.startswith(WORDS)], ids=lambda code: code.id
)
def test_the_good_example_has_it_not(code: Code, tmp_path: Path) -> None:
    """Read as a file it does not give this code."""
    assert code.id not in found(code.good, tmp_path)
