"""The commands that make and check a catalogue: their options."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click
import cloup

from ld_convert.cli.listed import Listed, ListedForm, ListedOption
from ld_convert.cli.options import (
    CONSOLE,
    CONTEXT,
    GATE,
    INPUTS,
    JOBS,
    LENIENCY,
    MAPPING,
    PROCESSES,
    REPORT,
    SCORE,
    examples,
    group,
)
from ld_convert.settings import CHOICES

if TYPE_CHECKING:
    from ld_convert.cli.console import Console


@cloup.command(
    epilog=examples(
        "ld-convert convert pages/ -o catalogue.ttl",
        "ld-convert convert crawl.warc.gz -o c.nt.gz --report fix.csv --score scores.txt",
    ),
)
@INPUTS
@group(
    "Output",
    click.option("-o", "--output", default="-", metavar="FILE", help="File to write; - is stdout."),
    click.option(
        "-f",
        "--format",
        "form",
        type=ListedForm("write:FORMS"),
        help="Form of the output; by default the ending of FILE, else turtle.",
    ),
    click.option(
        "--graphs",
        type=click.Choice(CHOICES["graphs"]),
        help="Named graphs of N-Quads and TriG: one for each capture, or three by origin.",
    ),
    click.option(
        "--account",
        metavar="FILE",
        cls=ListedOption,
        tables=["cli.commands.accounts:WRITERS"],
        help="Write what became of each value: {}.",
    ),
    click.option(
        "--rejects", metavar="FILE", help="Write the names of inputs that could not be used."
    ),
)
@MAPPING
@LENIENCY
@CONTEXT
@REPORT
@SCORE
@GATE
@JOBS
@click.option(
    "--dask",
    metavar="ADDRESS",
    help="Run on a Dask cluster; ADDRESS is its scheduler's URL or file, -o a directory.",
)
@click.option(
    "--progress",
    type=Listed("auto", "cli.progress.displays:DISPLAYS", "none"),
    default="auto",
    show_default=True,
    help="How to show progress; auto is a bar on a terminal, else a line every 10 s.",
)
@CONSOLE
@click.pass_obj
def convert(console: Console, /, **chosen: Any) -> None:
    """Convert captures to a DCAT catalogue."""
    from ld_convert.cli.commands import convert as command

    sys.exit(command.convert(console, **chosen))


@cloup.command(
    epilog=examples(
        "ld-convert validate catalogue.ttl",
        "ld-convert validate pages/ --baseline before.json --fail-on warning",
    ),
)
@INPUTS
@MAPPING
@CONTEXT
@REPORT
@SCORE
@GATE
@PROCESSES
@CONSOLE
@click.pass_obj
def validate(console: Console, /, **chosen: Any) -> None:
    """Check RDF files or captures against the shapes of a profile."""
    from ld_convert.cli.commands import validate as command

    sys.exit(command.validate(console, **chosen))


@cloup.command(
    epilog=examples(
        "ld-convert names pages/ -o names.csv",
        "ld-convert names --names names.csv -o names.ttl",
    ),
)
@click.argument("inputs", nargs=-1, metavar="[INPUT...]")
@group(
    "The table",
    click.option(
        "-o",
        "--output",
        default="-",
        metavar="FILE",
        cls=ListedOption,
        tables=["run.names.forms:FORMS"],
        help="Table to write, {}; what an earlier one has is kept. - is stdout, as .csv.",
    ),
    click.option(
        "--reconcile",
        multiple=True,
        metavar="[KIND=]URL",
        help="Ask a W3C reconciliation service for the empty rows: the only use of the network.",
    ),
)
@MAPPING
@LENIENCY
@CONTEXT
@PROCESSES
@CONSOLE
@click.pass_obj
def names(console: Console, /, **chosen: Any) -> None:
    """List the names in pages that no authority table knows.

    These are agents, places, keywords, licences, conditions of access, instruments, formats and
    languages: each with how often and where it was found, texts that are near it, and a guess. Fill
    the table in, and pass it to the other commands as --names FILE.
    """
    from ld_convert.cli.commands import names as command

    sys.exit(command.names(console, **chosen))


SECTION = cloup.Section("From pages to a catalogue", [convert, validate, names])
