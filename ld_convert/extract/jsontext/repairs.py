"""Repair broken JSON; the steps stand in the order in which they are tried.

A step takes bytes, and returns the edits that it would make, or None. Each step is certain or loses
nothing. No step guesses a missing quote or comma, and no step closes truncated text; that is `cut`.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

from ld_convert.extract.jsontext.edits import STRING, Edit, Repair
from ld_convert.extract.jsontext.foreign_values import foreign_values, stray_commas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


IN_STRING = re.compile(rb"\\.|[\x00-\x1f]", re.DOTALL)
ESCAPES = re.compile(rb"\\(?:[\"\\/bfnrt]|u[0-9a-fA-F]{4}|(?P<bad>\r\n|.))", re.DOTALL)
COMMENT = re.compile(
    STRING + rb"|(?P<seen>//[^\r\n]*+|/\*[^*]*+(?>\*(?!/)[^*]*+)*+(?:\*/|\Z))", re.DOTALL
)
COMMA = re.compile(STRING + rb"|(?P<seen>,)(?=[ \t\r\n]*+[\]}])", re.DOTALL)
BRACKET = re.compile(STRING + rb"|(?P<seen>[\[{]|[\]}])", re.DOTALL)
SPACE = re.compile(
    STRING + rb"|(?P<seen>(?:\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8f\xa8\xa9\xaf]"
    rb"|\xe2\x81[\x9f\xa0]|\xe3\x80\x80|\xef\xbb\xbf)++)",
    re.DOTALL,
)
"""Spaces of Unicode that are none of JSON, and characters without a width."""
QUOTED = re.compile(rb'\s*+"(?P<text>\s*+[\[{](?:[^"\\]|\\.)*+)"\s*+', re.DOTALL)
QUOTED_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[\"\\/bfnrt])"
)
PARTS = re.compile(STRING + rb"|[\[\]{},:]", re.DOTALL)
LEAD = re.compile(rb"\A(?:\s|//|/\*|\*/|<!\[CDATA\[|<!--|-->|>)++(?=[\[{])")
MARKS = (b"//", b"/*", b"*/", b"<!]]>", b"]]>", b"-->", *(bytes([sign]) for sign in b" \t\r\n\f\v"))
"""What may follow the JSON: closing marks and white space."""
REMARK = re.compile(rb"\A\s*+<!--[^-]*+(?>-(?!->)[^-]*+)*+-->\s*+(?=[\[{])")
ENCODED = re.compile(rb"\A[\s\[{]*+(?:&quot;|&#34;|&#[xX]22;)")
REFERENCE = re.compile(rb"&[#0-9A-Za-z]{1,32};")
ASSIGNED = re.compile(
    rb"\A\s*+(?:(?:var|let|const)\s++)?([A-Za-z_$][\w$.]*+(?:\[[\"']?[\w-]++[\"']?\])?)"
    rb"\s*+=\s*+(?=[\[{])"
)
BOM = b"\xef\xbb\xbf"
SHORT = {0x08: b"\\b", 0x09: b"\\t", 0x0A: b"\\n", 0x0C: b"\\f", 0x0D: b"\\r"}


def _mark(data: bytes) -> Repair | None:
    return Repair([Edit(0, len(BOM), b"")]) if data.startswith(BOM) else None


def _wrapper(data: bytes) -> Repair | None:
    """Remove comment or CDATA marks around the JSON, or an HTML comment before it."""
    if remark := REMARK.match(data):
        return Repair([Edit(0, remark.end(), b"")], "remarks in HTML")
    lead = LEAD.match(data)
    if not lead or not ({b"<!--", b"<![CDATA["} & set(re.findall(rb"<!(?:--|\[CDATA\[)", lead[0]))):
        return None
    edits = [Edit(0, lead.end(), b"")]
    end = len(data)
    while mark := next((mark for mark in MARKS if data.endswith(mark, lead.end(), end)), b""):
        end -= len(mark)
    if data[end:].strip():
        edits.append(Edit(end, len(data), b""))
    return Repair(edits, "CDATA marks" if b"CDATA" in lead[0] else "comment marks")


def _semicolon(data: bytes) -> Repair | None:
    end = len(data.rstrip(b" \t\r\n;"))
    return Repair([Edit(end, len(data), b"")]) if b";" in data[end:] else None


def _control(data: bytes) -> Repair | None:
    edits = [
        Edit(position, position + 1, SHORT.get(data[position], b"\\u%04x" % data[position]))
        for match in _in_strings(data, IN_STRING)
        for position in [match.start()]
        if len(match[0]) == 1
    ]
    return Repair(edits) if edits else None


def _comments(data: bytes) -> Repair | None:
    return _without(data, COMMENT)


def _commas(data: bytes) -> Repair | None:
    return _without(data, COMMA)


def _escapes(data: bytes) -> Repair | None:
    r"""Read `\'` as `'`, a backslash before a line break as nothing, others as they stand."""
    edits = []
    for match in _in_strings(data, ESCAPES):
        bad = match["bad"]
        if bad in (b"\n", b"\r", b"\r\n"):
            edits.append(Edit(match.start(), match.end(), b""))
        elif bad:
            edits.append(Edit(match.start(), match.start() + 1, b"" if bad == b"'" else b"\\\\"))
    return Repair(edits) if edits else None


def _closers(data: bytes) -> Repair | None:
    """Remove closing brackets after the end of the JSON, where nothing else follows."""
    depth = 0
    for match in BRACKET.finditer(data):
        if match["seen"]:
            depth += 1 if match["seen"] in b"[{" else -1
            if depth == 0:
                rest = data[match.end() :]
                is_closing = rest.strip(b" \t\r\n") and not rest.strip(b" \t\r\n]}")
                return Repair([Edit(match.end(), len(data), b"")]) if is_closing else None
    return None


def _several(data: bytes) -> Repair | None:
    """Make one list of several objects or lists that follow each other."""
    depth, end, starts, edits = 0, 0, 0, [Edit(0, 0, b"[")]
    for match in BRACKET.finditer(data):
        if depth == 0:
            gap = data[end : match.start()].strip(b" \t\r\n")
            if match["seen"] not in (b"{", b"[") or gap not in (
                (b"", b",", b";") if end else (b"",)
            ):
                return None
            starts += 1
            if end:
                edits.append(Edit(end, match.start(), b","))
        if match["seen"]:
            depth += 1 if match["seen"] in b"[{" else -1
            end = match.end()
    if depth != 0 or starts < 2 or data[end:].strip():  # noqa: PLR2004
        return None
    return Repair([*edits, Edit(len(data), len(data), b"]")], str(starts))


def _encoded(data: bytes) -> Repair | None:
    if b'"' in data or not ENCODED.match(data):
        return None
    return Repair(
        [
            Edit(match.start(), match.end(), unescape(match[0].decode()).encode())
            for match in REFERENCE.finditer(data)
        ]
    )


def _assigned(data: bytes) -> Repair | None:
    match = ASSIGNED.match(data)
    return match and Repair([Edit(0, match.end(), b"")], match[1].decode())


def _quoted(data: bytes) -> Repair | None:
    r"""Take JSON out of a string of JSON, in which each quotation mark is a `\"`."""
    match = QUOTED.fullmatch(data)
    if match is None:
        return None
    start, end = match.span("text")
    inner = [
        Edit(*one.span(), json.loads(b'"%b"' % one[0]).encode())
        for one in QUOTED_ESCAPE.finditer(data, start, end)
    ]
    return Repair([Edit(0, start, b""), *inner, Edit(end, len(data), b"")])


def _spaces(data: bytes) -> Repair | None:
    """Write odd spaces between the values as ordinary ones."""
    edits = [Edit(*match.span("seen"), b" ") for match in SPACE.finditer(data) if match["seen"]]
    return Repair(edits) if edits else None


STEPS: tuple[tuple[str, Callable[[bytes], Repair | None]], ...] = (
    ("LD230", _mark),
    ("LD257", _quoted),
    ("LD258", _spaces),
    ("LD231", _wrapper),
    ("LD232", _semicolon),
    ("LD238", _encoded),  # before comments: no quotation mark hides the // of an address yet
    ("LD233", _control),
    ("LD234", _comments),
    ("LD275", stray_commas),
    ("LD235", _commas),
    ("LD276", foreign_values),
    ("LD277", _closers),
    ("LD236", _escapes),
    ("LD237", _several),
    ("LD239", _assigned),
)
"""Code of the finding, and the step, in order."""


def cut(data: bytes) -> Edit | None:
    """Return the edit that closes a truncated text behind its last complete member."""
    found: Edit | None = None
    levels: list[tuple[int, bytes]] = []
    after_colon = False
    for match in PARTS.finditer(data):
        token = match[0]
        if token in b"[{":
            levels.append((match.start(), b"]" if token == b"[" else b"}"))
        elif token in b"]}":
            del levels[-1:]
        in_object = bool(levels) and levels[-1][1] == b"}"
        whole = token[:1] != b'"' or (token[-1:] == b'"' and len(token) > 1)
        if token in b"]}" or (token[:1] == b'"' and whole and (after_colon or not in_object)):
            end: int | None = match.end()
        else:
            end = match.start() if token == b"," else None
        if end is not None:
            closers = b"".join(closer for _, closer in reversed(levels))
            found = Edit(end, len(data), closers) if closers else None
        after_colon = token == b":"
    return found


def _in_strings(data: bytes, wanted: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    for match in COMMENT.finditer(data):  # a quote in a comment begins no string
        if not match["seen"]:
            yield from wanted.finditer(data, match.start(), match.end())


def _without(data: bytes, pattern: re.Pattern[bytes]) -> Repair | None:
    """Return the edits that remove each match of the group `seen`, outside strings."""
    edits = [Edit(*match.span("seen"), b"") for match in pattern.finditer(data) if match["seen"]]
    return Repair(edits) if edits else None
