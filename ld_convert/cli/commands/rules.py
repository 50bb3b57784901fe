"""The command `rules`, and `explain` for a code."""

from __future__ import annotations

import click

from ld_convert.cli.commands.explain import meaning
from ld_convert.mapping.show import show_rule, show_rules
from ld_convert.settings import UsageError
from ld_convert.vocab.profiles import profile_names

NAMED = "pass one that a finding names, such as LD401 or Dataset-theme-recommended"


def rules(profile: str, form: str, extra: str) -> int:
    """Print the rules of a profile, or one rule with its example; return the exit status.

    `profile` may be the id of a rule: then it is shown as it stands in each profile.
    """
    one = show_rule(profile, extra) if profile not in profile_names() else ""
    if not one and profile not in profile_names():
        names = ", ".join(profile_names())
        raise UsageError(
            f"no profile and no rule is called {profile}; the profiles are {names}; "
            "ld-convert rules lists the ids of the rules"
        )
    click.echo(one or show_rules(profile, form, extra), nl=False)
    return 0


def explain(name: str) -> int:
    """Print the meaning of a code or a shape; return the exit status.

    Raises UsageError for an unknown one.
    """
    text = meaning(name)
    if text is None:
        is_iri = ":" in name
        hint = "for an IRI, pass the captures that describe it too" if is_iri else NAMED
        raise UsageError(f"no code and no shape is called {name}; {hint}")
    click.echo(text)
    return 0
