"""The table of codes (`vocab/findings.toml`) and the report that collects findings."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import NamedTuple

from ld_convert.data import data
from ld_convert.locate import place
from ld_convert.model import Finding, Location

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


@cache
def codes() -> dict[str, Code]:
    """Return every code by its id."""
    table = tomllib.loads(data("vocab/findings.toml").read_text("utf-8"))
    return {key: Code(key, **row) for key, row in table.items()}


class Report:
    """Collects findings in the order in which they are met."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def add(self, code: str, location: Location, /, **values: object) -> None:
        """Add one finding; `values` fill the text of its code.

        Raises KeyError if the code is not in the table or one of its values is missing.
        """
        message = codes()[code].text.format(**{k: _shown(v) for k, v in values.items()})
        self.findings.append(Finding(code, message, place(location)))


def severity(finding: Finding) -> str:
    """Return info, warning or violation."""
    return codes()[finding.code].severity


def _shown(value: object) -> object:
    """Return a value cut to a length that fits a line, control characters made visible."""
    if not isinstance(value, str):
        return value
    text = value if len(value) <= 120 else value[:117] + "..."  # noqa: PLR2004
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
