"""Writes the scores of a run, dataset by dataset, and sums them."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from ld_convert.score.census import Census
from ld_convert.score.forms import FORMS
from ld_convert.score.joined import PagesOnDisk
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ld_convert.score.census import PageCensus
    from ld_convert.score.forms import Form
    from ld_convert.score.joined import SettledNames
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
    """Takes the scores of one capture after another; at the end writes them and the sums.

    What several captures say of a dataset counts together.
    """

    def __init__(self, forms: Sequence[Form] = (), prober: Prober | None = None) -> None:
        self.forms = forms
        self.prober = prober
        self._pages = PagesOnDisk()
        self._census: Census | None = None

    def add(self, page: PageCensus) -> None:
        """Take the scores of a capture."""
        self._pages.add(page)

    def rename(self, names: SettledNames) -> None:
        """Give the datasets their final IRIs, when all captures are there."""
        self._pages.rename(names)

    @property
    def census(self) -> Census:
        """The sums. Asked first, it writes each dataset; with a prober, it requests addresses."""
        if self._census is None:
            self._census = Census(probed=self.prober is not None)
            for page in self._pages.joined():
                self._count(page, self._census)
        return self._census

    def _count(self, page: PageCensus, census: Census) -> None:
        if self.prober is not None:
            page = page._replace(scores=tuple(map(self.prober.probed, page.scores)))
        census.add_page(page)
        for form in self.forms:
            for score in page.scores:
                form.dataset(score)

    def close(self) -> None:
        """Write the sums."""
        for form in self.forms:
            form.end(self.census)

    def free(self) -> None:
        """Free the disk. Of a run that was broken off the sums are still known."""
        self.forms, self.prober = (), None
        self._census = self.census
        self._pages.close()


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
        stack.callback(book.free)
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
