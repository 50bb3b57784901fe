"""Read `vocab/stores.toml`: paths, limits and quirks of each SPARQL server that we know."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import NamedTuple

from ld_convert.vocab.files import data


class Preset(NamedTuple):
    """One kind of store; the table says what each field means."""

    query: str
    update: str
    graphs: str
    megabytes: float
    default: str
    example: str
    rewrites: str = ""
    quads: str | None = None
    server: str = ""
    path: str = ""
    union: str = ""
    parameter: str = "graph"
    put: bool = True
    gzip: bool = True
    rows: int = 0
    auth: str = "basic"


@cache
def presets() -> dict[str, Preset]:
    """Return every preset by its name."""
    table = tomllib.loads(data("vocab/stores.toml").read_text("utf-8"))
    return {name: Preset(**row) for name, row in table.items()}


def recognise(path: str, server: str) -> str:
    """Return the name of the preset that fits a URL's path or a Server header; else nothing.

    The longest pattern that fits the path decides, then the header.
    """
    fits = [
        (len(preset.path), name)
        for name, preset in presets().items()
        if preset.path and re.search(preset.path, path.rstrip("/"))
    ]
    told = (n for n, p in presets().items() if p.server and server.startswith(p.server))
    return next(told, max(fits)[1] if fits else "")
