"""Writes the scores of a run, dataset by dataset, and sums them."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ld_convert.score.census import Census
from ld_convert.score.forms import FORMS
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ld_convert.score.census import PageCensus
    from ld_convert.score.forms import Form
    from ld_convert.score.probe import Prober

STDOUT = "-"


def check_score(path: str) -> type[Form]:
    """Return the form of a score file; raises UsageError for an unknown ending."""
    if path == STDOUT:
        return FORMS[".txt"]
    form = FORMS.get(Path(path).suffix)
    if form is None:
        *others, last = FORMS
        raise UsageError(f"{path}: a score ends in {', '.join(others)} or {last}")
    return form


class Scorebook:
    """Takes the scores of one capture after another, writes them and keeps the sums.

    If several captures describe a dataset, only the first description counts.
    """

    def __init__(self, forms: Sequence[Form] = (), prober: Prober | None = None) -> None:
        self.forms = forms
        self.prober = prober
        self.census = Census(probed=prober is not None)
        self._seen: set[int] = set()

    def add(self, page: PageCensus) -> None:
        """Write and sum the datasets of a capture; with a prober, request their addresses."""
        new = [score for score in page.scores if hash(score.dataset) not in self._seen]
        self._seen.update(hash(score.dataset) for score in new)
        if self.prober is not None:
            new = [self.prober.probed(score) for score in new]
        page = page._replace(scores=tuple(new))
        self.census.add_page(page)
        for form in self.forms:
            for score in new:
                form.dataset(score)

    def close(self) -> None:
        """Write the sums."""
        for form in self.forms:
            form.end(self.census)


@contextmanager
def scorebook(paths: Sequence[str], prober: Prober | None = None) -> Iterator[Scorebook]:
    """Give a scorebook that writes to files, and to standard output for `-`.

    A file appears whole or not at all. Raises UsageError for an unknown ending.
    """
    kinds = [check_score(path) for path in paths]
    with ExitStack() as stack:
        streams = [stack.enter_context(_stream(path)) for path in paths]
        pairs = zip(kinds, streams, strict=True)
        book = Scorebook([kind(stream, prober is not None) for kind, stream in pairs], prober)
        yield book
        book.close()


@contextmanager
def _stream(path: str) -> Iterator[IO[str]]:
    if path == STDOUT:
        yield sys.stdout
        return
    part = Path(f"{path}.part")
    try:
        with part.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
