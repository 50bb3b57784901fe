"""Decode the character references that pages leave in the strings of JSON, such as `&amp;`.

JSON has escapes of its own, so a reference there is a mistake of the page's template: a browser
does not decode it in a script (HTML Standard, section 13.1.2, raw text elements).
"""

from __future__ import annotations

import re
import sys
from html.entities import html5
from typing import TYPE_CHECKING
from unicodedata import category

from ld_convert.model import escape_key

if TYPE_CHECKING:
    from ld_convert.model import Json

REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
ANY = re.compile(REFERENCE.pattern.encode())
AMPERSAND = re.compile(r"&(?:amp|AMP|#0{0,4}38|#[xX]0{0,4}26);")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,31}:")
SPACE = re.compile(r"[\s<]")
TAG = re.compile(r"</?[A-Za-z!]")
NO_TEXT = frozenset({"Cc", "Cs"})
"""Categories of Unicode that are no text: controls and surrogates."""


def has_references(data: bytes) -> bool:
    """Return whether a JSON text may hold a character reference."""
    return b"&" in data and ANY.search(data) is not None


def decode_references(value: Json) -> tuple[list[str], str]:
    """Decode the references in all strings of a value, in place; keys stay as they are.

    Return the JSON pointers of the changed strings, and the first reference. A string stays as it
    is if it holds HTML tags, or would hold some afterwards: later stages read it as HTML.
    """
    changed: list[str] = []
    first = ""
    stack: list[tuple[Json, str]] = [(value, "")]
    while stack:
        holder, pointer = stack.pop()
        is_object = isinstance(holder, dict)
        inner: list[tuple[Json, str]] = []
        for key, item in list(holder.items() if is_object else enumerate(holder)):
            if isinstance(item, str):
                if "&" in item and (text := decoded(item)) != item:
                    holder[key] = text
                    changed.append(f"{pointer}/{escape_key(str(key))}")
                    match = REFERENCE.search(item)
                    first = first or (match[0] if match else "")
            elif isinstance(item, (dict, list)) and not (is_object and key == "@context"):
                inner.append((item, f"{pointer}/{escape_key(str(key))}"))
        stack += reversed(inner)
    return changed, first


def decoded(text: str) -> str:
    """Return a text with its references decoded; see `decode_references` for what stays."""
    if _is_address(text):
        return AMPERSAND.sub("&", text)
    if TAG.search(text):
        return text
    plain = REFERENCE.sub(_character, text)
    return text if TAG.search(plain) else plain


def _is_address(text: str) -> bool:
    """Return whether a text is an address: in it, only the ampersand is decoded."""
    is_web = SCHEME.match(text) is not None or ("/" in text and "?" in text)
    return is_web and SPACE.search(text) is None


def _character(match: re.Match[str]) -> str:
    """Return the character of a reference; what is no character stays as it is."""
    word = match[0][1:]
    if word[0] != "#":
        return html5.get(word, match[0])
    code = int(word[2:-1], 16) if word[1] in "xX" else int(word[1:-1])
    character = chr(code) if code <= sys.maxunicode else "\0"
    is_text = character in "\t\n\r" or category(character) not in NO_TEXT
    return character if is_text else match[0]
