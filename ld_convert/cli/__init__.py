"""The command line: each command parses its options and calls one function."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Any

import click

from ld_convert.cli.listed import Listed, ListedForm, ListedOption
from ld_convert.cli.options import (
    CONSOLE,
    CONTEXT,
    GATE,
    INPUTS,
    JOBS,
    LENIENCY,
    MAPPING,
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
    """Commands that exit with status 130, as in shells, when the user presses Ctrl-C."""

    def invoke(self, context: click.Context) -> Any:
        """Run the chosen command."""
        try:
            return super().invoke(context)
        except KeyboardInterrupt:
            sys.exit(130)


@click.group(cls=Interruptible, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ld-convert", message="%(version)s")
@CONSOLE
@click.pass_context
def cli(context: click.Context) -> None:
    """Turn schema.org JSON-LD in captured web pages into a DCAT catalogue.

    INPUT is a file, a directory, a glob, or - for standard input. The content of a file tells what
    it is, not its name. Data goes to standard output, findings go to standard error.

    Exit status: 0 done; 1 done, but with findings as severe as --fail-on, or with inputs that could
    not be used; 2 could not run; 130 interrupted.
    """
    from ld_convert.cli.console import Console

    context.ensure_object(Console)


@cli.command()
@INPUTS
@click.option("-o", "--output", default="-", metavar="FILE", help="File to write; - is stdout.")
@click.option(
    "-f",
    "--format",
    "form",
    type=ListedForm("write:FORMS"),
    help="Form of the output; by default the ending of FILE, else turtle.",
)
@click.option(
    "--graphs",
    type=click.Choice(CHOICES["graphs"]),
    help="Named graphs of N-Quads and TriG: one for each capture, or three by origin.",
)
@MAPPING
@LENIENCY
@CONTEXT
@REPORT
@SCORE
@click.option(
    "--account",
    metavar="FILE",
    cls=ListedOption,
    tables=["cli.commands.accounts:WRITERS"],
    help="Write what became of each value: {}.",
)
@click.option("--rejects", metavar="FILE", help="Write the names of inputs that could not be used.")
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


@cli.command()
@INPUTS
@LENIENCY
@CONSOLE
@click.pass_obj
def extract(console: Console, /, inputs: tuple[str, ...], **chosen: bool) -> None:
    """Print what each page contains, as JSON lines."""
    from ld_convert.cli.commands import extract as command

    sys.exit(command.extract(console, inputs, **chosen))


@cli.command()
@INPUTS
@CONTEXT
@CONSOLE
@click.pass_obj
def expand(console: Console, /, inputs: tuple[str, ...], contexts: tuple[str, ...]) -> None:
    """Print the expanded JSON-LD of each page, one JSON array a line."""
    from ld_convert.cli.commands import extract as command

    sys.exit(command.expand(console, inputs, contexts))


@cli.command()
@INPUTS
@MAPPING
@CONTEXT
@REPORT
@SCORE
@GATE
@CONSOLE
@click.pass_obj
def validate(console: Console, /, **chosen: Any) -> None:
    """Check RDF files or captures against the shapes of a profile."""
    from ld_convert.cli.commands import validate as command

    sys.exit(command.validate(console, **chosen))


@cli.command()
@INPUTS
@click.option("--to", required=True, metavar="URL", help="Directory or URL of the store.")
@click.option("--graph", default="", metavar="IRI", help="Put everything into this one graph.")
@click.option(
    "--prune",
    is_flag=True,
    help="Delete the graphs of captures that are no longer among the inputs.",
)
@click.option(
    "--adopt", is_flag=True, help="Replace graphs of the same names that other programs published."
)
@click.option("--dry-run", is_flag=True, help="Print what would change, and change nothing.")
@click.option("--verify", is_flag=True, help="Compare the contents of all graphs, too.")
@click.option("--changes", default="", metavar="FILE", help="Append the changes to an LDES feed.")
@click.option("--void", is_flag=True, help="Also publish a VoID description with counts.")
@click.option(
    "--data-dump", multiple=True, metavar="URL", help="With --void: URL of a dump to announce."
)
@click.option(
    "--sparql-endpoint",
    default="",
    metavar="URL",
    help="With --void: URL of the SPARQL endpoint to announce.",
)
@click.option(
    "--fdp-default",
    "defaults",
    multiple=True,
    metavar="NAME=VALUE",
    help="For a FAIR Data Point: what datasets get that lack it, as theme=IRI.",
)
@click.option("--user", default="", help="User name; by default LD_CONVERT_USER.")
@click.option(
    "--password-stdin",
    is_flag=True,
    help="Read the password from standard input; by default LD_CONVERT_PASSWORD.",
)
@click.option(
    "--timeout",
    "timeout_seconds",
    type=float,
    default=300.0,
    show_default=True,
    help="Seconds to wait for one answer.",
)
@click.option(
    "--retries",
    type=click.IntRange(0),
    default=6,
    show_default=True,
    help="How often to send a failed request again.",
)
@MAPPING
@LENIENCY
@CONTEXT
@REPORT
@GATE
@JOBS
@CONSOLE
@click.pass_obj
def publish(console: Console, /, **chosen: Any) -> None:
    """Load captures or RDF files into a store; graphs that have not changed are not sent.

    Secrets come from the environment: LD_CONVERT_USER, LD_CONVERT_PASSWORD, LD_CONVERT_TOKEN.
    """
    from ld_convert.cli.commands import publish as command

    sys.exit(command.publish(console, **chosen))


@cli.command()
@click.argument("name", default="dcat-ap")
@click.option(
    "-f",
    "--format",
    "form",
    type=Listed("mapping.show:FORMS"),
    default="table",
    show_default=True,
)
@click.option("--rules", "extra", default="", metavar="FILE", help="Table with more rules.")
@CONSOLE
def rules(name: str, form: str, extra: str) -> None:
    """Show the mapping of a profile, and how much of schema.org it covers."""
    from ld_convert.cli.commands import rules as command

    sys.exit(command.rules(name, form, extra))


@cli.command()
@click.argument("name", metavar="CODE|IRI")
@click.argument("inputs", nargs=-1, metavar="[INPUT...]")
@MAPPING
@LENIENCY
@CONTEXT
@CONSOLE
def explain(name: str, inputs: tuple[str, ...], **chosen: Any) -> None:
    """Explain a finding, or where each triple of a resource comes from.

    With CODE or the name of a shape: its meaning, what to do, a bad and a good example.

    With IRI and captures: for each triple of the resource its origin (stated by the page, derived
    by a rule, supplied by settings or tables), its rule, and what the rule read, and where.
    """
    from ld_convert.cli.commands import explain as resources
    from ld_convert.cli.commands import rules as tables

    if inputs:
        sys.exit(resources.explain_resource(name, inputs, **chosen))
    sys.exit(tables.explain(name))


@cli.command()
@click.argument("sparql", required=False)
@click.argument("inputs", nargs=-1, metavar="[STORE|INPUT...]")
@click.option("--list", "only_list", is_flag=True, help="List the ready queries.")
@click.option("-o", "--output", default="-", metavar="FILE", help="File to write; - is stdout.")
@click.option(
    "-f",
    "--format",
    "form",
    type=ListedForm("query.forms:FORMS"),
    default="table",
    show_default=True,
)
@click.option("--timeout", type=float, metavar="SECONDS", help="Stop the query after this time.")
@click.option(
    "--allow-service", is_flag=True, help="Allow SERVICE, which sends requests to other endpoints."
)
@MAPPING
@CONTEXT
@CONSOLE
@click.pass_obj
def query(console: Console, /, *, only_list: bool, **chosen: Any) -> None:
    """Ask a store, RDF files or captures.

    SPARQL is the text of a query, or the @name of a ready query.
    """
    from ld_convert.cli.commands import query as command

    if only_list:
        sys.exit(command.list_queries())
    if not (chosen["sparql"] and chosen["inputs"]):
        raise click.UsageError("pass a query, and a store, RDF files or captures to ask")
    sys.exit(command.query(console, **chosen))


@cli.command()
@click.argument("store")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=7878,
    show_default=True,
    help="Port to listen on.",
)
@click.option("--timeout", type=float, default=60.0, show_default=True, help="Seconds for a query.")
@click.option(
    "--max-bytes", type=int, default=32 << 20, show_default=True, help="Size of an answer."
)
@click.option("--cors", is_flag=True, help="Allow web pages of other hosts to ask.")
@CONSOLE
def serve(**chosen: Any) -> None:
    """Serve a store on disk as a read-only SPARQL endpoint with a query page."""
    from ld_convert.cli.commands import serve as command

    sys.exit(command.serve(**chosen))


def main() -> None:
    """Run the command line. A mistake of the user is one line and status 2."""
    take_over()
    try:
        cli()
    except (OSError, UsageError) as error:
        click.echo(f"ld-convert: {_words(error)}", err=True)
        sys.exit(2)
    finally:
        gc.freeze()  # saves a tenth of a short run: the process ends anyway


def _words(error: Exception) -> str:
    """Return the message of an error, without the errno number."""
    if isinstance(error, OSError) and error.strerror and error.filename is not None:
        return f"{os.fsdecode(error.filename)}: {error.strerror}"
    return getattr(error, "strerror", None) or str(error)
