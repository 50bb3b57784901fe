"""What the program is made of is written down, and what is known of it is not hidden."""

from __future__ import annotations

import json
import re
import runpy
import tomllib

from tests.support.places import REPOSITORY

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = (REPOSITORY / "requirements-lock.txt").read_text("utf-8")
SBOM = runpy.run_path(str(REPOSITORY / ".ci" / "sbom.py"))
AUDIT = runpy.run_path(str(REPOSITORY / ".ci" / "audit.py"))
UNREACHED = {"name": "a", "skip_reason": "a was not found"}
GOOD = {"name": "b", "version": "1", "vulns": []}
BAD = {"name": "c", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}


def test_the_bill_in_the_wheel_is_that_of_the_lock_file() -> None:
    """After a change of the lock file: `.ci/sbom.py > .ci/sbom.cdx.json`."""
    bill = json.loads((REPOSITORY / ".ci" / "sbom.cdx.json").read_text("utf-8"))
    assert bill == SBOM["bill"](LOCK, PROJECT)
    assert len(bill["components"]) == len(re.findall(r"^\S+==", LOCK, re.MULTILINE))


def test_all_that_the_program_needs_is_locked_at_a_version_that_it_allows() -> None:
    """Each is `required` in the bill."""
    required = {
        SBOM["normal"](one["name"]): one["version"]
        for one in SBOM["bill"](LOCK, PROJECT)["components"]
        if one["scope"] == "required"
    }
    for text in PROJECT["dependencies"]:
        name, least = re.match(r"([\w.-]+)>=([\d.]+)", text).groups()  # type: ignore[union-attr]
        assert version(required[SBOM["normal"](name)]) >= version(least), name


def version(text: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", text)]


def test_an_audit_without_data_is_told_as_left_out() -> None:
    """pip-audit itself says then that no fault is known."""
    lines, is_bad = AUDIT["judged"]({"dependencies": [UNREACHED, UNREACHED]})
    assert lines == ["LEFT OUT: 2 of 2 packages, e.g. a was not found"]
    assert not is_bad
    lines, is_bad = AUDIT["judged"]({"dependencies": [UNREACHED, GOOD, BAD]})
    assert lines[0] == "c 1: CVE-1, mended in ['2']"
    assert lines[1:] == [
        "LEFT OUT: 1 of 3 packages, e.g. a was not found",
        "pip-audit looked at 2 packages",
    ]
    assert is_bad
