"""Switches for a process that is ours alone: the command's, and those of its workers.

A program that imports ld_convert keeps its own settings; nothing here happens to it.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
import warnings
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator

YOUNG = 200_000
"""New objects after which Python looks for cycles."""
FETCHERS = ("requests", "aiohttp")
"""What pyld imports for its own document loader if it can: half of the time that it takes to load.
Our contexts never come from the network."""

_ours = Event()


def take_over() -> None:
    """Set what suits a process that only converts.

    Python looks for cycles of objects less often: by default it does so after each 700 new
    objects, and loading the tables makes hundreds of thousands. rdflib does not log the literals
    and IRIs that look odd to it, nor warn of them: they are findings. pyld loads without the
    libraries that fetch. The working directory is no place to import from: a file `rdflib.py` that
    lies beside the pages is not run.
    """
    _ours.set()
    gc.set_threshold(YOUNG)
    logging.getLogger("rdflib").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module=r"rdflib\.")
    sys.path[:] = import_path()


def import_path() -> list[str]:
    """Return where modules are imported from, without the working directory.

    `python -m` puts it first. It stays where the package itself lies in it, as in a checkout.
    """
    first, *others = sys.path or [""]
    here = working_directory()
    is_implied = not sys.flags.safe_path and first in ("", here)
    holds_us = Path(__file__).is_relative_to(Path(first or here or os.devnull).resolve())
    return [path for path in ([] if is_implied and not holds_us else [first]) + others if path]


def working_directory() -> str:
    """Return the working directory, the empty string for one that was deleted."""
    try:
        return os.getcwd()  # noqa: PTH109  as in sys.path
    except FileNotFoundError:
        return ""


def bound_memory(size_bytes: int | None) -> None:
    """Let this process take no more memory than this.

    Where it would, Python raises MemoryError, and a library written in C may end the process. A
    smaller limit that it has already stays (`ulimit -v`): no process may raise its own.
    """
    if resource is not None and size_bytes is not None:
        known = resource.getrlimit(resource.RLIMIT_AS)
        least = min(
            size_bytes, sys.maxsize, *(one for one in known if one != resource.RLIM_INFINITY)
        )
        resource.setrlimit(resource.RLIMIT_AS, (least, least))


@contextmanager
def safe_path() -> Iterator[None]:
    """Let Python processes that are started here not import from the working directory."""
    name = "PYTHONSAFEPATH"
    before = os.environ.get(name)
    os.environ[name] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


@contextmanager
def without_fetchers() -> Iterator[None]:
    """Hide FETCHERS from what is imported here; in a process of another program do nothing."""
    if not _ours.is_set():
        yield
        return
    hidden = {name: sys.modules.get(name) for name in FETCHERS}
    sys.modules.update(dict.fromkeys(FETCHERS))  # type: ignore[arg-type]  # None: cannot be found
    try:
        yield
    finally:
        for name, module in hidden.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module
