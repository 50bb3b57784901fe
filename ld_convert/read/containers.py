"""What holds captures: by which bytes a container is known, and who reads it.

This is the only place that lists containers. A new one is an entry here and a module beside this
one with its reader; `read`, `run` and `publish` ask this table.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.read.sniff import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from ld_convert.read.stream import Reader


class Container(NamedTuple):
    """One kind of container."""

    titles: tuple[str, ...]
    """What the README calls it, and what else its reader opens."""
    starts: Callable[[bytes], object]
    """Says whether content that begins with these bytes is one."""
    reader: str
    """Module of this package and function in it, as `module:function`; loaded when it is used."""
    grows: bool = False
    """Whether a small file can hold very much: its captures are then handed out one by one."""
    is_json: bool = False
    """Whether it is JSON itself, and so never holds an RDF file."""
    library: str = ""
    """The package that reads it, where that is not Python itself."""
    extra: str = ""
    """The extra of `ld-convert` that brings the library."""


def container_of(start: bytes) -> str:
    """Return the key in CONTAINERS of what begins so; the empty string for no container."""
    return next((name for name, known in CONTAINERS.items() if known.starts(start)), "")


def libraries() -> list[str]:
    """Return the packages that read containers, sorted; their versions count."""
    return sorted({known.library for known in CONTAINERS.values()} - {""})


@cache
def reader_of(name: str) -> Reader:
    """Return the reader of a container, by its key in CONTAINERS."""
    module, _, function = CONTAINERS[name].reader.partition(":")
    found: Reader = getattr(import_module(f"ld_convert.read.{module}"), function)
    return found


def _is_json(start: bytes) -> bool:
    return kind_of(start) == "json"


def _never(_: bytes) -> None:
    """Know nothing."""


HAR_START = (
    rb'(?:\xef\xbb\xbf)?\s*\{\s*"log"\s*:\s*\{\s*'
    rb'"(?:version|creator|browser|pages|entries|comment|_[^"]*+)"'
)
"""A log begins with any of its members (HAR 1.2, section "log")."""

CONTAINERS = {
    "gzip": Container(("gzip",), re.compile(rb"\x1f\x8b").match, "gzipped:gzipped", grows=True),
    "zip": Container(
        ("zip",), re.compile(rb"PK(?:\x03\x04|\x05\x06)").match, "zipped:zipped", grows=True
    ),
    "warc": Container(
        ("WARC", "WACZ"),
        re.compile(rb"\s*WARC/\d").match,
        "warc:warc",
        library="fastwarc",
        extra="warc",
    ),
    "zstd": Container(
        ("zstd",),
        re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18").match,
        "compressed:zstd",
        grows=True,
        library="fastwarc",
        extra="warc",
    ),
    "lz4": Container(
        ("LZ4",),
        re.compile(rb"\x04\x22\x4d\x18").match,
        "compressed:lz4",
        grows=True,
        library="fastwarc",
        extra="warc",
    ),
    "har": Container(("HAR",), re.compile(HAR_START).match, "har:har"),
    "json": Container(("JSON Lines",), _is_json, "json_lines:json_or_lines", is_json=True),
    "brotli": Container(
        ("brotli",),
        _never,
        "compressed:brotli",
        grows=True,
        library="fastwarc",
        extra="warc",
    ),
}
"""In the order in which they are tried. JSON counts, because more than one record can follow.
Brotli has no start bytes: `single` tries it on what is nothing else."""
