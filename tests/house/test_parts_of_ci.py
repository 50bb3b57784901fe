"""Each test is run by exactly one part of CI; the part of two minutes is the README's command."""

from __future__ import annotations

import re

import pytest

from tests.support.places import README, REPOSITORY

SCRIPT = (REPOSITORY / ".ci" / "run").read_text("utf-8")
COMMAND = re.search(r"^    (python3 -m venv .*pytest.*)$", README.read_text("utf-8"), re.MULTILINE)
SELECTION = re.compile(r'-m pytest -m (?:"([^"]+)"|(\w+))')


def selections() -> list[str]:
    """The expressions of marks by which the README's command and the script select tests."""
    assert COMMAND
    return [one or other for one, other in SELECTION.findall(COMMAND[1] + SCRIPT)]


def test_the_command_of_the_readme_is_the_first_part() -> None:
    """The script takes the command from the README, which runs the tests of two minutes."""
    assert selections()[0] == "quick"
    assert "README.md" in SCRIPT
    assert 'eval "$test_command"' in SCRIPT


@pytest.mark.parametrize("given", [{"quick"}, {"alone"}, {"alone", "bench"}, set()])
def test_each_test_is_in_exactly_one_part(given: set[str]) -> None:
    """Whatever other marks it has; what measures is alone too, as conftest.py sees to."""
    marks = {mark: mark in given for mark in ("quick", "alone", "bench")}
    assert sum(bool(eval(text, {}, marks)) for text in selections()) == 1  # noqa: S307  our own


def test_what_wants_the_machine_for_itself_is_not_quick(request: pytest.FixtureRequest) -> None:
    """No test of this run is in two parts."""
    of_both = [
        item.nodeid
        for item in request.session.items
        if {"quick", "alone"} <= {mark.name for mark in item.iter_markers()}
    ]
    assert of_both == []


def test_the_version_is_the_same_wherever_it_stands() -> None:
    """The package, the citation and the changelog name one number."""
    version = re.search(
        r'^version = "(.*)"$', (REPOSITORY / "pyproject.toml").read_text(), re.MULTILINE
    )
    assert version
    assert f"\nversion: {version[1]}\n" in (REPOSITORY / ".github" / "CITATION.cff").read_text()
    assert f"\n## [{version[1]}]" in (REPOSITORY / "CHANGELOG.md").read_text()
