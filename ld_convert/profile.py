"""Profiles: rules, shapes and output switches under one name, read from `vocab/profiles.toml`."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ld_convert.data import data
from ld_convert.model import Json
from ld_convert.settings import UsageError
from ld_convert.tables import parse_table, read_table

COLUMNS = frozenset({"as", "from", "id", "source", "target", "view"})
"""Of a table of rules."""


class Profile(NamedTuple):
    """What a catalogue is written as and checked against."""

    name: str
    title: str
    """As people call it, with its release."""
    tables: tuple[str, ...]
    """The profile and those that it extends, the most general first; each has a rule table."""
    shapes: tuple[str, ...]
    """Names of the files in `shapes/` that the result is checked against."""
    standard: str
    """IRI that records name with dct:conformsTo."""
    date: str
    """The value function for the dates of the catalogue and its records."""
    source: str
    """Where rows and switches were read."""


@cache
def load_profile(name: str) -> Profile:
    """Return a profile; raises UsageError, with the names that there are, for an unknown one."""
    if name not in _profiles():
        raise UsageError(f"no profile is called {name}; there are {', '.join(_profiles())}")
    switches: dict[str, Json] = {}
    chain: list[str] = []
    while name:
        chain.insert(0, name)
        switches = _profiles()[name] | switches
        name = _profiles()[name].get("extends", "")
    return Profile(
        name=chain[-1],
        title=switches["title"],
        tables=tuple(chain),
        shapes=tuple(switches["shapes"]),
        standard=switches["standard"],
        date=switches["date"],
        source=switches["source"],
    )


def profile_names() -> tuple[str, ...]:
    """Return the names of all profiles."""
    return tuple(_profiles())


def rule_rows(name: str, extra: str = "") -> dict[str, dict[str, str]]:
    """Return the rows of a profile's rule tables by id, in the order in which they are tried.

    A row replaces the one of its id in a table that its own extends, at the place of that one. A
    row of a new id follows the one before it in its own table; the first ones come before all.
    `extra` is the path of a table of the user's, which extends the profile.
    Raises UsageError for an unknown profile and for an id that stands twice in a table.
    """
    rows: dict[str, dict[str, str]] = {}
    order: list[str] = []
    tables = [read_table(f"vocab/mapping/{table}.csv") for table in load_profile(name).tables]
    if extra:
        tables.append(_users_table(extra))
    for table in tables:
        place = -1
        for key, row in _unique(table).items():
            if key in rows:
                place = order.index(key)
            else:
                place += 1
                order.insert(place, key)
            rows[key] = row
    return {key: rows[key] for key in order}


def _users_table(path: str) -> list[dict[str, str]]:
    """Return the rows of a table of the user's; raises UsageError if it is none of rules."""
    try:
        rows = parse_table(Path(path).read_text("utf-8"))
    except (ValueError, csv.Error) as error:
        raise UsageError(f"--rules {path}: {error}") from error
    if not rows or not rows[0].keys() >= COLUMNS:
        raise UsageError(
            f"--rules {path}: is no table with the columns {', '.join(sorted(COLUMNS))}"
        )
    return rows


def _unique(rows: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    """Return the rows of a table by id."""
    table: dict[str, dict[str, str]] = {}
    for row in rows:
        if row["id"] in table:
            raise UsageError(f"rule {row['id']} stands twice")
        table[row["id"]] = row
    return table


@cache
def _profiles() -> dict[str, dict[str, Json]]:
    return tomllib.loads(data("vocab/profiles.toml").read_text("utf-8"))
