"""Read the queries that come with the package: `vocab/queries/NAME.rq`, called `@NAME`."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ld_convert.settings import UsageError
from ld_convert.vocab.files import data

SUFFIX = ".rq"
SIGN = "@"


class ReadyQuery(NamedTuple):
    """One query."""

    name: str
    about: str
    """What it answers; the comment in its first line."""
    text: str


@cache
def ready_queries() -> dict[str, ReadyQuery]:
    """Return every query by its name, sorted."""
    files = sorted(data("vocab/queries").iterdir(), key=lambda file: file.name)
    found = {}
    for file in files:
        if file.name.endswith(SUFFIX):
            text = file.read_text("utf-8")
            name = file.name.removesuffix(SUFFIX)
            found[name] = ReadyQuery(name, text.splitlines()[0].lstrip("# "), text)
    return found


def query_text(given: str) -> str:
    """Return the query that is meant: a text, or the name of a ready one after an @.

    Raises UsageError for a name that there is not.
    """
    if not given.startswith(SIGN):
        return given
    found = ready_queries().get(given.removeprefix(SIGN))
    if found is None:
        names = " ".join(SIGN + name for name in ready_queries())
        raise UsageError(f"no query is called {given}; there are {names}")
    return found.text
