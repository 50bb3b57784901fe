"""The commands `rules` and `explain`: what the tables of `vocab/` say."""

from __future__ import annotations

import click

from ld_convert.findings import codes
from ld_convert.ruletable import show_rules
from ld_convert.settings import UsageError


def rules(profile: str, form: str, extra: str) -> int:
    """Print the rules of a profile; return the exit status."""
    click.echo(show_rules(profile, form, extra), nl=False)
    return 0


def explain(code: str) -> int:
    """Print what a code means; return the exit status. Raises UsageError for an unknown one."""
    found = next((c for c in codes().values() if code.lower() in (c.id.lower(), c.name)), None)
    if found is None:
        raise UsageError(f"no finding has the code {code}")
    click.echo(f"{found.id} {found.name} ({found.severity})\n\n{found.text}\n\n{found.why}")
    click.echo(f"What to do: {found.hint}.")
    return 0
