"""Series and parts as a tree: of what an entry is a part, and what its own parts are."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.site.facts import ThingLink
    from ld_convert.site.shelf import Shelf

MOST_WHOLES = 10
"""Ways up from an entry that are shown: each whole of each whole begins another."""
MOST_PARTS = (100, 10)
"""Parts that are shown: of the entry, and of each of its parts."""
LONGEST_WAY = 8
"""Wholes of wholes that are shown."""


class TreeNode(NamedTuple):
    """A thing with what it has as parts."""

    link: ThingLink
    is_here: bool
    """Whether the page is its own."""
    parts: tuple[TreeNode, ...] = ()
    more: int = 0
    """Parts that are not shown."""


def tree(shelf: Shelf, iri: str) -> list[TreeNode]:
    """Return the outermost things of which an entry is a part, down to the parts of its parts.

    Empty for an entry that has no parts and is none. Nothing stands inside of itself.
    """
    here = _below(shelf, iri, 0, frozenset())
    found = list(islice(_above(shelf, iri, here, frozenset([iri])), MOST_WHOLES))
    return found if here.parts or found != [here] else []


def _below(shelf: Shelf, iri: str, depth: int, above: frozenset[str]) -> TreeNode:
    parts, more = [], 0
    if depth < len(MOST_PARTS):
        inner = above | {iri}
        known, count = shelf.parts(iri, MOST_PARTS[depth])
        parts = [_below(shelf, one, depth + 1, inner) for one in known if one not in inner]
        more = count - len(known)
    ordered = sorted(parts, key=lambda one: (one.link.label, one.link.iri))
    return TreeNode(_link(shelf, iri), depth == 0, tuple(ordered), more)


def _above(shelf: Shelf, iri: str, node: TreeNode, below: frozenset[str]) -> Iterator[TreeNode]:
    wholes = [one for one in shelf.wholes(iri, MOST_WHOLES) if one not in below]
    if not wholes or len(below) > LONGEST_WAY:
        yield node
        return
    for one in wholes:
        whole = TreeNode(_link(shelf, one), is_here=False, parts=(node,))
        yield from _above(shelf, one, whole, below | {one})


def _link(shelf: Shelf, iri: str) -> ThingLink:
    return shelf.link(shelf.address(iri)) or shelf.outward(iri)
