"""What a query is put to: a store, RDF files as they are, or captures, which are converted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ld_convert import run
from ld_convert.query.ask import Sources
from ld_convert.rdf.parse import syntax
from ld_convert.read import read
from ld_convert.settings import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ld_convert.model import Finding
    from ld_convert.settings import Settings

ENDINGS = frozenset({"jsonld", "nq", "nt", "owl", "rdf", "trig", "ttl"})
"""Endings of RDF files; a file with another one is looked into."""

ENDING_OF = {"xml": "rdf", "nquads": "nq", "trig": "trig", "turtle": "ttl"}
"""By syntax, the usual ending of a file in it."""

STORE_FILE = "CURRENT"
"""Stands in the directory of every store on disk."""


def find_sources(
    inputs: Sequence[str],
    settings: Settings,
    show: Callable[[Iterable[Finding]], None],
    folder: Path,
) -> Sources:
    """Return what is to be asked; captures are converted to a file in `folder`.

    Raises UsageError for a store beside other inputs, and OSError for what cannot be read.
    """
    stores = [name for name in inputs if _is_url(name) or _is_store(name)]
    if stores and len(inputs) > 1:
        raise UsageError(f"{stores[0]}: a store is asked alone")
    if stores and _is_url(stores[0]):
        return Sources(url=stores[0])
    if stores:
        return Sources(store=stores[0].removeprefix("file:"))
    files: list[tuple[str, str]] = []
    captures: list[str] = []
    for name in inputs:
        ending = Path(name).suffix.removeprefix(".").lower()
        if ending in ENDINGS and Path(name).is_file():
            files.append((name, ending))
        elif found := _rdf_inside(name, folder, len(files)):
            files += found
        else:
            captures.append(name)
    if captures:
        output = folder / "captures.nq"
        run.convert(captures, run.Output(str(output), "nquads"), settings, run.Events(show))
        if output.exists():
            files.append((str(output), "nq"))
    return Sources(files=tuple(files))


def _is_url(name: str) -> bool:
    return name.partition("://")[0].endswith(("http", "https")) and "://" in name


def _is_store(name: str) -> bool:
    return name.startswith("file:") or (Path(name) / STORE_FILE).is_file()


def _rdf_inside(name: str, folder: Path, number: int) -> list[tuple[str, str]]:
    """Return copies of the RDF that an input holds; nothing where it holds captures."""
    found: list[tuple[str, str]] = []
    for capture in read([name]):
        if capture.kind != "rdf":
            return []
        ending = ENDING_OF[syntax(capture.data)]
        copy = folder / f"{number + len(found)}.{ending}"
        copy.write_bytes(capture.data)
        found.append((str(copy), ending))
    return found
