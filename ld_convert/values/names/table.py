"""A table of names: what the texts of pages stand for, as the owner of a catalogue says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rdflib import Literal

from ld_convert.model import Location, is_iri
from ld_convert.settings import UsageError
from ld_convert.values.codes import publisher_type, theme
from ld_convert.values.names.cells import Sheet, read_sheet
from ld_convert.values.names.kinds import AGENT, KEYWORD, PLACE, Kind, kinds
from ld_convert.values.names.published import READERS
from ld_convert.values.places import bbox, centroid
from ld_convert.vocab.files import kept_while_unchanged
from ld_convert.vocab.views import name_iri, normal, views

if TYPE_CHECKING:
    from ld_convert.findings.report import Report

INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Direction marks and characters without width: two texts that differ by them look the same."""

COLUMNS = {
    "kind": "kind",
    "text": "text as found",
    "iri": "IRI",
    "label": "preferred label",
    "theme": "theme",
    "same": "same as",
    "type": "type",
    "geometry": "geometry",
}
"""The heading of each column that is read, by field of a row."""
NEEDED = ("kind", "text")
FILLED = tuple(name for name in COLUMNS if name not in NEEDED)
ONLY = {"theme": KEYWORD, "type": AGENT, "geometry": PLACE}
"""Columns that hold for one kind only."""


class Name(NamedTuple):
    """One row that says something."""

    kind: str
    text: str
    iri: str
    label: str
    theme: str
    same: str
    type: str
    geometry: str
    where: str
    """File and line."""

    def named(self, base: str) -> str:
        """Return the IRI, else one made of the preferred label; empty where neither gives one."""
        if self.iri or not self.label:
            return self.iri
        made = (name_iri(views()[v], self.label, base) for v in kinds()[self.kind].views)
        return next(filter(None, made), "")


class Problem(NamedTuple):
    """What is wrong with a cell of a table: a finding, once there is a report."""

    code: str
    sheet: Sheet
    line: int
    cell: int
    values: dict[str, str]

    @property
    def location(self) -> Location:
        """The spot in the table."""
        offset = self.sheet.cell(self.line, self.cell)
        return Location(self.sheet.source, self.sheet.content, offset=offset)


@dataclass(slots=True)
class NameTable:
    """The rows of one table or of several, by kind and text."""

    names: dict[tuple[str, str], Name] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    spots: dict[str, tuple[Sheet, int]] = field(default_factory=dict)
    """By file and line: the table and the line."""
    labels: dict[str, str] = field(default_factory=dict)
    """The preferred label of each IRI."""

    def find(self, kind: str, text: str) -> Name | None:
        """Return the row of a text, however it is spelled; None for none."""
        return self.names.get((kind, key(text)))


def key(text: str) -> str:
    """Return what two spellings of one text share.

    They may differ by Unicode normalisation (NFKC), case, spaces and characters that nobody sees.
    """
    return normal(text if text.isascii() else INVISIBLE.sub("", text))


@kept_while_unchanged(4, lambda paths=(): [path_of(option) for option in paths])
def load_names(paths: tuple[str, ...] = ()) -> NameTable:
    """Return the tables of the option `--names`, each `FILE` or `KIND=FILE`.

    What is wrong with a row is in `problems`, and the row is left out. Raises UsageError for a
    file that is no such table, with file and line, and OSError for one that cannot be read.
    """
    found = NameTable()
    for option in paths:
        path = path_of(option)
        default = option.removesuffix(path).removesuffix("=")
        _add(found, read_names(path, Path(path).read_bytes()), default)
    return found


def path_of(option: str) -> str:
    """Return the path of `KIND=FILE`, or of `FILE`."""
    start, _, rest = option.partition("=")
    return rest if start in kinds() else option


def read_names(path: str, data: bytes) -> Sheet:
    """Return the cells of a file with names: a table, SKOS or SSSOM, as the ending of `path` says.

    Raises UsageError, with file and line, for what cannot be read.
    """
    read = next((read for end, read in READERS.items() if path.endswith(end)), read_sheet)
    return read(path, data)


def columns(sheet: Sheet, default: str = "") -> dict[str, int]:
    """Return the number of each column by field; raises UsageError where a needed one is missing.

    `default` is the kind of all rows of a table without that column.
    """
    known = {_heading(title): name for name, title in COLUMNS.items()}
    found: dict[str, int] = {}
    for number, title in enumerate(sheet.header):
        name = known.get(_heading(title), _heading(title))
        found.setdefault(name, number)
    missing = [COLUMNS[n] for n in NEEDED if n not in found and not (n == "kind" and default)]
    if missing:
        wanted = ", ".join(COLUMNS.values())
        why = f"no column is called {' or '.join(missing)}; a table of names has {wanted}"
        raise UsageError(f"{sheet.source}:1: {why}")
    return found


def _heading(title: str) -> str:
    return " ".join(title.casefold().replace("_", " ").split())


def _add(table: NameTable, sheet: Sheet, default: str) -> None:
    at = columns(sheet, default)
    cells = [at.get(name, -1) for name in COLUMNS]
    for line, row in sheet.rows:
        values = [row[n] if 0 <= n < len(row) else "" for n in cells]
        values[0] = values[0] or default
        if not any(values[2:]):
            continue
        name = Name._make((*values, f"{sheet.source}:{line}"))
        found = (name.kind, key(name.text))
        trouble = next(_troubles(name, found[1]), None)
        if trouble is None:
            trouble = _contradiction(table, name, table.names.get(found))
        if trouble is None:
            table.names.setdefault(found, name)
            table.spots.setdefault(name.where, (sheet, line))
            if name.iri and name.label:
                table.labels.setdefault(name.iri, name.label)
            continue
        code, column, why = trouble
        cell = max(at.get(column, 0), 0)
        table.problems.append(Problem(code, sheet, line, cell, {"text": name.text, "why": why}))


Trouble = tuple[str, str, str]
"""A code, the field of the cell, and what is wrong."""


def _troubles(name: Name, text: str) -> Iterator[Trouble]:
    """Yield what makes a row useless."""
    kind = kinds().get(name.kind)
    if kind is None:
        known = ", ".join(kinds())
        yield "LD440", "kind", f"no kind is called {name.kind!r}; there are {known}"
        return
    if not text:
        yield "LD440", "text", "the text as found is empty"
    if name.iri and not is_iri(name.iri):
        yield "LD440", "iri", f"{name.iri!r} is no absolute IRI"
    for other in name.same.split():
        if not is_iri(other):
            yield "LD440", "same", f"{other!r} is no absolute IRI"
    for column, only in ONLY.items():
        if name.kind != only and getattr(name, column):
            yield "LD440", column, f"{COLUMNS[column]} is for the kind {only} only"
    yield from _wrong_values(name, kind)


def _wrong_values(name: Name, kind: Kind) -> Iterator[Trouble]:
    if name.iri and (why := kind.trouble(name.iri)):
        yield "LD441", "iri", f"{name.iri} {why}"
    for one in name.theme.split("|") if name.theme else ():
        if themes_of(one) is None:
            yield "LD441", "theme", f"{one!r} is no data theme and no IRI"
    if name.type and publisher_type(Literal(name.type)) is None:
        yield "LD441", "type", f"{name.type!r} is no publisher type of ADMS"
    shape = Literal(name.geometry) if name.geometry else None
    if shape is not None and bbox(shape) is None and centroid(shape) is None:
        yield "LD440", "geometry", f"{name.geometry!r} is no box, point or polygon"


@lru_cache(maxsize=1_024)
def themes_of(text: str) -> str | None:
    """Return the IRI of a data theme (its code, label or IRI) or of another concept; else None."""
    found = theme(Literal(text.strip()))
    if found is None and (text.strip().isupper() and len(text.strip()) == THEME_CODE):
        found = theme(Literal(f"{DATA_THEME}{text.strip()}"))
    return str(found) if found is not None else text.strip() if is_iri(text.strip()) else None


THEME_CODE = 4
DATA_THEME = "http://publications.europa.eu/resource/authority/data-theme/"


def _contradiction(table: NameTable, name: Name, other: Name | None) -> Trouble | None:
    """Return how a row contradicts an earlier one: about its text (`other`), or about its IRI."""
    if other is not None and other[2:-1] != name[2:-1]:
        column = next(c for c in FILLED if getattr(other, c) != getattr(name, c))
        return "LD442", column, f"{other.where} says {getattr(other, column)!r}"
    label = table.labels.get(name.iri) if name.iri and name.label else None
    if label is not None and label != name.label:
        return "LD442", "label", f"an earlier row calls {name.iri} {label!r}"
    return None


def report_names(table: NameTable, used: Collection[str], report: Report) -> None:
    """Add a finding for each row that is wrong, and for each that matched nothing (LD443)."""
    for problem in table.problems:
        report.add(problem.code, problem.location, **problem.values)
    for name in table.names.values():
        if name.where not in used:
            sheet, line = table.spots[name.where]
            place = Location(sheet.source, sheet.content, offset=sheet.cell(line, 0))
            report.add("LD443", place, kind=name.kind, text=name.text)
