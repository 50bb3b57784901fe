"""Texts that are near each other, and near the words of an authority table.

With the extra `names` (rapidfuzz) near is what differs in few letters or in the order of words.
Without it only texts of the same words are near.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ld_convert.values.lookup import bare
from ld_convert.vocab.authority import table
from ld_convert.vocab.namespaces import EU

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ld_convert.values.names.kinds import Kind

NEAR, GUESS = 90, 80
"""From which score of 100 on two texts are grouped, and a member of a table is a guess."""
LONGEST = 200
"""Characters of a text that are compared."""
MOST_COMPARED = 5_000
"""Of more texts of a kind, only the most frequent ones head a group."""


def is_fuzzy() -> bool:
    """Return whether the extra `names` is installed."""
    return find_spec("rapidfuzz") is not None


def grouped(texts: Sequence[str], alike: str) -> list[str]:
    """Return for each text the earlier one that it is near, or an empty text.

    `alike` is the function of rapidfuzz.fuzz that compares them. A text that is near another is
    the head of no group.
    """
    heads: list[str] = []
    words: list[str] = []
    exact: dict[str, str] = {}
    found = []
    for text in texts:
        own = bare(text)[:LONGEST]
        head = exact.get(own) if own else None
        if head is None and own and words:
            number = _best(own, words, alike, NEAR)
            head = heads[number] if number is not None else None
        if head is None and own and len(heads) < MOST_COMPARED:
            heads.append(text)
            words.append(own)
        if own:
            exact.setdefault(own, head or text)
        found.append(head or "")
    return found


def near(text: str, kind: Kind) -> tuple[str, str]:
    """Return the IRI and the label of the member of an authority table that a text is nearest to.

    Two empty texts where none is near.
    """
    words, members = _members(kind)
    own = bare(text)[:LONGEST]
    number = _best(own, words, "token_sort_ratio", GUESS) if own and words else None
    return members[number] if number is not None else ("", "")


def _best(text: str, known: Sequence[str], alike: str, least: int) -> int | None:
    """Return the number of the text that is nearest; None if none is near."""
    if not is_fuzzy():
        return known.index(text) if text in known else None
    fuzz, process = _rapidfuzz()
    found = process.extractOne(text, known, scorer=getattr(fuzz, alike), score_cutoff=least)
    return found[2] if found is not None else None


@cache
def _rapidfuzz() -> tuple[Any, Any]:
    return import_module("rapidfuzz.fuzz"), import_module("rapidfuzz.process")


@cache
def _members(kind: Kind) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return the words of a kind's tables, and for each the member's IRI and label."""
    words: dict[str, tuple[str, str]] = {}
    for name, column in kind.guesses:
        for row in table(name):
            for cell in row[column].split("|") if row["code"] else ():
                if cell:
                    words.setdefault(bare(cell), (EU[f"{name}/{row['code']}"], row["label"]))
    return tuple(words), tuple((str(name), label) for name, label in words.values())
