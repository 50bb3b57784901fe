"""Texts for people: titles, descriptions, names, keywords.

Sources: DCAT 3, Properties title, description and keyword/tag; schema.org, keywords.
"""

from __future__ import annotations

import re
from html import unescape

from rdflib import Literal
from rdflib.term import Node

from ld_convert.values.terms import language_of, lexical, string

BLOCKS = (
    "address article aside blockquote dd div dl dt h1 h2 h3 h4 h5 h6 hr ol p pre section table ul"
)
LINES = "br li tr"
INLINES = (
    "a abbr b big caption center cite code col colgroup data del dfn em figcaption figure font "
    "footer header i iframe img ins kbd main mark nav q s samp script small span strike strong "
    "style sub sup tbody td tfoot th thead time tt u var video wbr"
)
NAMES = "|".join(sorted(f"{BLOCKS} {LINES} {INLINES}".split(), key=len, reverse=True))
TAG = re.compile(rf"<(/?)({NAMES})(?:\s[^<>]*)?/?>", re.IGNORECASE)
HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
BREAKS = dict.fromkeys(BLOCKS.split(), "\n\n") | dict.fromkeys(LINES.split(), "\n")

QUOTED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\"[^\"]*\"|“[^“”]*”")
WORD = re.compile(r"\w")
URL = re.compile(r"\w+://\S+")


def text(value: Node) -> Literal | None:
    """Return a text with its language tag, without HTML, ends trimmed; None when empty.

    Paragraphs and line breaks of HTML become line breaks. A text without HTML is not changed:
    Markdown, angle brackets of other kinds and line breaks stay.
    """
    return string(_without_html(lexical(value)), language_of(value)) if _is_text(value) else None


def plain(value: Node) -> Literal | None:
    """Return a text without HTML and without language tag, on one line, as for foaf:name."""
    if not _is_text(value):
        return None
    return string(" ".join(_without_html(lexical(value)).split()))


def keywords(value: Node) -> tuple[Literal, ...] | None:
    """Return the keywords that a text lists, in its language; None when there are none.

    The separator is the first of `;`, `|`, line break and comma that occurs outside brackets and
    quotes. A path such as `EARTH SCIENCE > OCEANS` is one keyword. URLs are no keywords.
    """
    if not _is_text(value):
        return None
    found: dict[str, Literal] = {}
    for part in _parts(_without_html(lexical(value))):
        word = string(" ".join(part.split()).strip("\"“”' "), language_of(value))
        if word is not None and WORD.search(word) and not URL.fullmatch(word):
            found.setdefault(word.casefold(), word)
    return tuple(found.values()) or None


def names(value: Node) -> tuple[Literal, ...] | None:
    """Return the names of a list in one text, `Doe, J.; Roe, R.`; None for a text with one name."""
    parts = [" ".join(part.split()) for part in lexical(value).split(";")]
    found = dict.fromkeys(part for part in parts if WORD.search(part))
    return tuple(map(Literal, found)) if _is_text(value) and len(found) > 1 else None


def copyright_year(value: Node) -> Literal | None:
    """Return a statement of the year of a copyright, from the year; None for other texts."""
    year = lexical(value).removesuffix(".0")
    return Literal(f"© {year}") if re.fullmatch(r"[12]\d{3}", year, re.ASCII) else None


def _is_text(value: Node) -> bool:
    """Return whether a term is a literal: an IRI is not a text, whoever wrote it."""
    return type(value) is Literal


def _without_html(markup: str) -> str:
    if "<" not in markup and "&" not in markup:
        return markup
    if not TAG.search(markup) and not HIDDEN.search(markup):
        decoded = unescape(markup) if ENTITY.search(markup) else markup
        # Portals escape HTML once too often; a closing tag tells it from a text about tags.
        twice = any(tag[1] for tag in TAG.finditer(decoded))
        return _strip_tags(decoded) if twice else decoded
    return unescape(_strip_tags(markup))


def _strip_tags(markup: str) -> str:
    shown = HIDDEN.sub("", markup)
    if any(tag[2].lower() in BREAKS for tag in TAG.finditer(shown)):
        shown = " ".join(shown.split())
    broken = TAG.sub(lambda tag: BREAKS.get(tag[2].lower(), ""), shown)
    lines = [line.strip() for line in re.sub(r"[ \t]+", " ", broken).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _parts(listing: str) -> list[str]:
    """Return the parts of a list, split at the separator that it uses."""
    masked = QUOTED.sub(lambda match: "\0" * len(match[0]), listing)
    paths = ">" in masked
    for separator in (";", "|", "\n") if paths else (";", "|", "\n", ","):
        if separator in masked:
            ends = [i for i, char in enumerate(masked) if char == separator]
            starts = [0, *(end + 1 for end in ends)]
            return [listing[a:b] for a, b in zip(starts, [*ends, len(listing)], strict=True)]
    return [listing]
