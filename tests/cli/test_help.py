"""Each command's help has examples that work, and the options of the console everywhere."""

from __future__ import annotations

import re
import shlex

import click
import pytest

from ld_convert.cli import cli
from tests.support.cli import run

COMMANDS = sorted(cli.commands)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_has_two_examples_that_the_command_takes(name: str) -> None:
    """Each line is parsed as a shell and the command would; a pipe ends it."""
    lines = re.findall(r"^  (ld-convert .*)$", run(name, "--help").stdout, re.MULTILINE)
    assert len(lines) >= 2
    for line in lines:
        program, command, *rest = shlex.split(re.split(r" [|>] ", line)[0])
        assert (program, command) == ("ld-convert", name)
        cli.commands[name].make_context(name, rest, parent=click.Context(cli))


@pytest.mark.parametrize("name", COMMANDS)
def test_quiet_and_verbose_can_stand_behind_the_command(name: str) -> None:
    """As people write them."""
    shown = run(name, "--help").stdout
    assert all(option in shown for option in ("-q, --quiet", "-v, --verbose", "--show", "--color"))


@pytest.mark.parametrize(
    ("name", "own"),
    [("convert", "-o"), ("names", "-o"), ("publish", "--to"), ("query", "-f"), ("site", "-o")],
)
def test_what_a_command_is_for_stands_before_what_it_shares(name: str, own: str) -> None:
    """Nobody looks for the output behind forty options about the catalogue."""
    shown = run(name, "--help").stdout
    assert shown.index(f"  {own}") < shown.index("  --profile") < shown.index("  --page-timeout")


def test_the_commands_are_listed_in_groups() -> None:
    """Each under a title, none left over."""
    shown = run("--help").stdout
    titles = ("From pages to a catalogue:", "Look inside:", "Publish and ask:")
    assert [title for title in titles if title in shown] == list(titles)
    assert "Other commands:" not in shown


def test_doctor_tells_versions_extras_and_servers() -> None:
    """And how to install what is missing."""
    shown = run("doctor").stdout
    assert re.search(r"^  rdflib \d", shown, re.MULTILINE)
    assert re.search(r"^extra warc\n  fastwarc ", shown, re.MULTILINE)
    assert re.search(r"^servers\n  oxigraph ", shown, re.MULTILINE)
