"""Profiles: rules, shapes and output switches under one name, read from `vocab/profiles.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import NamedTuple

from ld_convert.model import Json
from ld_convert.settings import UsageError
from ld_convert.vocab.files import data
from ld_convert.vocab.plugins import PROFILES, plugin_error, plugin_file, plugins

SWITCHES = ("title", "shapes", "standard", "date", "source")
"""What a profile states, or one that it extends."""


class Profile(NamedTuple):
    """What a catalogue is written as and checked against."""

    name: str
    title: str
    """As people call it, with its release."""
    tables: tuple[str, ...]
    """The profile and those that it extends, the most general first; each has a rule table."""
    shapes: tuple[str, ...]
    """Names of the files in `shapes/`, or of a plug-in, that the result is checked against."""
    standard: str
    """IRI that records name with dct:conformsTo."""
    date: str
    """The value function for the dates of the catalogue and its records."""
    source: str
    """Where rows and switches were read."""


@cache
def load_profile(name: str) -> Profile:
    """Return a profile; raises UsageError, with the names that there are, for an unknown one."""
    switches: dict[str, Json] = {}
    chain: list[str] = []
    if not name:
        raise UsageError("a profile has a name")
    while name:
        if name in chain:
            raise UsageError(f"the profile {name} extends itself")
        chain.insert(0, name)
        own = _switches(name)
        switches = own | switches
        name = own.get("extends", "")
    missing = [key for key in SWITCHES if key not in switches]
    if missing:
        raise UsageError(f"the profile {chain[-1]} has no {', '.join(missing)}")
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
    """Return the names of all profiles, ours first."""
    return (*_profiles(), *(name for name in plugins(PROFILES) if name not in _profiles()))


def rule_table(name: str) -> str:
    """Return the text of a profile's own table of rules; empty where a plug-in has none."""
    if name in _profiles():
        return data(f"vocab/mapping/{name}.csv").read_text("utf-8")
    found = plugin_file(PROFILES, name, f"{name}.csv")
    return "" if found is None else found.read_text("utf-8")


def shapes_file(profile: Profile, name: str) -> bytes:
    """Return the Turtle of the shapes that a profile names: a plug-in's own, else ours.

    Raises UsageError where there are none of that name.
    """
    for owner in profile.tables:
        if owner not in _profiles():
            found = plugin_file(PROFILES, owner, f"{name}.ttl")
            if found is not None:
                return found.read_bytes()
    try:
        return data(f"shapes/{name}.ttl").read_bytes()
    except FileNotFoundError:
        raise UsageError(f"the profile {profile.name} has no shapes called {name}") from None


def _switches(name: str) -> dict[str, Json]:
    """Return the switches that a profile states itself; raises UsageError for an unknown one."""
    if name in _profiles():
        return _profiles()[name]
    if name not in plugins(PROFILES):
        raise UsageError(f"no profile is called {name}; there are {', '.join(profile_names())}")
    found = plugin_file(PROFILES, name, f"{name}.toml")
    if found is None:
        raise plugin_error(plugins(PROFILES)[name], f"its package has no file {name}.toml")
    try:
        return tomllib.loads(found.read_text("utf-8"))
    except ValueError as error:
        raise plugin_error(plugins(PROFILES)[name], f"{name}.toml: {error}") from error


@cache
def _profiles() -> dict[str, dict[str, Json]]:
    return tomllib.loads(data("vocab/profiles.toml").read_text("utf-8"))
