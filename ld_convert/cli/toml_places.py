"""Where a key stands in a TOML file: Python's reader tells values, but no places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PART = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|[A-Za-z0-9_-]+")
NAME = rf"(?:{PART.pattern})(?>[ \t]*+\.[ \t]*+(?:{PART.pattern}))*+"
LINE = re.compile(rf"[ \t]*+(?:(?P<table>\[\[?)[ \t]*+)?(?P<name>{NAME})[ \t]*+(?P<end>[]=])")
"""The start of a table, or a key with its value (TOML 1.0, "Keys" and "Table")."""
LONG_TEXT = re.compile("\"\"\"|'''")
SHORT_TEXT = re.compile(r"(?<![\"'])(?:\"(?:[^\"\\]|\\.)+\"|'[^']+')(?![\"'])|#.*")


def place_of(text: str, path: Sequence[str]) -> tuple[int, int] | None:
    """Return line and column, from 1, of the key at a path of tables; None if it is not found."""
    lines = text.split("\n")
    for number, before, names in _keys(lines):
        full = (*before, *(name for name, _ in names))
        if full[: len(path)] == tuple(path) and len(path) > len(before):
            return number, names[len(path) - len(before) - 1][1] + 1
    above = place_of(text, path[:-1]) if len(path) > 1 else None
    if above is None:
        return None
    key = re.compile(rf"(?<![\w-])[\"']?{re.escape(path[-1])}[\"']?[ \t]*=")  # in an inline table
    for number in range(above[0], len(lines) + 1):
        found = key.search(lines[number - 1], above[1] if number == above[0] else 0)
        if found:
            return number, found.start() + 1
    return above


def _keys(
    lines: Sequence[str],
) -> Iterator[tuple[int, tuple[str, ...], list[tuple[str, int]]]]:
    """Yield each key: its line, the table around it, and its parts with their columns from 0."""
    table: tuple[str, ...] = ()
    end = ""
    for number, line in enumerate(lines, 1):
        is_inside = bool(end)
        for quotes in LONG_TEXT.findall(SHORT_TEXT.sub("", line) if not end else line):
            end = "" if end == quotes else end or quotes
        match = None if is_inside else LINE.match(line)
        if match is None:
            continue
        start = match.start("name")
        names = [
            (part[0].strip("\"'"), start + part.start()) for part in PART.finditer(match["name"])
        ]
        yield number, () if match["table"] else table, names
        if match["table"]:
            table = tuple(name for name, _ in names)
