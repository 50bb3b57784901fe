"""The command line: parse options, call one function, print."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Any

import click

from ld_convert.cli.options import (
    ANSWER_FORMS,
    CONTEXT,
    GATE,
    INPUTS,
    JOBS,
    LENIENCY,
    MAPPING,
    OUTPUT_FORMS,
    REPORT,
    SCORE,
)
from ld_convert.rdf.own_process import take_over
from ld_convert.settings import CHOICES, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ld_convert.cli.console import Console

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class Interruptible(click.Group):
    """Commands that end with the exit status of shells when the user breaks off."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(context)
        except KeyboardInterrupt:
            sys.exit(130)


@click.group(cls=Interruptible, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ld-convert", message="%(version)s")
@click.option("-q", "--quiet", is_flag=True, help="Show no findings.")
@click.option("-v", "--verbose", is_flag=True, help="Show what to do about each finding.")
@click.pass_context
def cli(context: click.Context, *, quiet: bool, verbose: bool) -> None:
    """Turn schema.org JSON-LD in captured web pages into a DCAT catalogue.

    INPUT is a file, a directory, a glob or - for standard input; what a file is follows from its
    content, not from its name. Data goes to standard output, findings to standard error.

    Exit status: 0 done; 1 done, with findings that --fail-on names or with rejected inputs;
    2 could not run.
    """
    from ld_convert.cli.console import Console

    context.obj = Console(quiet=quiet, verbose=verbose)


@cli.command()
@INPUTS
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write; - is stdout.")
@click.option(
    "-f", "--format", "form", type=click.Choice(OUTPUT_FORMS), help="Else from the file name."
)
@click.option(
    "--graphs",
    type=click.Choice(CHOICES["graphs"]),
    help="Named graphs of N-Quads and TriG: one a capture, or one for each origin in it.",
)
@MAPPING
@LENIENCY
@CONTEXT
@REPORT
@SCORE
@click.option("--account", metavar="FILE", help="Say what became of each value: .csv or .json.")
@click.option("--rejects", metavar="FILE", help="Write the names of unusable inputs to a file.")
@GATE
@JOBS
@click.option(
    "--dask",
    metavar="ADDRESS",
    help="Run on a Dask cluster, by its scheduler's address or file; -o names a directory.",
)
@click.option(
    "--progress",
    type=click.Choice(["auto", "bar", "plain", "json", "none"]),
    default="auto",
    show_default=True,
    help="How to show how far it is: auto is a bar on a terminal, else a line every 10 s.",
)
@click.pass_obj
def convert(console: Console, /, **chosen: Any) -> None:
    """Convert captures to a DCAT catalogue."""
    from ld_convert.cli.commands import convert as command

    sys.exit(command.convert(console, **chosen))


@cli.command()
@INPUTS
@LENIENCY
@click.pass_obj
def extract(console: Console, /, inputs: tuple[str, ...], **chosen: bool) -> None:
    """Print what was found in each page, as JSON lines."""
    from ld_convert.cli.commands import extract as command

    sys.exit(command.extract(console, inputs, **chosen))


@cli.command()
@INPUTS
@CONTEXT
@click.pass_obj
def expand(console: Console, /, inputs: tuple[str, ...], contexts: tuple[str, ...]) -> None:
    """Print expanded JSON-LD, one JSON array a line."""
    from ld_convert.cli.commands import extract as command

    sys.exit(command.expand(console, inputs, contexts))


@cli.command()
@INPUTS
@MAPPING
@CONTEXT
@REPORT
@SCORE
@GATE
@click.pass_obj
def validate(console: Console, /, **chosen: Any) -> None:
    """Check RDF files, or captures, against the profile's shapes."""
    from ld_convert.cli.commands import validate as command

    sys.exit(command.validate(console, **chosen))


@cli.command()
@INPUTS
@click.option("--to", required=True, metavar="URL", help="A directory, or the URL of a store.")
@click.option("--graph", default="", metavar="IRI", help="One graph for everything.")
@click.option("--prune", is_flag=True, help="Delete the graphs of captures that are gone.")
@click.option("--adopt", is_flag=True, help="Replace graphs of our names that others wrote.")
@click.option("--dry-run", is_flag=True, help="Print what would change, and change nothing.")
@click.option("--changes", default="", metavar="FILE", help="Add the changes to a feed (LDES).")
@click.option("--void", is_flag=True, help="Publish a description with counts (VoID), too.")
@click.option("--data-dump", multiple=True, metavar="URL", help="For it: a file with everything.")
@click.option("--sparql-endpoint", default="", metavar="URL", help="For it: where to ask.")
@click.option("--user", default="", help="Else LD_CONVERT_USER.")
@click.option("--password-stdin", is_flag=True, help="Read it there; else LD_CONVERT_PASSWORD.")
@click.option("--timeout", "timeout_seconds", type=float, default=300.0, show_default=True)
@click.option("--retries", type=click.IntRange(0), default=6, show_default=True)
@MAPPING
@LENIENCY
@CONTEXT
@REPORT
@GATE
@JOBS
@click.pass_obj
def publish(console: Console, /, **chosen: Any) -> None:
    """Put captures or RDF files into a store; what has not changed is not sent.

    Secrets come from LD_CONVERT_USER, LD_CONVERT_PASSWORD and LD_CONVERT_TOKEN.
    """
    from ld_convert.cli.commands import publish as command

    sys.exit(command.publish(console, **chosen))


@cli.command()
@click.argument("name", default="dcat-ap")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["table", "csv", "sssom", "markdown"]),
    default="table",
    show_default=True,
)
@click.option("--rules", "extra", default="", metavar="FILE", help="Rules that extend it.")
def rules(name: str, form: str, extra: str) -> None:
    """Show the mapping of a profile, and how much of schema.org it accounts for."""
    from ld_convert.cli.commands import rules as command

    sys.exit(command.rules(name, form, extra))


@cli.command()
@click.argument("name", metavar="CODE|IRI")
@click.argument("inputs", nargs=-1, metavar="[INPUT...]")
@MAPPING
@LENIENCY
@CONTEXT
def explain(name: str, inputs: tuple[str, ...], **chosen: Any) -> None:
    """Say what a finding means, or where each triple of a resource comes from.

    With an IRI and captures, each triple of the resource is shown with its origin (stated by the
    page, derived by a rule, supplied by settings and tables), its rule, the value that the rule
    read, and where in the page it stands.
    """
    from ld_convert.cli.commands import explain as resources
    from ld_convert.cli.commands import rules as tables

    if inputs:
        sys.exit(resources.explain_resource(name, inputs, **chosen))
    sys.exit(tables.explain(name))


@cli.command()
@click.argument("sparql", required=False)
@click.argument("inputs", nargs=-1, metavar="[STORE|INPUT...]")
@click.option("--list", "only_list", is_flag=True, help="List the queries known by @name.")
@click.option("-o", "--output", default="-", metavar="FILE", help="Where to write; - is stdout.")
@click.option(
    "-f", "--format", "form", type=click.Choice(ANSWER_FORMS), default="table", show_default=True
)
@click.option("--timeout", type=float, metavar="SECONDS", help="Give up after this time.")
@click.option("--allow-service", is_flag=True, help="Let SERVICE ask other end points.")
@MAPPING
@CONTEXT
@click.pass_obj
def query(console: Console, /, *, only_list: bool, **chosen: Any) -> None:
    """Ask a store, RDF files or captures in SPARQL, or by the @name of a ready query."""
    from ld_convert.cli.commands import query as command

    if only_list:
        sys.exit(command.list_queries())
    if not (chosen["sparql"] and chosen["inputs"]):
        raise click.UsageError("name a query and what to ask: a store, RDF files or captures")
    sys.exit(command.query(console, **chosen))


@cli.command()
@click.argument("store")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", type=click.IntRange(1, 65535), default=7878, show_default=True)
@click.option("--timeout", type=float, default=60.0, show_default=True, help="Seconds a query.")
@click.option("--max-bytes", type=int, default=32 << 20, show_default=True, help="Size a result.")
@click.option("--cors", is_flag=True, help="Let pages of other hosts ask.")
def serve(**chosen: Any) -> None:
    """Serve a store on disk as a read-only SPARQL end point with a query page."""
    from ld_convert.cli.commands import serve as command

    sys.exit(command.serve(**chosen))


def main() -> None:
    """Run the command line; a user's mistake ends with status 2 and one line."""
    take_over()
    try:
        cli()
    except (OSError, UsageError) as error:
        click.echo(f"ld-convert: {_words(error)}", err=True)
        sys.exit(2)
    finally:
        gc.freeze()  # the process ends: a last search among all that was loaded is a tenth of it


def _words(error: Exception) -> str:
    """Return an error as people read it, without the system's number for it."""
    if isinstance(error, OSError) and error.strerror and error.filename is not None:
        return f"{os.fsdecode(error.filename)}: {error.strerror}"
    return getattr(error, "strerror", None) or str(error)
