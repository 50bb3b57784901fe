"""Profiles, portals and value functions of other packages, found by their entry points.

A package names them in its pyproject.toml; the names are then used like ours:

    [project.entry-points."ld_convert.portals"]
    boxes = "my_package"            # my_package/boxes.jsonld, as vocab/portals/*.jsonld
    [project.entry-points."ld_convert.profiles"]
    geo = "my_package"              # my_package/geo.toml, geo.csv and the shapes that it names
    [project.entry-points."ld_convert.values"]
    acres = "my_package.values:acres"
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

PORTALS, PROFILES, VALUES = "ld_convert.portals", "ld_convert.profiles", "ld_convert.values"
GROUPS = (PORTALS, PROFILES, VALUES)


@cache
def plugins(group: str) -> dict[str, EntryPoint]:
    """Return the entry points of a group by name; empty where no package has any.

    Raises UsageError for a name that two packages give.
    """
    found: dict[str, EntryPoint] = {}
    for entry in sorted(entry_points(group=group), key=lambda entry: (entry.name, entry.value)):
        if entry.name in found and entry.value != found[entry.name].value:
            raise plugin_error(entry, f"{described(found[entry.name])} has that name too")
        found[entry.name] = entry
    return found


def load_plugin(group: str, name: str) -> object:
    """Return what an entry point stands for; raises UsageError, which names it, if it is broken."""
    entry = plugins(group)[name]
    try:
        loaded: object = entry.load()
    except Exception as error:  # a package of others may raise anything as it is imported
        raise plugin_error(entry, f"{type(error).__name__}: {error}") from error
    return loaded


def plugin_file(group: str, name: str, file: str) -> Traversable | None:
    """Return a file that lies in the package of an entry point; None where there is none.

    Raises UsageError if the package cannot be imported.
    """
    load_plugin(group, name)
    entry = plugins(group)[name]
    try:
        found = files(entry.module).joinpath(file)
    except TypeError:
        raise plugin_error(entry, f"{entry.module} is no package") from None
    return found if found.is_file() else None


def contents() -> Iterator[tuple[str, Path]]:
    """Yield which plug-ins are installed, each with the file or directory that it consists of."""
    for group in GROUPS:
        for entry in plugins(group).values():
            spec = find_spec(entry.module.partition(".")[0])
            file = Path(spec.origin) if spec is not None and spec.origin else Path()
            yield described(entry), file.parent if file.name == "__init__.py" else file


def plugin_error(entry: EntryPoint, why: str) -> UsageError:
    """Return the error that a plug-in cannot be used."""
    return UsageError(f"{described(entry)}: {why}")


def described(entry: EntryPoint) -> str:
    """Return which plug-in this is: `plug-in boxes of my-package 1.0 (ld_convert.portals)`."""
    package = f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value
    return f"plug-in {entry.name} of {package} ({entry.group})"
