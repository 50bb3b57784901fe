"""Find `shapes/` and `vocab/`, in a checkout or in an installed wheel; notice changed files."""

from __future__ import annotations

from functools import lru_cache, wraps
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from importlib.resources.abc import Traversable

P = ParamSpec("P")
T = TypeVar("T")


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


def kept_while_unchanged(
    most: int, paths: Callable[P, Iterable[str]]
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Return a decorator that keeps up to `most` answers of a function that reads a user's files.

    `paths` gives the files and directories that an answer comes from. When one of them has another
    size or another time of change, the function is called again.
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        @lru_cache(maxsize=most)
        def kept(_stamps: object, *args: P.args, **kwargs: P.kwargs) -> T:
            return function(*args, **kwargs)

        @wraps(function)
        def ask(*args: P.args, **kwargs: P.kwargs) -> T:
            found = [stamp for path in paths(*args, **kwargs) if path for stamp in _stamps(path)]
            return kept(tuple(found), *args, **kwargs)  # type: ignore[arg-type]  # as lru_cache

        return ask

    return decorate


def _stamps(path: str) -> Iterable[tuple[str, int, int]]:
    """Yield name, time of change in nanoseconds and size of a file, or of all in a directory."""
    place = Path(path)
    for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
        try:
            status = file.stat()
        except OSError:  # the function itself says that it cannot be read
            continue
        yield str(file), status.st_mtime_ns, status.st_size
