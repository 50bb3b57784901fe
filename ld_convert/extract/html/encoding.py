"""Decode the bytes of a page (HTML Standard, 13.2.3; Encoding Standard, 4.2)."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from ld_convert.extract.html.encoding_labels import (
    DEFAULTS_BY_LANGUAGE,
    ENCODINGS_BY_LABEL,
    SHOWN,
)
from ld_convert.extract.html.tokenizer import elements


class EncodingProblem(NamedTuple):
    """A finding about the encoding of a page, ready for a report."""

    code: str
    values: dict[str, object]
    offset: int = 0
    """Byte offset in the decoded page."""


BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
CHARSET = re.compile(r"charset\s*+=\s*+[\"']?+\s*+([^\s\"';]++)", re.IGNORECASE)
XML = re.compile(rb"<\?xml[ \t\r\n][^>]*?encoding[ \t\r\n]*+=[ \t\r\n]*+[\"']([^\"'>]+)")
"""An XML declaration; it counts where no meta element does (HTML Standard, 13.2.3.2)."""
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
REPLACEMENT = "\ufffd".encode()
C1 = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
C1 |= {code: chr(code) for code, char in C1.items() if char == "\ufffd"}
MULTI_BYTE = {"cp932", "cp949", "euc_jp", "gb18030", "big5hkscs"}
"""Encodings in which not every sequence of bytes is a text: a wrong guess shows."""
SCRIPTS = re.compile(
    "[\u0080-\u024f]*|[\u0080-\u00bf\u0370-\u03ff]*|[\u0080-\u00bf\u0400-\u052f]*"
    "|[\u0080-\u00bf\u0590-\u06ff]*"
)
"""Characters below U+0800 that stand together: Latin, Greek, Cyrillic, Hebrew and Arabic."""
NOT_ASCII_LIKE = {"utf-16-le", "utf-16-be", "iso2022_jp"}


def decode_page(data: bytes, declared: str | None = None) -> tuple[bytes, list[EncodingProblem]]:
    """Return the page in UTF-8, and what was wrong with its encoding.

    The byte order mark counts first, then `declared` (the charset of the HTTP header), then the
    page's own meta element or XML declaration, then UTF-8 if most of the page is UTF-8, then what
    browsers take for a page of its language: windows-1252 for most. A page that is UTF-8 as it
    stands comes back as the same object, whatever it says about itself, so that offsets are offsets
    in the capture. Bytes that mean nothing in the encoding become U+FFFD and are counted. Never
    raises.
    """
    for mark, name in BOMS:
        if data.startswith(mark):
            if name != "utf-8":
                problem = EncodingProblem("LD251", {"encoding": name})
                return _converted(data[len(mark) :], name, [problem])
            declared = name
    label = declared or _named(data[:PRESCAN])
    name, problems = _encoding(label)
    is_utf8 = name not in NOT_ASCII_LIKE and _first_wrong(data) is None
    if is_utf8 and not _is_utf8_by_chance(data, name):
        if name != "utf-8" and not data.isascii():
            problems.append(EncodingProblem("LD252", {"label": label}))
        return data, problems
    if label is None:
        label = _named(data)  # as browsers do, which start again at a late meta element
        name, problems = _encoding(label)
    if (label is None or problems) and not _is_mostly_utf8(data):
        name = _default(data)
        problems.append(EncodingProblem("LD256", {"encoding": SHOWN.get(name, name)}))
        return _converted(data, name, problems)
    if name != "utf-8":
        problems.append(EncodingProblem("LD251", {"encoding": SHOWN.get(name, name)}))
    return _converted(data, name, problems)


def _named(start: bytes) -> str | None:
    """Return the encoding that the start of a page declares; UTF-16 there means UTF-8."""
    lower = start.lower()
    if b"http-equiv" not in lower and lower.count(b"charset") == lower.count(UTF_8):
        if UTF_8 in lower:
            return "utf-8"  # as nearly every page has it
        return _named_by_xml(start)
    for element in elements(start):
        label = element.attributes.get("charset") if element.name == "meta" else None
        if element.attributes.get("http-equiv", "").lower() == "content-type":
            match = CHARSET.search(element.attributes.get("content", ""))
            label = label or (match and match[1])
        if label:
            return _as_bytes(label)
    return _named_by_xml(start)


def _named_by_xml(start: bytes) -> str | None:
    match = XML.match(start[:PRESCAN])
    return _as_bytes(match[1].decode("ascii", "replace")) if match else None


def _as_bytes(label: str) -> str:
    """Return the label; UTF-8 for UTF-16, in which nobody could have read the label."""
    return "utf-8" if label.strip().lower().startswith("utf-16") else label


def _is_mostly_utf8(data: bytes) -> bool:
    """Return whether the page has no more broken characters than characters beyond ASCII."""
    text = data.decode("utf-8", "replace")
    written = data.count(REPLACEMENT)
    broken = text.count("\ufffd") - written
    return broken <= len(text) - len(text.encode("ascii", "ignore")) - broken


def _is_utf8_by_chance(data: bytes, name: str) -> bool:
    """Return whether a page that could be UTF-8 is in the East Asian encoding that it declares.

    A few characters of one can be UTF-8 by chance: then they are none of East Asia in UTF-8, and
    of scripts that no text mixes.
    """
    if name not in MULTI_BYTE or data.isascii() or not _can_decode(data, name):
        return False
    signs = "".join(sorted(set(data.decode()) - set(map(chr, range(0x80)))))
    return max(signs) < "\u0800" and SCRIPTS.fullmatch(signs) is None


def _default(data: bytes) -> str:
    """Return the encoding of a page that declares none (HTML Standard, section 13.2.3.2)."""
    root = next((element for element in elements(data[:PRESCAN]) if element.name == "html"), None)
    language = root.attributes.get("lang", "").strip().lower() if root else ""
    for tag in (language, language.partition("-")[0]):
        for name in DEFAULTS_BY_LANGUAGE.get(tag, ()):
            if name not in MULTI_BYTE or _can_decode(data, name):
                return name
    return "cp1252"


def _can_decode(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _encoding(label: str | None) -> tuple[str, list[EncodingProblem]]:
    """Return Python's name of the encoding that browsers use for a label."""
    if label is None:
        return "utf-8", []
    plain = label.strip().lower()
    try:
        name = ENCODINGS_BY_LABEL.get(plain) or codecs.lookup(plain).name
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
    if lost := text.count("\ufffd") - (data.count(REPLACEMENT) if name == "utf-8" else 0):
        offset = _first_wrong(data) if name == "utf-8" else page.find(REPLACEMENT)
        problems.append(EncodingProblem("LD250", {"count": lost, "encoding": name}, offset or 0))
    return page, problems


def _first_wrong(data: bytes) -> int | None:
    """Return the offset of the first byte that is not UTF-8; None if there is none."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.start
    return None
