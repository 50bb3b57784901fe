"""Profiles: rules, shapes and output switches under one name, read from `vocab/profiles.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import NamedTuple

from ld_convert.model import Json
from ld_convert.settings import UsageError
from ld_convert.vocab.files import data


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


@cache
def _profiles() -> dict[str, dict[str, Json]]:
    return tomllib.loads(data("vocab/profiles.toml").read_text("utf-8"))
