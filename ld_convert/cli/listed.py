"""Options whose values a table lists: the help and the check ask that table.

A table is named as `module:NAME` and loaded when a value is given or help is asked for, so that
a command that needs neither starts fast.
"""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence


def listed(*tables: str) -> tuple[str, ...]:
    """Return what tables list, in their order: the keys of a dict, or what a function returns.

    What holds no colon stands for itself.
    """
    names: list[str] = []
    for table in tables:
        module, colon, name = table.partition(":")
        found = getattr(import_module(f"ld_convert.{module}"), name) if colon else (table,)
        names += found() if callable(found) else found
    return tuple(names)


def listed_dict(table: str) -> dict[str, str]:
    """Return a table that is a dict."""
    module, _, name = table.partition(":")
    found: dict[str, str] = getattr(import_module(f"ld_convert.{module}"), name)
    return found


class Listed(click.Choice[str]):
    """The type of an option that takes one of the values that tables list."""

    def __init__(self, *tables: str) -> None:
        self.tables, self.case_sensitive = tables, True

    @cached_property
    def choices(self) -> Sequence[str]:  # type: ignore[override]  # loaded when it is read
        """The values."""
        return listed(*self.tables)


class ListedForm(Listed):
    """The type of an option that takes a form of RDF, also by its file ending: `ttl` for turtle."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name of the form."""
        if value not in self.choices:
            value = listed_dict("write:ALIASES").get(str(value).lower(), value)
        return super().convert(value, param, ctx)


class ListedOption(click.Option):
    """An option in whose help `{}` stands for the values that tables list."""

    def __init__(self, *args: Any, tables: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.tables = tables

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the line of the help, with the values in it."""
        record = super().get_help_record(ctx)
        return record and (record[0], record[1].replace("{}", ", ".join(listed(*self.tables))))
