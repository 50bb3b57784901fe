"""Read `vocab/stores.toml`: paths, limits and quirks of each SPARQL server that we know."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.vocab.files import data

if TYPE_CHECKING:
    from collections.abc import Mapping


class Preset(NamedTuple):
    """One kind of store; the table says what each field means."""

    query: str
    default: str
    example: str
    update: str = ""
    graphs: str | None = None
    megabytes: float = 1.0
    rewrites: str = ""
    quads: str | None = None
    server: str = ""
    header: str = ""
    path: str = ""
    union: str = ""
    merge: str = ""
    parameter: str = "graph"
    put: bool = True
    gzip: bool = True
    triples: str = "application/n-triples"
    nquads: str = "application/n-quads"
    rows: int = 0
    decimals: str = ""
    auth: str = "basic"


@cache
def presets() -> dict[str, Preset]:
    """Return every preset by its name."""
    table = tomllib.loads(data("vocab/stores.toml").read_text("utf-8"))
    return {name: Preset(**row) for name, row in table.items()}


def recognise(path: str, headers: Mapping[str, str]) -> str:
    """Return the name of the preset that fits a URL's path or an answer's headers; else nothing.

    The headers decide, then the longest pattern that fits the path.
    """
    fits = [
        (len(preset.path), name)
        for name, preset in presets().items()
        if preset.path and re.search(preset.path, path.rstrip("/"))
    ]
    server = headers.get("Server", "")
    told = (
        name
        for name, preset in presets().items()
        if (preset.server and server.startswith(preset.server)) or preset.header in headers
    )
    return next(told, max(fits)[1] if fits else "")
