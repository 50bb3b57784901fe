"""The table of finding codes, read from `vocab/findings.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from string import Formatter
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.model import Detail, Finding, Location
from ld_convert.vocab.files import data

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Parts = Callable[[], tuple[Location, Detail | None, Mapping[str, object]]]


SEVERITIES = ("info", "warning", "violation")
"""From mild to grave. A violation makes `convert` end with status 1."""


class Code(NamedTuple):
    """One kind of problem. Ids are never reused."""

    id: str
    name: str
    """In kebab case; names the bad thing."""
    severity: str
    text: str
    """What is wrong, as a format string over the values of the finding."""
    why: str
    hint: str
    """An order: what to do about it."""
    clause: str
    """Address of the text that asks for it; empty where only we do."""
    bad: str
    """The content of a file that has this problem; after `$ ` words or a command instead."""
    good: str
    """The same without the problem."""


@cache
def codes() -> dict[str, Code]:
    """Return every code by its id."""
    table = tomllib.loads(data("vocab/findings.toml").read_text("utf-8"))
    return {key: Code(key, **row) for key, row in table.items()}


def severity(finding: Finding) -> str:
    """Return info, warning or violation."""
    return codes()[finding.code].severity


def clause(finding: Finding) -> str:
    """Return the address of the clause that asks for it: the shape's, else the code's."""
    own = finding.detail.clause if finding.detail else ""
    return own or codes()[finding.code].clause


@lru_cache(maxsize=1_024)
def field_names(text: str) -> tuple[str, ...]:
    """Return the names of the values that a format string asks for."""
    return tuple(re.split(r"[.\[]", name)[0] for _, name, _, _ in Formatter().parse(text) if name)
