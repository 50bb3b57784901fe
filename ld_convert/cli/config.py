"""Options from a file: `ld-convert.toml`, else `[tool.ld-convert]` in `pyproject.toml`.

Options at the top hold for every command that has them; those in a table such as `[convert]` hold
for that command. What stands on the command line wins.
"""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ld_convert.model import Json

OWN, PROJECT = "ld-convert.toml", "pyproject.toml"


class ConfigFile(NamedTuple):
    """The options of a file."""

    name: str
    text: str
    options: Mapping[str, Json]

    def wrong(self, key: str, why: str) -> UsageError:
        """Return the error for a key: with its line and its column."""
        quoted = rf"(?m)^(?P<space>[ \t]*\[?[ \t]*)[\"']?{re.escape(key)}[\"']?[ \t]*[]=]"
        match = re.search(quoted, self.text)
        if match is None:
            return UsageError(f"{self.name}: {key}: {why}")
        start = match.end("space")
        line = self.text.count("\n", 0, start) + 1
        column = start - self.text.rfind("\n", 0, start)
        return UsageError(f"{self.name}:{line}:{column}: {key}: {why}")


def defaults(commands: Mapping[str, click.Command], folder: Path) -> dict[str, dict[str, Json]]:
    """Return the defaults that a folder's file gives to the options of each command.

    Raises UsageError, with line and column, for a key that no command has, and for a file that is
    no TOML.
    """
    file = read(folder)
    if file is None:
        return {}
    known = {name: _options(command) for name, command in commands.items()}
    everywhere = {option for options in known.values() for option in options}
    found: dict[str, dict[str, Json]] = {name: {} for name in commands}
    for key, value in file.options.items():
        if isinstance(value, dict):
            if key not in known:
                raise file.wrong(key, _meant(key, known, "command"))
            for option, inner in value.items():
                if option not in known[key]:
                    raise file.wrong(option, _meant(option, known[key], f"option of {key}"))
                found[key][known[key][option]] = _value(inner)
        elif key not in everywhere:
            raise file.wrong(key, _meant(key, everywhere, "option"))
        else:
            for name, options in known.items():
                if key in options:
                    found[name].setdefault(options[key], _value(value))
    return found


def read(folder: Path) -> ConfigFile | None:
    """Return the options of a folder's file; None where it has none."""
    own, project = folder / OWN, folder / PROJECT
    if own.is_file():
        text = own.read_text("utf-8")
        return ConfigFile(OWN, text, _toml(OWN, text))
    if project.is_file():
        text = project.read_text("utf-8")
        options = _toml(PROJECT, text).get("tool", {}).get("ld-convert")
        return ConfigFile(PROJECT, text, options) if isinstance(options, dict) else None
    return None


def _toml(name: str, text: str) -> dict[str, Json]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{name}: {error}") from error


def _options(command: click.Command) -> dict[str, str]:
    """Return the parameter that each option of a command sets, by the option without dashes."""
    return {
        name.removeprefix("--"): option.name or ""
        for option in command.params
        if isinstance(option, click.Option)
        for name in option.opts
        if name.startswith("--")
    }


def _meant(key: str, known: Iterable[str], what: str) -> str:
    close = get_close_matches(key.replace("_", "-"), list(known), n=1, cutoff=0.5)
    return f"is no {what}" + (f"; did you mean {close[0]}" if close else "")


def _value(value: Json) -> Json:
    """Return a value as click takes it: dates of TOML are written as text."""
    if isinstance(value, list):
        return tuple(map(_value, value))
    return value if isinstance(value, bool | int | float | str) else str(value)
