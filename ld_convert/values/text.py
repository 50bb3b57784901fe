"""Texts for people: titles, descriptions, names, keywords.

Sources: DCAT 3, Properties title, description and keyword/tag; schema.org, keywords.
"""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import unquote

from rdflib import Literal
from rdflib.term import Node

from ld_convert.values.iris import iri, mail_address, mail_beside, telephone
from ld_convert.values.lookup import says_nothing
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
TAG = re.compile(rf"<(/?)(?![abipqsu]\s++\w[^<>=]*+>)({NAMES})(?:\s[^<>]*)?/?>", re.IGNORECASE)
"""A tag of HTML; words without `=` after one letter are none: `a <b and c> d` compares."""
HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
BREAKS = dict.fromkeys(BLOCKS.split(), "\n\n") | dict.fromkeys(LINES.split(), "\n")

QUOTED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\"[^\"]*\"|“[^“”]*”")
ONE_WORD = re.compile(
    r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?!\d|,\d)|(?<![\w,])\d{1,2}(?:,\d{1,2})+(?=-[^\W\d])",
    re.ASCII,
)
"""Commas that separate nothing: `1,000 genomes` and `2,4-D`."""
SEPARATORS = (*(";", "|", "\n", ","), *"\uff1b\uff0c\u3001\u061b\u060c")
"""Those of Chinese, Japanese and Arabic come last."""
WORD = re.compile(r"\w")
URL = re.compile(r"\w+://\S+")
BLANK = re.compile(r"_:\w*")
PYTHON = re.compile(r"'[^'\\]*'")
PYTHON_LIST = re.compile(r"\[\s*+'[^'\\]*+'(?>\s*+,\s*+'[^'\\]*+')*+\s*+(?:,\s*+)?\]")
"""A list of texts as Python shows it: `['a', 'b']`."""
NO_PUBLISHER = "unknown publisher"


def text(value: Node) -> Literal | None:
    """Return a text with its language tag, without HTML, ends trimmed; None when empty.

    Paragraphs and line breaks of HTML become line breaks. A text without HTML is not changed:
    Markdown, angle brackets of other kinds and line breaks stay.
    """
    return string(_without_html(lexical(value)), language_of(value)) if _is_text(value) else None


def plain(value: Node) -> Literal | None:
    """Return a text without HTML and without language tag, on one line, as for foaf:name.

    None for the label of a blank node, such as `_:b0`, which is nobody's name.
    """
    if not _is_text(value) or BLANK.fullmatch(lexical(value)):
        return None
    return string(" ".join(_without_html(lexical(value)).split()))


def own_name(value: Node) -> Literal | None:
    """Return a text by which somebody is called, as `plain`; None for words such as `N/A`."""
    return None if says_nothing(value) else plain(value)


def name_text(value: Node) -> Literal | None:
    """Return a text that may be somebody's name: no mail address, IRI or telephone number.

    Of `Gauge desk <desk@a.example>` it is the words beside the address.
    """
    if iri(value) is not None or telephone(value) is not None:
        return None
    mail = mail_beside(value)
    if mail is None:
        return own_name(value)
    words = re.sub(
        re.escape(unquote(mail.removeprefix("mailto:"))), " ", lexical(value), flags=re.IGNORECASE
    )
    return plain(Literal(words.strip(" ,;:()[]<>\"'"))) if WORD.search(words) else None


def mail_name(value: Node) -> Literal | None:
    """Return the name beside a mail address, `Gauge desk <desk@a.example>`; None without both."""
    return name_text(value) if mail_beside(value) is not None else None


def any_name(value: Node) -> Literal | None:
    """Return a text by which somebody is called for want of a name: a mail address, or any other.

    None for an object, whose name is its own.
    """
    return mail_address(value) or own_name(value)


def citation(value: Node) -> Literal | None:
    """Return a citation in words; None for one that is only an address or an identifier."""
    is_cited = len(lexical(value).split()) > 1 and iri(value) is None
    return text(value) if is_cited and not says_nothing(value) else None


def prose(value: Node) -> Literal | None:
    """Return a text in words; None for an address."""
    return text(value) if iri(value) is None else None


def no_literal(value: Node) -> Node | None:
    """Return any value but a text."""
    return None if type(value) is Literal else value


def unknown_publisher(_value: Node) -> tuple[Literal]:
    """Return the name that stands where nobody says who publishes a catalogue."""
    return (Literal(NO_PUBLISHER),)


def keywords(value: Node) -> tuple[Literal, ...] | None:
    """Return the keywords that a text lists, in its language; None when there are none.

    The separator is the first of SEPARATORS that occurs outside brackets and quotes. A path such as
    `EARTH SCIENCE > OCEANS` is one keyword, commas and all; after a comma another one may follow.
    URLs are no keywords. A JSON array is a list of its elements. Source: schema.org, keywords
    (entries delimited by commas).
    """
    return _words(list_parts(_without_html(lexical(value))), value) if _is_text(value) else None


def keyword(value: Node) -> tuple[Literal, ...] | None:
    """Return the one keyword that a text is, commas and all; of a JSON array each element."""
    return _words(_json_texts(lexical(value)) or [lexical(value)], value)


def list_parts(listing: str) -> list[str]:
    """Return the parts of a list in one text: the elements of an array, else see `keywords`."""
    return _json_texts(listing) or _parts(listing)


def _json_texts(text: str) -> list[str]:
    """Return the texts in a JSON array that a text is; empty for all else."""
    if not (text.startswith("[") and text.endswith("]")):
        return []
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return [one[1:-1] for one in PYTHON.findall(text)] if PYTHON_LIST.fullmatch(text) else []
    return [item for item in found if isinstance(item, str)]


def _words(parts: list[str], value: Node) -> tuple[Literal, ...] | None:
    """Return what of some texts are keywords, in the language of a value, each once."""
    if not _is_text(value) or says_nothing(value):
        return None
    found: dict[str, Literal] = {}
    for part in parts:
        text = " ".join(_without_html(part).split()).strip("\"“”' ")
        word = string(text, language_of(value))
        if word is not None and not says_nothing(word) and not URL.fullmatch(word):
            found.setdefault(word.casefold(), word)
    return tuple(found.values()) or None


def names(value: Node) -> tuple[Literal, ...] | None:
    """Return the names of a list in one text, `Doe, J.; Roe, R.`; None for a text with one name."""
    listing = lexical(value)
    parts = [" ".join(p.split()) for p in _split(listing, _masked(listing, ENTITY), ";")]
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
    masked = _masked(_masked(_masked(listing, ENTITY), QUOTED), ONE_WORD)
    is_of_paths = ">" in masked
    for separator in filter(masked.__contains__, SEPARATORS):
        parts = _split(listing, masked, separator)
        is_in_path = is_of_paths and separator == "," and not all(">" in part for part in parts)
        if len(parts) > 1 and not is_in_path:
            return parts
    return [listing]


def _masked(listing: str, inner: re.Pattern[str]) -> str:
    return inner.sub(lambda match: "\0" * len(match[0]), listing)


def _split(listing: str, masked: str, separator: str) -> list[str]:
    """Return the parts of a list between the separators that its masked form still has."""
    ends = [i for i, char in enumerate(masked) if char == separator]
    starts = [0, *(end + 1 for end in ends)]
    return [listing[a:b] for a, b in zip(starts, [*ends, len(listing)], strict=True)]
