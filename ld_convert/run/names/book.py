"""Puts together what pages have and what the owner of a catalogue has filled in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ld_convert.run.names.guesses import grouped, near
from ld_convert.score.gains import gain_of
from ld_convert.values.names.kinds import kinds
from ld_convert.values.names.table import COLUMNS, FILLED, columns, key, path_of, read_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.model import MetName
    from ld_convert.score.gains import Gain

NUMBERS = frozenset({"count", "score"})
"""Columns whose cells are numbers."""
MADE = ("count", "first place", "like", "guess", "guessed label")
"""Columns that each run fills in anew; `count` is 0 for a text that no page has any more."""


@dataclass(slots=True)
class NameEntry:
    """One row."""

    kind: str
    cells: dict[str, str]
    """By heading: what stands there, made columns left out."""
    spellings: Counter[str] = field(default_factory=Counter)
    place: str = ""
    like: str = ""
    lacking: set[str] = field(default_factory=set)
    """Datasets that have it as a keyword, and have no theme."""
    guess: tuple[str, str] = ("", "")
    """The IRI and the label of the nearest member of an authority table."""

    @property
    def text(self) -> str:
        """The text as found; of several spellings the most frequent, and of these the first."""
        written = self.cells.get(COLUMNS["text"], "")
        return written or max(self.spellings, key=self.spellings.__getitem__)

    @property
    def is_filled(self) -> bool:
        """Whether somebody has said what the text stands for."""
        return any(self.cells.get(COLUMNS[name]) for name in FILLED)


class NamesBook:
    """The rows of a table of names: those that it had, and what pages have besides."""

    def __init__(self) -> None:
        self.delimiter = ","
        self.headings = [*COLUMNS.values(), *MADE]
        self.entries: dict[tuple[str, str], NameEntry] = {}
        self._kept: set[tuple[str, str]] = set()

    def keep(self, path: str, data: bytes) -> None:
        """Keep the rows of an earlier table, in their order; raises UsageError if it is none."""
        sheet = read_names(path, data)
        at = columns(sheet)
        known = {number: COLUMNS[name] for name, number in at.items() if name in COLUMNS}
        titles = [known.get(number, title) for number, title in enumerate(sheet.header)]
        made = {title.casefold() for title in MADE}
        self.headings += [t for t in titles if t not in self.headings and t.casefold() not in made]
        self.delimiter = sheet.delimiter or ","
        for _, row in sheet.rows:
            cells = {t: c for t, c in zip(titles, row, strict=False) if t.casefold() not in made}
            self._add(cells)
        self._kept = set(self.entries)

    def take(self, option: str) -> None:
        """Take over what a table of the option `--names` says, its kind before it if it has one."""
        path = path_of(option)
        default = option.removesuffix(path).removesuffix("=")
        sheet = read_names(path, Path(path).read_bytes())
        at = columns(sheet, default)
        for _, row in sheet.rows:
            cells = {COLUMNS[n]: row[i] for n, i in at.items() if n in COLUMNS and i < len(row)}
            cells[COLUMNS["kind"]] = cells.get(COLUMNS["kind"]) or default
            if any(cells.get(COLUMNS[name]) for name in FILLED):
                self._add(cells)

    def meet(self, names: Iterable[MetName]) -> None:
        """Count the names of one capture."""
        for name in names:
            entry = self.entries.get((name.kind, key(name.text)))
            if entry is None:
                entry = self._add({COLUMNS["kind"]: name.kind}, name.text)
            entry.spellings[name.text] += 1
            entry.lacking |= {name.dataset} - {""}
            entry.place = entry.place or name.place

    def settle(self) -> None:
        """Group spellings that are near each other, guess, and put new rows in order."""
        order = {kind: number for number, kind in enumerate(kinds())}
        old = [entry for found, entry in self.entries.items() if found in self._kept]
        new = [entry for found, entry in self.entries.items() if found not in self._kept]
        for kind in kinds().values():
            own = [entry for entry in self.entries.values() if entry.kind == kind.name]
            own.sort(key=lambda entry: (-entry.spellings.total(), entry.text))
            for entry, like in zip(own, grouped([e.text for e in own], kind.alike), strict=True):
                entry.like = like
            for entry in own:
                entry.guess = near(entry.text, kind) if not entry.is_filled else ("", "")
        weight: Counter[tuple[str, str]] = Counter()
        for entry in new:
            weight[entry.kind, entry.like or entry.text] += entry.spellings.total()
        new.sort(
            key=lambda e: (
                order.get(e.kind, len(order)),
                -weight[e.kind, e.like or e.text],
                e.like or e.text,
                bool(e.like),
                -e.spellings.total(),
                e.text,
            )
        )
        self.entries = {(entry.kind, key(entry.text)): entry for entry in (*old, *new)}

    def gain(self) -> Gain:
        """Return how few keywords would give how many datasets a theme, if each had one.

        Datasets with a keyword that is filled in need none.
        """
        entries = self.entries.values()
        has = {d for entry in entries if entry.is_filled for d in entry.lacking}
        return gain_of({e.text: e.lacking - has for e in entries if not e.is_filled})

    def rows(self) -> Iterable[list[str]]:
        """Yield the cells of each row, under `headings`."""
        for entry in self.entries.values():
            cells = {
                **entry.cells,
                COLUMNS["text"]: entry.text,
                **dict(zip(MADE, self._made(entry), strict=True)),
            }
            yield [cells.get(heading, "") for heading in self.headings]

    @staticmethod
    def _made(entry: NameEntry) -> tuple[str, ...]:
        return (str(entry.spellings.total()), entry.place, entry.like, *entry.guess)

    def _add(self, cells: dict[str, str], text: str = "") -> NameEntry:
        """Add a row, or fill the empty cells of the one of its kind and text."""
        kind = cells.get(COLUMNS["kind"], "")
        found = (kind, key(cells.get(COLUMNS["text"], "") or text))
        entry = self.entries.setdefault(found, NameEntry(kind, cells))
        for heading, cell in cells.items():
            entry.cells[heading] = entry.cells.get(heading) or cell
        return entry
