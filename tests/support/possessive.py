"""Possessive groups that Python 3.11.0 to 3.11.4 read wrongly (CPython gh-106052).

There, an iteration of `(?:...)*+` that fails after the engine has stored a later position ends the
group at that position: `(?:ab?c)*+` takes all of "aca". The engine stores its position where it
begins a repeat, a choice, an atomic group or a look around. An atomic group puts the position back
when it fails, so `(?>ab?c)*+` is right everywhere.
"""

from __future__ import annotations

from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.support.patterns import REPEATS, inside

if TYPE_CHECKING:
    from collections.abc import Iterator


def strays(source: str | bytes, flags: int = 0) -> bool:
    """Return whether an iteration of a possessive group can fail with a later position stored.

    What cannot be told is taken to stray.
    """
    return any(_walk(body, START) is None for body in _iterations(parser.parse(source, flags)))


class Point(NamedTuple):
    """How far an iteration has come."""

    moved: bool
    """Something may have been read."""

    stored: bool
    """A position other than the first may be stored: what fails now leaves it there."""


START = Point(moved=False, stored=False)


def _iterations(tree: Any) -> Iterator[Any]:
    """The expressions that possessive groups try until they fail."""
    for code, argument in tree:
        if code is codes.POSSESSIVE_REPEAT and argument[0] != argument[1]:
            yield argument[2]
        for inner in inside(code, argument):
            yield from _iterations(inner)


def _walk(tree: Any, point: Point | None) -> Point | None:
    """Return the point after an expression; None if it can fail there and stray."""
    for code, argument in tree:
        point = point and _step(code, argument, point)
    return point


def _step(code: Any, argument: Any, point: Point) -> Point | None:
    entered = Point(point.moved, point.stored or point.moved)
    if code is codes.SUBPATTERN:
        return _walk(argument[3], point)
    if code in REPEATS:
        least, _, body = argument
        fails = least > 1 or (least == 1 and _walk(body, entered) is None)
        return None if fails else Point(moved=True, stored=True)
    if code is codes.BRANCH:
        ends = [_walk(choice, entered) for choice in argument[1]]
        return None if None in ends else Point(*map(any, zip(*ends, strict=True)))
    if code is codes.ATOMIC_GROUP:
        return None if point.moved else Point(moved=True, stored=True)
    if code is codes.ASSERT and argument[0] > 0:
        return entered._replace(stored=True) if _walk(argument[1], entered) else None
    straight = code in STRAIGHT and not point.stored
    return Point(point.moved or code is not codes.AT, stored=False) if straight else None


STRAIGHT = {codes.LITERAL, codes.NOT_LITERAL, codes.IN, codes.ANY, codes.AT, codes.GROUPREF}
"""What reads on, or fails where it stands, and stores nothing."""
