"""Cases after public reports and real pages, each with what must hold of the output."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib

from tests.support.cases import expect, faults, folders, known_failures

pytestmark = pytest.mark.field

KNOWN = known_failures(__file__)
CASES = folders("field")


def name(case: Path) -> str:
    """The last two folders of a case's path."""
    return f"{case.parent.name}/{case.name}"


@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_case_of_the_field_holds(
    case: Path, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit status, triples and findings are those that its `expect.toml` asks for."""
    assert shared
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    expect(name(case), faults(case, tmp_path), KNOWN)


def test_each_known_failure_is_a_case(shared: Path) -> None:
    """A name that is no case would hide nothing, and stay for ever."""
    assert shared
    assert {name(case) for case in CASES} >= KNOWN
