"""Decode the bytes of a page (HTML Standard, 13.2.3; Encoding Standard, 4.2)."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from ld_convert.extract.html.tokenizer import elements


class EncodingProblem(NamedTuple):
    """A finding about the encoding of a page, ready for a report."""

    code: str
    values: dict[str, object]
    offset: int = 0
    """Byte offset in the decoded page."""


BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';]+)", re.IGNORECASE)
UTF_8 = b'<meta charset="utf-8"'
PRESCAN = 1024
"""A page must declare its encoding within so many bytes."""
ALIASES = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "utf-16": "utf-16-le",
}
"""From Python's name of an encoding to the one that browsers use in its place."""
KNOWN = re.compile(
    r"utf-8|utf-16-[lb]e|cp(?:874|866|932|949|125[0-8])|iso8859-\d+|koi8-[ru]|mac-roman|"
    r"mac-cyrillic|gb18030|big5hkscs|euc_jp|iso2022_jp"
)
"""Encodings that a page may declare. Python has others, such as rot13, that are none of the web."""
C1 = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
C1 |= {code: chr(code) for code, char in C1.items() if char == "\ufffd"}
NOT_ASCII_LIKE = {"utf-16-le", "utf-16-be", "iso2022_jp"}


def decode_page(data: bytes, declared: str | None = None) -> tuple[bytes, list[EncodingProblem]]:
    """Return the page in UTF-8, and what was wrong with its encoding.

    The byte order mark counts first, then `declared` (the charset of the HTTP header), then the
    page's own meta element, then UTF-8. A page that is UTF-8 as it stands comes back as the same
    object, whatever it says about itself, so that offsets are offsets in the capture. Bytes that
    mean nothing in the encoding become U+FFFD and are counted. Never raises.
    """
    for mark, name in BOMS:
        if data.startswith(mark):
            if name != "utf-8":
                return _converted(data[len(mark) :], name, [])
            declared = name
    label = declared or _named(data)
    name, problems = _encoding(label)
    if name not in NOT_ASCII_LIKE and _first_wrong(data) is None:
        if name != "utf-8" and not data.isascii():
            problems.append(EncodingProblem("LD252", {"label": label}))
        return data, problems
    return _converted(data, name, problems)


def _named(data: bytes) -> str | None:
    """Return the encoding that a meta element near the start declares; UTF-16 there means UTF-8."""
    start = data[:PRESCAN]
    lower = start.lower()
    if b"http-equiv" not in lower and lower.count(b"charset") == lower.count(UTF_8):
        return "utf-8" if UTF_8 in lower else None  # as nearly every page has it
    for element in elements(start):
        label = element.attributes.get("charset") if element.name == "meta" else None
        if element.attributes.get("http-equiv", "").lower() == "content-type":
            match = CHARSET.search(element.attributes.get("content", ""))
            label = label or (match and match[1])
        if label:
            return "utf-8" if label.strip().lower().startswith("utf-16") else label
    return None


def _encoding(label: str | None) -> tuple[str, list[EncodingProblem]]:
    """Return Python's name of the encoding that browsers use for a label."""
    if label is None:
        return "utf-8", []
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        name = ""
    name = ALIASES.get(name, name)
    if KNOWN.fullmatch(name):
        return name, []
    return "utf-8", [EncodingProblem("LD253", {"label": label})]


def _converted(
    data: bytes, name: str, problems: list[EncodingProblem]
) -> tuple[bytes, list[EncodingProblem]]:
    """Return the data as UTF-8; report how many bytes could not be read."""
    if name == "cp1252":
        text = data.decode("latin-1").translate(C1)
    else:
        text = data.decode(name, "replace")
    page = text.encode()
    if name != "utf-8":
        problems.append(EncodingProblem("LD251", {"encoding": name}))
    if lost := text.count("\ufffd") - (data.count(b"\xef\xbf\xbd") if name == "utf-8" else 0):
        offset = _first_wrong(data) if name == "utf-8" else page.find(b"\xef\xbf\xbd")
        problems.append(EncodingProblem("LD250", {"count": lost, "encoding": name}, offset or 0))
    return page, problems


def _first_wrong(data: bytes) -> int | None:
    """Return the offset of the first byte that is not UTF-8; None if there is none."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.start
    return None
