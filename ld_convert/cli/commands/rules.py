"""The command `rules`, and `explain` for a code."""

from __future__ import annotations

import click

from ld_convert.cli.commands.explain import meaning
from ld_convert.mapping.show import show_rules
from ld_convert.settings import UsageError


def rules(profile: str, form: str, extra: str) -> int:
    """Print the rules of a profile; return the exit status."""
    click.echo(show_rules(profile, form, extra), nl=False)
    return 0


def explain(name: str) -> int:
    """Print the meaning of a code or a shape; return the exit status.

    Raises UsageError for an unknown one.
    """
    text = meaning(name)
    if text is None:
        hint = "; for an IRI, pass the captures that describe it too" if ":" in name else ""
        raise UsageError(f"no code and no shape is called {name}{hint}")
    click.echo(text)
    return 0
