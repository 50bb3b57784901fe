"""Hash everything besides a capture that its result depends on.

That is the program, libraries, settings and the files that settings name.
"""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import fields
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from ld_convert.read.containers import libraries
from ld_convert.values.names.table import path_of
from ld_convert.vocab.files import data
from ld_convert.vocab.plugins import contents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from ld_convert.model import Json
    from ld_convert.settings import Settings

LIBRARIES = ("rdflib", "pyld", "orjson", "lxml", "pyshacl", "pyRdfa3")
"""Packages that convert, check or write; one that an extra brings counts when it is there. Those
that read containers stand in `read.containers`."""
NAMING_FILES = frozenset({"names", "profile", "rules", "shapes"})
"""Settings that may be paths: then the content of the files counts too."""
NOT_DECIDING = frozenset({"page_timeout", "worker_memory", "strict"})
"""Settings that decide only which pages are lost; a lost page is not kept."""


def fingerprint(settings: Settings, *more: str) -> bytes:
    """Return a hash that changes with anything that could change a part.

    The program counts by its files, not by its version: a checkout changes without one.
    """
    digest = hashlib.sha256()
    for piece in _pieces(settings, more):
        digest.update(hashlib.sha256(piece).digest())
    return digest.digest()


def _pieces(settings: Settings, more: tuple[str, ...]) -> Iterator[bytes]:
    yield sys.version.encode()
    yield unicodedata.unidata_version.encode()
    for library in (*LIBRARIES, *libraries()):
        yield f"{library} {_version(library)}".encode()
    for root in (files("ld_convert"), data("vocab"), data("shapes")):
        yield from _contents(root)
    for plugin, place in contents():
        yield plugin.encode()
        yield from _contents(place) if place.name else ()
    for field in fields(settings):
        if field.name in NOT_DECIDING:
            continue
        value = getattr(settings, field.name)
        yield field.name.encode()
        yield orjson.dumps(value, _plain, orjson.OPT_SORT_KEYS)
        if field.name in NAMING_FILES:
            for path in (value,) if isinstance(value, str) else value:
                file = Path(path_of(path)) if field.name == "names" else Path(path)
                yield from _contents(file) if path and file.exists() else ()
    yield from (value.encode() for value in more)


def _plain(value: object) -> Json:
    """Return what orjson can write for what it cannot: mappings and tuples of other classes."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple):
        return list(value)
    raise TypeError(f"a setting of the type {type(value).__name__}")


def _contents(root: Traversable) -> Iterator[bytes]:
    """Yield names and contents of all files, sorted; compiled programs aside."""
    if root.is_file():
        yield root.name.encode()
        yield root.read_bytes()
    elif root.name != "__pycache__":
        for inside in sorted(root.iterdir(), key=lambda inside: inside.name):
            yield from _contents(inside)


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"
