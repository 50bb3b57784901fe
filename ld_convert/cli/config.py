"""Options from a file: `ld-convert.toml`, else `[tool.ld-convert]` in `pyproject.toml`.

Options at the top hold for every command that has them; those in a table such as `[convert]` hold
for that command; those in a table `[catalogs.NAME]` hold if `--catalog NAME` asks for them. What
stands on the command line wins.
"""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
from click.core import ParameterSource

from ld_convert.cli.toml_places import place_of
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ld_convert.model import Json

OWN, PROJECT = "ld-convert.toml", "pyproject.toml"
CATALOGS = "catalogs"
"""The table of catalogues, and the key under which click's contexts keep the configuration."""
CHOSEN = "catalog"
"""The key of the chosen catalogue."""
Path_ = tuple[str, ...]


class ConfigFile(NamedTuple):
    """The options of a file."""

    name: str
    text: str
    options: Mapping[str, Json]
    above: Path_ = ()
    """The tables in which the options are."""

    def wrong(self, path: Path_, why: str) -> UsageError:
        """Return the error for a key: with its line and its column."""
        place = place_of(self.text, (*self.above, *path))
        where = ":".join(map(str, (self.name, *(place or ()))))
        return UsageError(f"{where}: {path[-1]}: {why}")


class Config(NamedTuple):
    """The options of a file, checked, as click takes them: by command, and by parameter."""

    file: ConfigFile | None = None
    defaults: dict[str, dict[str, Json]] = {}  # noqa: RUF012  never changed
    catalogs: dict[str, dict[str, dict[str, Json]]] = {}  # noqa: RUF012
    places: dict[tuple[str, str, str], Path_] = {}  # noqa: RUF012
    """Where the value stands, by catalogue (or ""), command and parameter."""


def read_config(commands: Mapping[str, click.Command], folder: Path) -> Config:
    """Return the options that a folder's file gives to each command.

    Raises UsageError, with line and column, for a key that no command has and a value that its
    option cannot take, and for a file that is no TOML.
    """
    file = read(folder)
    if file is None:
        return Config()
    config = Config(file, {name: {} for name in commands}, {}, {})
    reader = _Reader(file, commands, config.places)
    for key, value in file.options.items():
        if key == CATALOGS:
            for name, options in reader.table((key,), value).items():
                own = config.catalogs[name] = {command: {} for command in commands}
                for option, inner in reader.table((key, name), options).items():
                    reader.everywhere((key, name, option), inner, own, name)
        elif reader.is_of_command(key, value):
            reader.of_command(key, value, config.defaults)
    for key, value in file.options.items():
        if key != CATALOGS and not reader.is_of_command(key, value):
            reader.everywhere((key,), value, config.defaults)
    return config


class _Reader:
    """Checks keys and values against the options of all commands."""

    def __init__(
        self,
        file: ConfigFile,
        commands: Mapping[str, click.Command],
        places: dict[tuple[str, str, str], Path_],
    ) -> None:
        self._file, self._commands, self._places = file, commands, places
        self._options = {name: _options(command) for name, command in commands.items()}

    def is_of_command(self, key: str, value: Json) -> bool:
        """Return whether a key is that of a command's table, and not an option of all commands.

        `names` is both a command and an option.
        """
        is_option = any(key in options for options in self._options.values())
        return isinstance(value, dict) or (key in self._commands and not is_option)

    def of_command(self, command: str, value: Json, found: dict[str, dict[str, Json]]) -> None:
        """Take the table of a command; raises UsageError for an unknown command or option."""
        if command not in self._commands:
            raise self.unknown((command,), (*self._commands, CATALOGS), "command")
        options = self._options[command]
        for option, inner in self.table((command,), value).items():
            if option not in options:
                raise self.unknown((command, option), options, f"option of {command}")
            self.take((command, option), inner, command, found)

    def table(self, path: Path_, value: Json) -> dict[str, Json]:
        """Return a value that must be a table."""
        if not isinstance(value, dict):
            raise self._file.wrong(path, f"is no table; write [{'.'.join(path)}] above its options")
        return value

    def everywhere(
        self, path: Path_, value: Json, found: dict[str, dict[str, Json]], catalogue: str = ""
    ) -> None:
        """Take an option for each command that has it; one that has a value already keeps it."""
        if catalogue and path[-1] == CHOSEN:
            raise self._file.wrong(path, "a catalogue cannot name another one")
        having = [name for name, options in self._options.items() if path[-1] in options]
        if not having:
            known = {option for options in self._options.values() for option in options}
            raise self.unknown(path, known, "option")
        for command in having:
            self.take(path, value, command, found, catalogue)

    def take(
        self,
        path: Path_,
        value: Json,
        command: str,
        found: dict[str, dict[str, Json]],
        catalogue: str = "",
    ) -> None:
        """Take the value of an option of a command, if it is one that the option can have."""
        option = self._options[command][path[-1]]
        name = option.name or ""
        if name not in found[command]:
            found[command][name] = self._value(path, value, command, option)
            self._places[catalogue, command, name] = path

    def unknown(self, path: Path_, known: Iterable[str], what: str) -> UsageError:
        """Return the error for a key that is none of those known, with what was meant."""
        key = path[-1].replace("_", "-").removeprefix("no-").lower()
        names = {name.removeprefix("catalog-"): name for name in sorted(known)}
        names |= {name: name for name in names.values()}
        return self._file.wrong(path, f"is no {what}{_meant(key, names)}")

    def _value(self, path: Path_, value: Json, command: str, option: click.Option) -> Json:
        """Return a value as click takes it: dates of TOML are written as text, with a T."""
        if isinstance(value, list) and not option.multiple:
            raise self._file.wrong(path, "takes one value and no list")
        values = value if isinstance(value, list) else [value]
        if option.multiple and isinstance(value, bool):
            raise self._file.wrong(path, "takes a text or a list of texts")
        is_text = not option.is_flag and not isinstance(option.type, click.types.FloatParamType)
        for one in values:
            if isinstance(one, dict | list) or (is_text and isinstance(one, bool | float)):
                raise self._file.wrong(path, f"takes a text and not {_shown(one)}")
            if isinstance(one, str) and "\0" in one:
                raise self._file.wrong(path, "holds a NUL, which no name or address has")
            if option.is_flag and not isinstance(one, bool):
                raise self._file.wrong(path, f"takes true or false and not {_shown(one)}")
        plain = [one.isoformat() if hasattr(one, "isoformat") else one for one in values]
        taken = tuple(plain) if option.multiple else plain[0]
        context = click.Context(self._commands[command])
        try:
            option.type_cast_value(context, taken)
        except click.UsageError as error:
            raise self._file.wrong(path, error.message) from None
        return taken


def choose_catalog(context: click.Context, _option: click.Parameter, name: str) -> str:
    """Let the options of a named catalogue hold in a command; raises UsageError for no such one."""
    config: Config = context.meta.get(CATALOGS) or Config()
    if not name:
        return name
    if name not in config.catalogs:
        known = ", ".join(config.catalogs)
        why = f"there are {known}" if known else f"write [{CATALOGS}.{name}] into {OWN}"
        meant = _meant(name, {known: known for known in config.catalogs})
        raise UsageError(f"--catalog {name}: no catalogue is called so ({why}){meant}")
    own = config.catalogs[name].get(context.info_name or "", {})
    context.default_map = {**(context.default_map or {}), **own}
    context.meta[CHOSEN] = name
    return name


def place_in_file(parameter: str, why: str) -> UsageError | None:
    """Return the error for a value of the running command, if it comes from the file."""
    context = click.get_current_context(silent=True)
    config = context.meta.get(CATALOGS) if context else None
    if context is None or config is None or config.file is None:
        return None
    if context.get_parameter_source(parameter) != ParameterSource.DEFAULT_MAP:
        return None
    for catalogue in (context.meta.get(CHOSEN, ""), ""):
        path = config.places.get((catalogue, context.info_name or "", parameter))
        if path is not None:
            found: UsageError = config.file.wrong(path, why)
            return found
    return None


def read(folder: Path) -> ConfigFile | None:
    """Return the options of a folder's file; None where it has none."""
    own, project = folder / OWN, folder / PROJECT
    if own.is_file():
        text = _text(own)
        return ConfigFile(OWN, text, _toml(OWN, text))
    if project.is_file():
        text = _text(project)
        tools = _toml(PROJECT, text).get("tool", {})
        options = tools.get("ld-convert") if isinstance(tools, dict) else None
        return (
            ConfigFile(PROJECT, text, options, ("tool", "ld-convert"))
            if isinstance(options, dict)
            else None
        )
    return None


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path.name}: is not UTF-8: {error}") from error


def _toml(name: str, text: str) -> dict[str, Json]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{name}: {error}") from error


def _options(command: click.Command) -> dict[str, click.Option]:
    """Return each option of a command by its name without dashes."""
    return {
        name.removeprefix("--"): option
        for option in command.params
        if isinstance(option, click.Option)
        for name in option.opts
        if name.startswith("--")
    }


def _meant(key: str, names: Mapping[str, str]) -> str:
    """Return a question for what was meant by a key that is none of `names`; empty for none."""
    close = get_close_matches(key, names, n=1, cutoff=0.5)
    return f"; did you mean {names[close[0]]}?" if close else ""


def _shown(value: Json) -> str:
    kinds = {bool: str(value).lower(), dict: "a table", list: "a list"}
    return kinds.get(type(value), repr(value))
