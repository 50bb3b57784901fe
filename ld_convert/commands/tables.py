"""The commands `rules` and `explain`: what the tables of `vocab/` say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ld_convert.commands.meanings import meaning
from ld_convert.rules import load_rules
from ld_convert.settings import UsageError
from ld_convert.vocab import curie

if TYPE_CHECKING:
    from ld_convert.rules import Rule


def rules(profile: str) -> int:
    """Print the rules of a profile as a table; return the exit status."""
    rows = [
        (
            rule.view,
            rule.source,
            _target(rule),
            "|".join(way.text for way in rule.ways),
            rule.id,
            rule.origin,
        )
        for rule in load_rules(profile)
    ]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())
    return 0


def _target(rule: Rule) -> str:
    """Return a rule's target as its table writes it."""
    keep = f"[{rule.keep}]" if rule.keep else ""
    return f"{'^' if rule.inverse else ''}{curie(rule.target)}{keep}"


def explain(name: str) -> int:
    """Print what a code or a shape means; return the exit status.

    Raises UsageError for an unknown one.
    """
    text = meaning(name)
    if text is None:
        raise UsageError(f"no finding has the code {name}, and no shape of ours that name")
    click.echo(text)
    return 0
