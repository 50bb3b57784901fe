"""The rule tables of a profile, read from `vocab/mapping/`."""

from __future__ import annotations

import csv
from pathlib import Path

from ld_convert.settings import UsageError
from ld_convert.vocab.files import data
from ld_convert.vocab.profiles import load_profile, rule_table
from ld_convert.vocab.tables import parse_table, read_table

COLUMNS = frozenset({"as", "from", "id", "source", "target", "view"})
"""Of a table of rules."""
NO_TABLE = f"is no table with the columns {', '.join(sorted(COLUMNS))}"


def rule_rows(name: str, extra: str = "") -> dict[str, dict[str, str]]:
    """Return the rows of a profile's rule tables by id, in the order in which they are tried.

    A row replaces the one of its id in a table that its own extends, at the place of that one. A
    row of a new id follows the one before it in its own table; the first ones come before all.
    The tables of portals, `vocab/mapping/portals/*.csv`, hold in each profile: their rows come
    after those of the most general table. `extra` is the path of a table of the user's, which
    extends the profile.
    Raises UsageError for an unknown profile and for an id that stands twice in a table.
    """
    rows: dict[str, dict[str, str]] = {}
    order: list[str] = []
    general, *special = load_profile(name).tables
    tables = [_own_table(general), *_portal_tables()]
    last = len(tables)
    tables += [_own_table(table) for table in special]
    if extra:
        tables.append(_users_table(extra))
    for number, table in enumerate(tables):
        place = len(order) - 1 if number < last else -1
        for key, row in _unique(table).items():
            if key in rows:
                place = order.index(key)
            else:
                place += 1
                order.insert(place, key)
            rows[key] = row
    return {key: rows[key] for key in order}


def _portal_tables() -> list[list[dict[str, str]]]:
    """Return the tables of rules for what one portal says in words of its own."""
    folder = data("vocab/mapping/portals")
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".csv"))
    return [read_table(f"vocab/mapping/portals/{name}") for name in names]


def _own_table(profile: str) -> list[dict[str, str]]:
    """Return the rows of a profile's own table; raises UsageError for one of a plug-in's."""
    try:
        rows = parse_table(rule_table(profile))
    except ValueError as error:
        raise UsageError(f"rules of the profile {profile}: {error}") from error
    if rows and not rows[0].keys() >= COLUMNS:
        raise UsageError(f"rules of the profile {profile}: {NO_TABLE}")
    return rows


def _users_table(path: str) -> list[dict[str, str]]:
    """Return the rows of a table of the user's; raises UsageError if it is none of rules."""
    try:
        rows = parse_table(Path(path).read_text("utf-8"))
    except (ValueError, csv.Error) as error:
        raise UsageError(f"--rules {path}: {error}") from error
    if not rows or not rows[0].keys() >= COLUMNS:
        raise UsageError(f"--rules {path}: {NO_TABLE}")
    return rows


def _unique(rows: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    """Return the rows of a table by id."""
    table: dict[str, dict[str, str]] = {}
    for row in rows:
        if row["id"] in table:
            raise UsageError(f"rule {row['id']} stands twice")
        table[row["id"]] = row
    return table
