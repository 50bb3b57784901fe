"""The commands that publish and ask: their options."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click
import cloup

from ld_convert.cli.listed import ListedForm
from ld_convert.cli.options import (
    CONSOLE,
    CONTEXT,
    GATE,
    INPUTS,
    JOBS,
    LENIENCY,
    MAPPING,
    REPORT,
    examples,
    group,
)
from ld_convert.cli.seconds import SECONDS

if TYPE_CHECKING:
    from ld_convert.cli.console import Console


@cloup.command(
    epilog=examples(
        "ld-convert publish pages/ --to catalogue.db",
        "ld-convert publish pages/ --to http://localhost:7878 --prune --dry-run",
    ),
)
@INPUTS
@group(
    "The store",
    click.option("--to", required=True, metavar="URL", help="Directory or URL of the store."),
    click.option("--graph", default="", metavar="IRI", help="Put everything into this one graph."),
    click.option(
        "--prune",
        is_flag=True,
        help="Delete the graphs of captures that are no longer among the inputs.",
    ),
    click.option(
        "--adopt",
        is_flag=True,
        help="Replace graphs of the same names that other programs published.",
    ),
    click.option("--dry-run", is_flag=True, help="Print what would change, and change nothing."),
    click.option("--verify", is_flag=True, help="Compare the contents of all graphs, too."),
    click.option(
        "--changes", default="", metavar="FILE", help="Append the changes to an LDES feed."
    ),
    click.option("--void", is_flag=True, help="Also publish a VoID description with counts."),
    click.option(
        "--data-dump", multiple=True, metavar="URL", help="With --void: URL of a dump to announce."
    ),
    click.option(
        "--sparql-endpoint",
        default="",
        metavar="URL",
        help="With --void: URL of the SPARQL endpoint to announce.",
    ),
    click.option(
        "--fdp-default",
        "defaults",
        multiple=True,
        metavar="NAME=VALUE",
        help="For a FAIR Data Point: what datasets get that lack it, as theme=IRI.",
    ),
    click.option(
        "--user", default="", metavar="NAME", help="User name; by default LD_CONVERT_USER."
    ),
    click.option(
        "--password-stdin",
        is_flag=True,
        help="Read the password from standard input; by default LD_CONVERT_PASSWORD.",
    ),
    click.option(
        "--timeout",
        "timeout_seconds",
        type=SECONDS,
        metavar="SECONDS",
        default=300.0,
        show_default=True,
        help="How long to wait for one answer.",
    ),
    click.option(
        "--retries",
        type=click.IntRange(0),
        default=6,
        show_default=True,
        help="How often to send a failed request again.",
    ),
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
    """Load captures or RDF files into a store.

    Graphs that have not changed are not sent.

    Secrets come from the environment: LD_CONVERT_USER, LD_CONVERT_PASSWORD, LD_CONVERT_TOKEN.
    """
    from ld_convert.cli.commands import publish as command

    sys.exit(command.publish(console, **chosen))


@cloup.command(
    epilog=examples(
        "ld-convert query @publishers pages/",
        "ld-convert query 'SELECT ?t { ?d a dcat:Dataset ; dct:title ?t }' catalogue.ttl -f csv",
    ),
)
@click.argument("sparql", required=False)
@click.argument("inputs", nargs=-1, metavar="[STORE|INPUT...]")
@group(
    "The query",
    click.option("--list", "only_list", is_flag=True, help="List the ready queries."),
    click.option("-o", "--output", default="-", metavar="FILE", help="File to write; - is stdout."),
    click.option(
        "-f",
        "--format",
        "form",
        type=ListedForm("query.forms:FORMS"),
        default="table",
        show_default=True,
        help="Form of the answer; turtle, nt, rdf-xml and json-ld are for graphs.",
    ),
    click.option(
        "--timeout", type=SECONDS, metavar="SECONDS", help="Stop the query after this time."
    ),
    click.option(
        "--allow-service",
        is_flag=True,
        help="Allow SERVICE, which sends requests to other endpoints.",
    ),
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


@cloup.command(
    epilog=examples(
        "ld-convert serve catalogue.db",
        "ld-convert serve catalogue.db --port 8080",
    ),
)
@click.argument("store")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=7878,
    show_default=True,
    help="Port to listen on.",
)
@click.option(
    "--timeout",
    type=SECONDS,
    metavar="SECONDS",
    default=60.0,
    show_default=True,
    help="Time that one query may take.",
)
@click.option(
    "--max-bytes",
    type=click.IntRange(1),
    metavar="BYTES",
    default=32 << 20,
    show_default=True,
    help="The largest answer; a larger one is an error.",
)
@click.option("--cors", is_flag=True, help="Allow web pages of other hosts to ask.")
@CONSOLE
def serve(**chosen: Any) -> None:
    """Serve a store on disk for SPARQL queries.

    The endpoint is read-only, and has a page to write queries in.
    """
    from ld_convert.cli.commands import serve as command

    sys.exit(command.serve(**chosen))


@cloup.command(
    epilog=examples(
        "ld-convert site pages/ -o public --site-url https://data.example/catalogue/",
        "ld-convert site catalogue.ttl -o public --site-url https://data.example/ --preview",
    ),
)
@INPUTS
@group(
    "The site",
    click.option("-o", "--output", required=True, metavar="DIR", help="Directory of the site."),
    click.option(
        "--site-url", required=True, metavar="URL", help="Address of the site on the web."
    ),
    click.option(
        "--templates",
        default="",
        metavar="DIR",
        help="Jinja templates that come before ours of the same names.",
    ),
    click.option("--preview", is_flag=True, help="Then serve it on this machine, to look at it."),
    click.option(
        "--port",
        type=click.IntRange(0, 65535),
        default=8000,
        show_default=True,
        help="With --preview: port to listen on; 0 for any that is free.",
    ),
)
@MAPPING
@LENIENCY
@CONTEXT
@REPORT
@GATE
@JOBS
@CONSOLE
@click.pass_obj
def site(console: Console, /, **chosen: Any) -> None:
    """Make a web site of the catalogue, of files alone.

    It has a page for each dataset and the same for machines: RDF in four forms, schema.org,
    Signposting, DataCite, feeds for harvesters. Things without an address of their own get that of
    their page.
    """
    from ld_convert.cli.commands import site as command

    sys.exit(command.site(console, **chosen))


SECTION = cloup.Section("Publish and ask", [publish, query, serve, site])
