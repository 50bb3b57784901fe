"""The command `names`: the texts of pages that no authority knows, as a table to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert import run
from ld_convert.cli.settings import make_settings
from ld_convert.findings.codes import counted
from ld_convert.run.names import collect_names
from ld_convert.run.names.guesses import is_fuzzy
from ld_convert.run.whole_file import check_apart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.cli.console import Console
    from ld_convert.model import Finding, Json


def names(
    console: Console, *, inputs: tuple[str, ...], output: str, jobs: int | None, **mapping: Json
) -> int:
    """Write a table of names; return the exit status."""
    check_apart(inputs, [("-o", output)])
    settings = make_settings(**mapping, meet_names=True)
    show = console.show if console.verbose or console.show_all else _ignore
    events = run.Events(show)
    book, tally = collect_names(
        inputs, output, settings, events, jobs=jobs or run.available_cores()
    )
    if not console.quiet:
        entries = book.entries.values()
        filled = sum(entry.is_filled for entry in entries)
        pages = counted(tally.captures, "page")
        console.say(f"{counted(len(entries), 'name')} of {pages}, {filled} filled in: {output}")
        if not is_fuzzy():
            console.say("near spellings are not grouped; pip install 'ld-convert[names]'")
    return 0


def _ignore(_: Iterable[Finding]) -> None:
    """Show nothing: who collects names does not mend pages, and -v shows their findings."""
