"""Options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import cloup

from ld_convert.cli.head_options import HEAD
from ld_convert.cli.listed import Listed, ListedOption
from ld_convert.cli.seconds import SECONDS
from ld_convert.settings import BASE

if TYPE_CHECKING:
    from collections.abc import Callable

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


INPUTS = click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")


def group(title: str, *chosen: Decorator) -> Decorator:
    """Return one decorator that adds several options; the help lists them under a title."""
    return cloup.option_group(title, *chosen)


def together(*groups: Decorator) -> Decorator:
    """Return one decorator that adds several groups of options, in the order given."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for one in reversed(groups):
            command = one(command)
        return command

    return add


def examples(*lines: str) -> str:
    """Return what stands at the end of a help text."""
    return "\b\n" + "\n".join(["Examples:", *(f"  {line}" for line in lines)])


def _tell(context: click.Context, option: click.Parameter, value: object) -> None:
    """Set an option of the console, wherever it stands on the command line."""
    if not value or option.name is None:
        return
    from ld_convert.cli.console import Console  # noqa: PLC0415  for a fast --help

    context.find_root().ensure_object(Console).set(option.name, value)


CONSOLE = group(
    "What is shown",
    click.option(
        "-q",
        "--quiet",
        is_flag=True,
        expose_value=False,
        callback=_tell,
        help="Show no findings and no progress; one line if the exit status is not 0.",
    ),
    click.option(
        "-v",
        "--verbose",
        is_flag=True,
        expose_value=False,
        callback=_tell,
        help="Show each finding in full.",
    ),
    click.option(
        "--show",
        type=click.Choice(["summary", "all"]),
        expose_value=False,
        callback=_tell,
        help="Show findings by rule (the default), or each in one line.",
    ),
    click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        expose_value=False,
        callback=_tell,
        help="Colours; auto uses them on a terminal, unless NO_COLOR is set.",
    ),
)
"""Options that can stand before or after the name of the command."""


FAIL_ON = click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "never"]),
    default="violation",
    show_default=True,
    help="Exit with status 1 if a finding is this severe or worse.",
)


GATE = group(
    "Exit status",
    FAIL_ON,
    click.option(
        "--max-findings",
        type=click.IntRange(0),
        default=0,
        show_default=True,
        help="Exit with status 1 only if there are more such findings.",
    ),
    click.option(
        "--baseline",
        metavar="FILE",
        help="A .json report; its findings are neither shown nor counted.",
    ),
)


CONTEXT = click.option(
    "--context",
    "contexts",
    multiple=True,
    metavar="URL=FILE",
    help="Read the JSON-LD context URL from FILE.",
)


REPORT = click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FILE",
    cls=ListedOption,
    tables=["report:REPORTS"],
    help="Write all findings to a file: {}; can be repeated.",
)


SCORE = group(
    "Quality score",
    click.option(
        "--score",
        "scores",
        multiple=True,
        metavar="FILE",
        cls=ListedOption,
        tables=["score.forms:FORMS"],
        help="Write quality scores to a file: {}; can be repeated.",
    ),
    click.option(
        "--probe-urls", is_flag=True, help="Request each access and download URL, for the score."
    ),
)


LENIENCY = group(
    "Faults of pages",
    click.option(
        "--repair/--no-repair", default=True, help="Mend known faults of JSON, with findings."
    ),
    click.option(
        "--partial", is_flag=True, help="Read truncated JSON up to its last complete member."
    ),
)


BOUNDS = (
    click.option(
        "--page-timeout",
        type=SECONDS,
        default=10.0,
        show_default=True,
        metavar="SECONDS",
        help="Processor time that one page may take; 0 for any.",
    ),
    click.option(
        "--strict",
        is_flag=True,
        envvar="LD_CONVERT_STRICT",
        help="Stop at a defect of ld-convert; else only the page is lost, with status 3.",
    ),
)
LIMITS = group("Limits", *BOUNDS)
WORKER_MEMORY = click.option(
    "--worker-memory",
    type=click.FloatRange(0),
    default=4096.0,
    show_default=True,
    metavar="MIB",
    help="Memory that a process of -j may take; 0 for any.",
)


MAPPING = together(
    group(
        "Rules and shapes",
        click.option(
            "--profile",
            metavar="NAME",
            default="dcat-ap",
            show_default=True,
            cls=ListedOption,
            tables=["vocab.profiles:profile_names"],
            help="Rules, shapes and forms of values: {}.",
        ),
        click.option(
            "--rules",
            default="",
            metavar="FILE",
            help="Table of rules that extend or replace the profile's.",
        ),
        click.option(
            "--shapes",
            multiple=True,
            metavar="PATH",
            help="More SHACL shapes: a file or a directory.",
        ),
        click.option(
            "--engine",
            type=Listed("validate:ENGINES"),
            default="auto",
            show_default=True,
            help="How to run shapes; pyshacl runs all of them with pySHACL, which is slow.",
        ),
    ),
    group(
        "Names",
        click.option(
            "--base",
            default=BASE,
            show_default=True,
            metavar="IRI",
            help="Start of the IRIs of things that have none.",
        ),
        click.option(
            "--iri-from",
            multiple=True,
            metavar="SOURCE",
            cls=ListedOption,
            tables=["identify.policies:CANDIDATES"],
            help="Where the IRI of a dataset comes from, best first: {}.",
        ),
        click.option(
            "--names",
            multiple=True,
            metavar="[KIND=]FILE",
            help="Table that says what the texts of pages stand for (ld-convert names).",
        ),
    ),
    group(
        "The catalogue",
        *HEAD,
        click.option(
            "--date",
            default="",
            metavar="DATE",
            help="When the captures were made; by default the dates of the files.",
        ),
    ),
    group("Limits", *BOUNDS, WORKER_MEMORY),
)


PROCESSES = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1),
    help="Number of processes; by default one for each processor.",
)


JOBS = group(
    "The run",
    PROCESSES,
    click.option(
        "--checkpoint",
        metavar="DIR",
        help="Keep finished pages in DIR; the same command continues an interrupted run.",
    ),
    click.option(
        "--keep-source/--no-keep-source", default=True, help="Write the schema.org triples too."
    ),
    click.option(
        "--provenance",
        is_flag=True,
        help="Write for each derived triple which rule made it, and of what.",
    ),
)
