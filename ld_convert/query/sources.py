"""Find what a query is put to: a store, RDF files as they are, or captures, which are converted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ld_convert import run
from ld_convert.query.ask import Sources
from ld_convert.rdf.parse import syntax
from ld_convert.settings import UsageError
from ld_convert.store import store_kind
from ld_convert.store.merge import is_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ld_convert.model import Capture, Finding
    from ld_convert.settings import Settings

ENDINGS = frozenset({"jsonld", "nq", "nt", "owl", "rdf", "trig", "ttl"})
"""Endings of RDF files; a file with another one is looked into."""

ENDING_OF = {"xml": "rdf", "nquads": "nq", "trig": "trig", "turtle": "ttl"}
"""By syntax, the usual ending of a file in it."""


def find_sources(
    inputs: Sequence[str],
    settings: Settings,
    show: Callable[[Iterable[Finding]], None],
    folder: Path,
) -> Sources:
    """Return what is to be asked.

    Captures are converted to a file in `folder`; RDF in containers is copied there as it is.

    Raises UsageError for a store beside other inputs, and OSError for what cannot be read.
    """
    stores = [name for name in inputs if _is_url(name) or _is_store(name)]
    if stores and len(inputs) > 1:
        raise UsageError(f"{stores[0]}: a store is asked alone")
    if stores and _is_url(stores[0]):
        return Sources(url=stores[0])
    if stores:
        return Sources(store=stores[0].removeprefix("file:"))
    files = [(name, _ending(name)) for name in inputs if _is_rdf_by_name(name)]
    others = [name for name in inputs if not _is_rdf_by_name(name)]

    def take(capture: Capture) -> bool:
        show(capture.findings)
        ending = ENDING_OF[syntax(capture.data)]
        copy = folder / f"{len(files)}.{ending}"
        copy.write_bytes(capture.data)
        files.append((str(copy), ending))
        return True

    if others:
        output = run.Output(str(folder / "captures.nq"), "nquads")
        run.convert(others, output, settings, run.Events(show), run.How(aside=take))
        if (folder / "captures.nq").exists():
            files.append((output.path, "nq"))
    return Sources(files=tuple(files))


def _ending(name: str) -> str:
    return Path(name).suffix.removeprefix(".").lower()


def _is_rdf_by_name(name: str) -> bool:
    return _ending(name) in ENDINGS and Path(name).is_file()


def _is_url(name: str) -> bool:
    return "://" in name and not store_kind(name).is_local


def _is_store(name: str) -> bool:
    return name.startswith("file:") or is_store(name)
