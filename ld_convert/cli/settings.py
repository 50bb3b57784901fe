"""Makes Settings and the gate from the options of a command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from rdflib import Literal

from ld_convert.catalogue.head import catalogue_head
from ld_convert.cli.config import place_in_file
from ld_convert.cli.gate import Gate, read_baseline
from ld_convert.identify.policies import order
from ld_convert.report import check_report
from ld_convert.settings import SettingError, Settings, UsageError
from ld_convert.values.dates import date
from ld_convert.values.names.table import load_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.model import Json


def make_settings(
    *, contexts: Iterable[str] = (), iri_from: Iterable[str] = (), **options: Json
) -> Settings:
    """Return settings from options; contexts are read from their files.

    Raises UsageError for a value that cannot be used.
    """
    stated = options.get("date", "")
    made = date(Literal(stated)) if stated else None
    if made is not None:
        options["date"] = str(made)  # as XML Schema writes it
    try:
        found = Settings(**options, contexts=read_contexts(contexts), iri_from=order(iri_from))
        load_names(found.names)  # an error in its header is one of usage
        catalogue_head(found)  # it converts the values of --catalog-language and the like
    except SettingError as error:
        option = error.name.replace("_", "-")
        in_file = place_in_file(error.name, f"{error.value!r} {error.why}")
        raise in_file or UsageError(f"--{option} {error.value}: {error.why}") from error
    return found


def make_gate(tolerated: int, baseline: str | None, reports: Iterable[str]) -> Gate:
    """Return the gate of a command.

    Raises UsageError now, not after a run of hours, for a baseline that cannot be used and for a
    report with an unknown ending.
    """
    for report in reports:
        check_report(report)
    return Gate(tolerated, read_baseline(baseline) if baseline else None)


def named(option: str, paths: Iterable[str]) -> list[tuple[str, str]]:
    """Return the paths of a repeated option, each with the name of the option."""
    return [(option, path) for path in paths]


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
