"""The command `doctor`: what is installed, and what is missing."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from typing import TYPE_CHECKING

import click

from ld_convert.run import available_cores

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUIREMENT = re.compile(
    r"([\w.-]++)(?>\[[^\]]*+\])?+\s*+([^;]*+)(?:;[^'\"]*?\bextra\s*+==\s*+['\"]([^'\"]++)['\"].*+)?"
)
SERVERS = ("oxigraph", "fuseki-server", "virtuoso-t", "graphdb", "qlever-server")
"""Programs of stores that `publish` knows."""

SECRETS = ("LD_CONVERT_USER", "LD_CONVERT_PASSWORD", "LD_CONVERT_TOKEN")
FOR_TESTS = frozenset({"test"})


def doctor() -> int:
    """Print what is installed; return 1 if a package that is always needed is missing."""
    missing = False
    click.echo(f"ld-convert {version('ld-convert')}")
    click.echo(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}")
    click.echo(f"{available_cores()} processors; output in {sys.stdout.encoding}")
    for title, packages in _groups().items():
        click.echo(f"\n{title}")
        for name, wanted in packages:
            found = _version(name)
            missing |= found is None and title == "packages"
            click.echo(f"  {name} {found or f'is missing; it must be {wanted}'}")
        if title != "packages" and any(_version(name) is None for name, _ in packages):
            extra = title.removeprefix("extra ")
            click.echo(f"  to install: pip install 'ld-convert[{extra}]'")
    click.echo("\nservers")
    for name in SERVERS:
        click.echo(f"  {name} {shutil.which(name) or 'is not on the path'}")
    click.echo("\nsecrets in the environment")
    for name in SECRETS:
        click.echo(f"  {name} {'is set' if os.environ.get(name) else 'is not set'}")
    return int(missing)


def _groups() -> dict[str, list[tuple[str, str]]]:
    """Return names and wanted versions of packages: those always needed, then by extra."""
    groups: dict[str, list[tuple[str, str]]] = {"packages": []}
    for name, wanted, extra in _requirements():
        if extra not in FOR_TESTS:
            groups.setdefault(f"extra {extra}" if extra else "packages", []).append((name, wanted))
    return groups


def _requirements() -> Iterator[tuple[str, str, str]]:
    for text in requires("ld-convert") or ():
        found = REQUIREMENT.fullmatch(text)
        if found:
            yield found[1], found[2].strip(), found[3] or ""


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
