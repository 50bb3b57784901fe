"""The commands `rules` and `explain`: what the tables of `vocab/` say."""

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
    """Print what a code or a shape means; return the exit status.

    Raises UsageError for an unknown one.
    """
    text = meaning(name)
    if text is None:
        hint = "; of an IRI, name the captures that describe it, too" if ":" in name else ""
        raise UsageError(f"no finding has the code {name}, and no shape of ours that name{hint}")
    click.echo(text)
    return 0
