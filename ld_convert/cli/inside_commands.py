"""The commands that show what is in pages, tables and this installation: their options."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click
import cloup

from ld_convert.cli.listed import Listed
from ld_convert.cli.options import (
    CONSOLE,
    CONTEXT,
    INPUTS,
    LENIENCY,
    LIMITS,
    MAPPING,
    examples,
)

if TYPE_CHECKING:
    from ld_convert.cli.console import Console


@cloup.command(
    epilog=examples(
        "ld-convert extract page.html",
        "ld-convert extract pages/ | jq .value.name",
    ),
)
@INPUTS
@LENIENCY
@LIMITS
@CONSOLE
@click.pass_obj
def extract(console: Console, /, inputs: tuple[str, ...], **chosen: Any) -> None:
    """Print what each page contains, as JSON lines."""
    from ld_convert.cli.commands import extract as command

    sys.exit(command.extract(console, inputs, **chosen))


@cloup.command(
    epilog=examples(
        "ld-convert expand page.html",
        "ld-convert expand page.html --context https://a.example/c.jsonld=c.jsonld",
    ),
)
@INPUTS
@CONTEXT
@LIMITS
@CONSOLE
@click.pass_obj
def expand(console: Console, /, inputs: tuple[str, ...], **chosen: Any) -> None:
    """Print the expanded JSON-LD of each page.

    Each page is one JSON array on a line.
    """
    from ld_convert.cli.commands import extract as command

    sys.exit(command.expand(console, inputs, **chosen))


@cloup.command(
    epilog=examples(
        "ld-convert rules",
        "ld-convert rules fdp -f csv > fdp.csv",
        "ld-convert rules dataset-keyword",
    ),
)
@click.argument("name", default="dcat-ap")
@click.option(
    "-f",
    "--format",
    "form",
    type=Listed("mapping.show:FORMS"),
    default="table",
    show_default=True,
    help="Form of the rules; csv is what --rules reads.",
)
@click.option("--rules", "extra", default="", metavar="FILE", help="Table with more rules.")
@CONSOLE
def rules(name: str, form: str, extra: str) -> None:
    """Show the mapping of a profile, or one rule with its example.

    NAME is a profile or the id of a rule. Of a profile the last line tells how much of schema.org
    it covers.
    """
    from ld_convert.cli.commands import rules as command

    sys.exit(command.rules(name, form, extra))


@cloup.command(
    epilog=examples(
        "ld-convert explain Dataset-theme-recommended",
        "ld-convert explain https://data.example/1#dataset pages/",
    ),
)
@click.argument("name", metavar="CODE|IRI")
@click.argument("inputs", nargs=-1, metavar="[INPUT...]")
@MAPPING
@LENIENCY
@CONTEXT
@CONSOLE
def explain(name: str, inputs: tuple[str, ...], **chosen: Any) -> None:
    """Explain a finding, or each triple of a resource.

    With CODE or the name of a shape: its meaning, what to do, a bad and a good example.

    With IRI and captures: for each triple of the resource its origin (stated by the page, derived
    by a rule, supplied by settings or tables), its rule, and what the rule read, and where.
    """
    from ld_convert.cli.commands import explain as resources
    from ld_convert.cli.commands import rules as tables

    if inputs:
        sys.exit(resources.explain_resource(name, inputs, **chosen))
    sys.exit(tables.explain(name))


@cloup.command(epilog=examples("ld-convert doctor", "ld-convert doctor | grep missing"))
@CONSOLE
def doctor() -> None:
    """Show versions, extras and servers that are installed."""
    from ld_convert.cli.commands import doctor as command

    sys.exit(command.doctor())


SECTION = cloup.Section("Look inside", [extract, expand, rules, explain, doctor])
