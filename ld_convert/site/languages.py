"""Titles and descriptions by language, so that a reader can choose one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.vocab.authority import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ld_convert.site.facts import SaidText


class SaidIn(NamedTuple):
    """What is said in one language."""

    lang: str
    name: str
    """What the language is called by who speaks it, else in English, else its tag."""
    titles: list[SaidText]
    descriptions: list[SaidText]


def by_language(titles: Sequence[SaidText], descriptions: Sequence[SaidText]) -> list[SaidIn]:
    """Return what is said in each language; first what every reader shall see.

    That is the first title with what is in its language or in none. If no description is, the first
    one is seen, too. Both are given with the one first that most people can read.
    """
    own = {titles[0].lang, ""}
    if descriptions and not any(one.lang in own for one in descriptions):
        own.add(descriptions[0].lang)
    others = sorted({one.lang for one in (*titles, *descriptions)} - own)
    groups = [(titles[0].lang, own), *((lang, {lang}) for lang in others)]
    return [
        SaidIn(
            lang,
            _name(lang),
            [one for one in titles if one.lang in langs],
            [one for one in descriptions if one.lang in langs],
        )
        for lang, langs in groups
    ]


def _name(lang: str) -> str:
    found = _names().get(lang.partition("-")[0].lower(), "")
    return f"{found} ({lang})" if found and "-" in lang else found or lang


@cache
def _names() -> dict[str, str]:
    """Return what each language is called, by its codes; of several names one in its own signs."""
    found = {}
    for row in table("language"):
        names = [name for name in row["names"].split("|") if name] or [row["label"]]
        own = next((name for name in names if not name.isascii()), names[0])
        found.update({code.lower(): own for code in (row["code"], row["iso1"]) if code})
    return found
