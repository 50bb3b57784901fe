"""Makes Settings and the gate from the options of a command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from rdflib import Literal

from ld_convert.cli.gate import Gate, read_baseline
from ld_convert.identify.policies import order
from ld_convert.rdf.from_nodes import IRI
from ld_convert.report import check_report
from ld_convert.settings import Settings, UsageError
from ld_convert.values.dates import date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.model import Json


def make_settings(
    *, contexts: Iterable[str] = (), iri_from: Iterable[str] = (), **options: Json
) -> Settings:
    """Return settings from options; contexts are read from their files.

    Raises UsageError for a value that cannot be used.
    """
    settings = Settings(**options, contexts=read_contexts(contexts), iri_from=order(iri_from))
    for option, iri in (
        ("--base", settings.base),
        ("--catalog-iri", settings.catalog_iri),
        ("--publisher-iri", settings.publisher_iri),
    ):
        if iri and not IRI.fullmatch(iri):
            raise UsageError(f"{option} {iri}: is not an absolute IRI")
    if not settings.base.endswith(("/", "#", ":")):
        raise UsageError(f"--base {settings.base}: must end in /, # or :")
    if settings.date and date(Literal(settings.date)) is None:
        raise UsageError(f"--date {settings.date}: is not a date; write it as 2024-12-31")
    return settings


def make_gate(tolerated: int, baseline: str | None, report: str | None) -> Gate:
    """Return the gate of a command.

    Raises UsageError now, not after a run of hours, for a baseline that cannot be used and for a
    report with an unknown ending.
    """
    if report:
        check_report(report)
    return Gate(tolerated, read_baseline(baseline) if baseline else None)


def read_contexts(options: Iterable[str]) -> dict[str, Json]:
    """Return the contexts of options URL=FILE, by URL.

    Raises UsageError for an option of another form or a file that is not JSON, and OSError for
    one that cannot be read.
    """
    contexts = {}
    for option in options:
        url, separator, file = option.rpartition("=")
        if not separator:
            raise UsageError(f"--context {option}: write URL=FILE")
        try:
            contexts[url] = orjson.loads(Path(file).read_bytes())
        except orjson.JSONDecodeError as error:
            raise UsageError(f"--context {option}: {error}") from error
    return contexts
