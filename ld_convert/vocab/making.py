"""Members of an object that a portal's payload says in other words: addresses, times, texts.

A portal file states them in these instructions, which hold at every depth. The key of an object is
that which leads to it; "" is the payload, * stands for every key, and `to-*` for those that begin
with `to-`.

* `unwrap`: by key of an object, the path of a text that is all that it says, then the path of the
  language of the text, then a key without which an object stays; the last two may be missing.
* `wrap`: by key of a text, the key under which an object of its own holds it.
* `times`: by key of a number, how many of its units make a second; it becomes a date and time.
* `schemes`: by key of an identifier, the key of the scheme that it is written in, or a colon and
  the scheme, and the new key that gets its address (`vocab/identifier_schemes.csv`); no address,
  no new member.
* `compose`: by key of an object, its new members: the key, a text with paths in braces, and maybe
  the key of a list, for each item of which the text is made. A member that is there, or for which a
  path has no value, is not made.
* `links`: by key of an object that has a `href`, the key that holds it instead: it does not say
  what stands there, but where it can be had.
* `part`: by key of an object, new objects in it; by their keys, from their keys to those that move.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple
from urllib.parse import quote

from ld_convert.model import Json
from ld_convert.vocab.records import member, path
from ld_convert.vocab.tables import table_rows

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EVERY = "*"
SLOT = re.compile(r"\{([^{}]+)\}")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", re.ASCII)
SAFE = "/:@!$&'()*+,;=-._~%"
"""Characters of an identifier that stand in an address as they are (RFC 3986, section 3.3)."""


class Making(NamedTuple):
    """The instructions of one portal file."""

    unwrap: dict[str, list[str]]
    wrap: dict[str, str]
    times: dict[str, int]
    schemes: dict[str, list[str]]
    compose: dict[str, list[list[str]]]
    part: dict[str, dict[str, dict[str, str]]]
    links: dict[str, str]

    @classmethod
    def read(cls, table: Json) -> Making:
        """Return the instructions of a decoded portal file."""
        return cls(*(table.get(name, {}) for name in cls._fields))

    def of(self, value: Json, holder: str) -> Json:
        """Return an object in the words of its context; `holder` is the key that leads to it."""
        made: Json = {}
        for key, link in self.links.items():
            if isinstance(value.get(key), dict) and "href" in value[key]:
                value = {k: v for k, v in value.items() if k != key} | {link: value[key]}
        if self.unwrap or self.wrap:
            value = {key: self._inner(item, key) for key, item in value.items()}
        for key, units in self.times.items():
            if (time := _time(value.get(key), units)) is not None:
                made[key] = time
        for key, (scheme, name) in self.schemes.items():
            written_in = scheme[1:] if scheme[0] == ":" else value.get(scheme)
            if (address := address_of(written_in, value.get(key))) is not None:
                made[name] = address
        value = value | made if made else value
        for name, form, *items in at(self.compose, holder) or ():
            text = _texts(items[0], form, value) if items else _text(form, value)
            if text and name not in value:
                value = {**value, name: text}
        for name, parts in (at(self.part, holder) or {}).items():
            found = {key: value[part] for key, part in parts.items() if part in value}
            if found and name not in value:
                value = {k: v for k, v in value.items() if k not in parts.values()} | {name: found}
        return value

    def _inner(self, item: Json, key: str) -> Json:
        """Return what a member holds, with what only says one text as the text, or the reverse."""
        if isinstance(item, list):
            return [self._inner(inner, key) for inner in item]
        if isinstance(item, dict):
            unwrap = at(self.unwrap, key)
            text = _unwrapped(item, *unwrap) if unwrap else None
            return item if text is None else text
        return {self.wrap[key]: item} if isinstance(item, str) and key in self.wrap else item


def at(table: Json, holder: str) -> Json:
    """Return the instruction for objects under a key; None where there is none."""
    if not table or holder in table:
        return table.get(holder)
    prefix, dash, _ = holder.partition("-")
    return (table.get(f"{prefix}-{EVERY}") if dash else None) or table.get(EVERY)


def _unwrapped(value: Json, way: str, language: str = "", having: str = "") -> Json:
    """Return what an object says alone, with its language; None if it does not say it."""
    text = member(value, path(way))
    if text is None or (having and having not in value):
        return None
    tag = member(value, path(language)) if language else None
    if not isinstance(text, str) or not isinstance(tag, str) or not LANGUAGE.fullmatch(tag):
        return text
    return {"@value": text, "@language": _shortest().get(tag.casefold(), tag)}


@cache
def _shortest() -> dict[str, str]:
    """Return the two letters of each language by its three (RFC 5646, section 2.2.1, rule 1)."""
    rows = table_rows("vocab/authority/language.csv")
    return {
        code.casefold(): row["iso1"]
        for row in rows
        for code in (row["code"], row["iso2b"])
        if code and row["iso1"]
    }


def address_of(scheme: Json, identifier: Json) -> str | None:
    """Return the address of an identifier of a scheme; None where we know none.

    One that is an address already, or a DOI with its prefix, stays itself or becomes the scheme's.
    """
    if not isinstance(identifier, str) or not isinstance(scheme, str):
        return None
    text = identifier.strip()
    if text.startswith(("http://", "https://")):
        return text
    pattern = _schemes().get(scheme.strip().casefold())
    if pattern is None or not text:
        return None
    prefix = f"{scheme.strip()}:"
    if text[: len(prefix)].casefold() == prefix.casefold():
        text = text[len(prefix) :].lstrip()
    return pattern.replace("{}", quote(text, SAFE))


@cache
def _schemes() -> dict[str, str]:
    return {row["scheme"]: row["address"] for row in table_rows("vocab/identifier_schemes.csv")}


def _time(value: Json, units: int) -> str | None:
    """Return a number of units since 1970 as a date and time; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        time = EPOCH + timedelta(seconds=value // units)
    except (OverflowError, ValueError):
        return None
    return time.strftime("%Y-%m-%dT%H:%M:%SZ") if time.year >= 1000 else None  # noqa: PLR2004


def _texts(key: str, form: str, value: Json) -> str:
    items = value.get(key)
    texts = [_text(form, item) for item in items] if isinstance(items, list) else []
    return " ".join(texts) if all(texts) else ""


def _text(form: str, value: Json) -> str:
    """Return a text with each path in it replaced by its value; empty where one has none."""
    parts = SLOT.split(form)
    for i in range(1, len(parts), 2):
        found = value
        for name in parts[i].split("/"):
            if isinstance(found, list):
                found = found[int(name)] if name.isdigit() and int(name) < len(found) else None
            else:
                found = found.get(name) if isinstance(found, dict) else None
        if isinstance(found, bool) or not isinstance(found, str | int | float) or found == "":
            return ""
        parts[i] = str(found)
    return "".join(parts)
