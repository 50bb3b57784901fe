"""The texts of many pages that no authority table knows, as a table of names to fill in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ld_convert.run.names.book import NamesBook
from ld_convert.run.names.forms import FORMS, form_of
from ld_convert.run.results import results
from ld_convert.run.tally import Events, Tally, take
from ld_convert.run.whole_file import STDOUT, check_path, whole_file
from ld_convert.run.work import Job

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ld_convert.settings import Settings


def collect_names(  # noqa: PLR0913  what a run needs, and who is asked
    inputs: Iterable[str],
    output: str,
    settings: Settings,
    events: Events,
    *,
    jobs: int = 1,
    ask: Callable[[NamesBook], None] = lambda _: None,
) -> tuple[NamesBook, Tally]:
    """Write the names that pages have and no authority knows to a table; return what is in it.

    What an earlier table of the name has is kept: its rows, their order, and the columns that only
    it has. What `settings.names` say is added. `ask` may fill guesses in before the table is
    written. `settings.meet_names` must be set. Raises UsageError for a name with an unknown ending
    and for an earlier table that cannot be read, before the first page.
    """
    form = form_of(output)
    check_path(output)
    book = NamesBook()
    if output != STDOUT and Path(output).exists():
        book.keep(output, Path(output).read_bytes())
    for option in settings.names:
        book.take(option)
    tally = Tally()
    inputs = tuple(inputs)
    if inputs:
        plain = replace(settings, names=())  # what a table says already is counted all the same
        with results(inputs, Job(plain, "nt"), jobs) as found:
            for part, size_bytes in found:
                tally.size_bytes += size_bytes
                if part is not None:
                    take(part, tally, events._replace(meet=book.meet))
                events.watch(tally)
    book.settle()
    ask(book)
    with whole_file(output) as stream:
        stream.write(FORMS[form](book))
    return book, tally
