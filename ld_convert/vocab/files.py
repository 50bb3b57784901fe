"""Find `shapes/` and `vocab/`, in a checkout or in an installed wheel."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def data(name: str) -> Traversable:
    """Return the file or directory `name`, such as `vocab/prefixes.csv`.

    The answer may lie in a zipped wheel: read it with `.read_bytes()`, never with `open`.
    Raises FileNotFoundError if there is no such file.
    """
    package = files("ld_convert")
    for root in (package / "_data", package / ".."):
        found = root.joinpath(*name.split("/"))
        if found.is_file() or found.is_dir():
            return found
    raise FileNotFoundError(name)
