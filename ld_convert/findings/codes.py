"""The codes of findings, read from `vocab/findings.toml`, and their texts."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from string import Formatter
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.vocab.files import data

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ld_convert.model import Finding

SEVERITIES = ("info", "warning", "violation")
"""From the least severe to the most. By default a violation makes `convert` exit with status 1."""


class Code(NamedTuple):
    """One kind of problem. Ids are never reused."""

    id: str
    name: str
    """Names the problem, in kebab case: `unfit-value`."""
    severity: str
    text: str
    """What is wrong: a template for `filled`."""
    why: str
    hint: str
    """What to do, as an order."""
    clause: str
    """Address of the text that asks for it; empty where only ld-convert does."""
    bad: str
    """The content of a file with this problem; after `$ ` words or a command instead."""
    good: str
    """The content of a file without it."""


@cache
def codes() -> dict[str, Code]:
    """Return the codes of findings by id."""
    table = tomllib.loads(data("vocab/findings.toml").read_text("utf-8"))
    return {key: Code(key, **row) for key, row in table.items()}


def severity(finding: Finding) -> str:
    """Return the severity of a finding: its own, else that of its code."""
    return finding.severity or codes()[finding.code].severity


def rule_of(finding: Finding) -> str:
    """Return the rule of a finding: `LD401`, or `LD501/Dataset-title-exists` for a shape."""
    return finding.rule or rule_name(finding.code, finding.detail.shape if finding.detail else "")


@lru_cache(maxsize=4_096)
def rule_name(code: str, shape: str) -> str:
    """Return the rule of a code and the IRI of a shape, which is empty for none."""
    name = shape.rpartition("#")[2].rpartition("/")[2]
    return f"{code}/{name}" if name else code


def clause(finding: Finding) -> str:
    """Return the address of the clause behind a finding: that of its shape, else of its code."""
    own = finding.detail.clause if finding.detail else ""
    return own or codes()[finding.code].clause


@lru_cache(maxsize=1_024)
def field_names(text: str) -> tuple[str, ...]:
    """Return the names of the values that a template needs."""
    return tuple(re.split(r"[.\[]", name)[0] for _, name, _, _ in Formatter().parse(text) if name)


class _Plurals(Formatter):
    """Format strings in which `{count:key|keys}` stands for "1 key" or "2 keys"."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, is_pair, many = format_spec.partition("|")
        if not is_pair:
            return str(super().format_field(value, format_spec))
        number = f"{value:,}" if isinstance(value, int) else str(value)
        return f"{number} {one if number == '1' else many}"


def filled(text: str, values: Mapping[str, object]) -> str:
    """Return the text of a code with its values; raises KeyError if one is missing."""
    return _Plurals().vformat(text, (), values) if "|" in text else text.format(**values)


def counted(number: int, one: str) -> str:
    """Return `1 page` or `1,200 pages`."""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"
