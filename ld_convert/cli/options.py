"""Options that several commands have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ld_convert.settings import BASE

if TYPE_CHECKING:
    from collections.abc import Callable

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


INPUTS = click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")


ANSWER_FORMS = ("table", "csv", "tsv", "json", "xml", "turtle", "nt", "rdf-xml", "json-ld")


OUTPUT_FORMS = ("turtle", "nt", "nquads", "trig", "json-ld", "rdf-xml")


def options(*chosen: Decorator) -> Decorator:
    """Return one decorator that adds several options, in the order given."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(chosen):
            command = option(command)
        return command

    return add


FAIL_ON = click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "never"]),
    default="violation",
    show_default=True,
    help="The mildest finding that makes the exit status 1.",
)


GATE = options(
    FAIL_ON,
    click.option(
        "--max-findings",
        type=click.IntRange(0),
        default=0,
        show_default=True,
        help="How many findings of --fail-on are accepted.",
    ),
    click.option(
        "--baseline", metavar="FILE", help="Findings of an earlier .json report never fail."
    ),
)


CONTEXT = click.option(
    "--context", "contexts", multiple=True, metavar="URL=FILE", help="A JSON-LD context by its URL."
)


REPORT = click.option(
    "--report",
    metavar="FILE",
    help="Write all findings to a file: .txt .full.txt .json .sarif .xml .ttl or .html.",
)


SCORE = options(
    click.option(
        "--score", metavar="FILE", help="Write quality scores to a file: .txt .json .ttl or .nt."
    ),
    click.option("--probe-urls", is_flag=True, help="Ask whether the addresses scored answer."),
)


LENIENCY = options(
    click.option("--repair/--no-repair", default=True, help="Mend known faults of JSON."),
    click.option("--partial", is_flag=True, help="Read JSON that is cut off as far as it goes."),
)


MAPPING = options(
    click.option(
        "--profile", default="dcat-ap", show_default=True, help="Rules and shapes to use."
    ),
    click.option("--rules", default="", metavar="FILE", help="Rules that replace the profile's."),
    click.option("--shapes", multiple=True, metavar="PATH", help="Further SHACL shapes."),
    click.option(
        "--engine",
        type=click.Choice(["auto", "pyshacl"]),
        default="auto",
        show_default=True,
        help="How shapes are run; pyshacl is slow, and the reference.",
    ),
    click.option("--base", default=BASE, show_default=True, help="Where new names are made."),
    click.option(
        "--iri-from",
        multiple=True,
        metavar="SOURCE",
        help="Where the IRIs of datasets come from, best first: id, page, url, doi, hash.",
    ),
    click.option("--catalog-iri", default="", help="IRI of the catalogue written."),
    click.option("--catalog-title", default="Catalogue", show_default=True),
    click.option("--publisher-name", default="", help="Who publishes the catalogue."),
    click.option("--publisher-iri", default=""),
    click.option("--date", default="", help="When the captures were made; else the files' date."),
)


JOBS = options(
    click.option(
        "-j", "--jobs", type=click.IntRange(1), help="Number of processes; else that of processors."
    ),
    click.option(
        "--checkpoint",
        metavar="DIR",
        help="Keep what is done there: a run that broke off goes on, no page is converted twice.",
    ),
    click.option(
        "--keep-source/--no-keep-source",
        default=True,
        help="Write the schema.org triples beside the DCAT ones.",
    ),
    click.option(
        "--provenance",
        is_flag=True,
        help="Say of each derived triple which rule made it, and of what.",
    ),
)
