"""The command `names`: the texts of pages that no authority knows, as a table to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert import run
from ld_convert.cli.settings import make_settings
from ld_convert.findings.codes import counted
from ld_convert.run.names import collect_names
from ld_convert.run.names.forms import form_of
from ld_convert.run.names.guesses import is_fuzzy
from ld_convert.run.names.reconcile import Service, ServiceError
from ld_convert.run.whole_file import check_apart
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.cli.console import Console
    from ld_convert.model import Finding, Json
    from ld_convert.run.names.book import NamesBook

UNANSWERED = 1
"""The exit status if a service did not answer."""


def names(
    console: Console,
    *,
    inputs: tuple[str, ...],
    output: str,
    jobs: int | None,
    reconcile: tuple[str, ...],
    **mapping: Json,
) -> int:
    """Write a table of names; return the exit status, 1 if a service did not answer."""
    services = [Service.of(option) for option in reconcile]
    if services and form_of(output) != ".csv":
        raise UsageError(f"--reconcile: {output} has no room for answers; write -o names.csv")
    check_apart(inputs, [("-o", output)])
    settings = make_settings(**mapping, meet_names=True)
    show = console.show if console.verbose or console.show_all else _ignore
    events = run.Events(show)
    troubles: list[str] = []

    def ask(book: NamesBook) -> None:
        for service in services:
            try:
                count = counted(service.fill(book), "name")
            except ServiceError as error:
                troubles.append(str(error))
            else:
                if not console.quiet:
                    console.say(f"{count} asked of {service.url}")

    jobs = jobs or run.available_cores()
    book, tally = collect_names(inputs, output, settings, events, jobs=jobs, ask=ask)
    if not console.quiet:
        entries = book.entries.values()
        filled = sum(entry.is_filled for entry in entries)
        pages = counted(tally.captures, "page")
        console.say(f"{counted(len(entries), 'name')} of {pages}, {filled} filled in: {output}")
        gain = book.gain()
        if gain.covered:
            console.say(f"theme: {gain}")
        if not is_fuzzy():
            console.say("near spellings are not grouped; pip install 'ld-convert[names]'")
    for trouble in troubles:
        console.say(f"--reconcile {trouble}")
    return UNANSWERED if troubles else 0


def _ignore(_: Iterable[Finding]) -> None:
    """Show nothing: who collects names does not mend pages, and -v shows their findings."""
