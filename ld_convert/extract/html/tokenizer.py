"""Find the elements of a page that may hold or locate data, as the HTML tokenizer does.

Works on bytes, so that every offset is an offset in the page. No tree is built. A script inside
`template` or `noscript` is found like any other; one inside an attribute (iframe srcdoc) is not.
Source: HTML Standard, sections 13.2.5 (tokenization) and 13.2.6.5 (foreign content).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.extract.html.attributes import attributes_of
from ld_convert.extract.html.tag_patterns import (
    FOREIGN,
    INTEGRATION,
    MARKUP,
    RAW,
    ROOTS,
    YIELDED,
    passed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


class HtmlElement(NamedTuple):
    """One element, as the page writes it."""

    name: str
    """In lower case."""
    attributes: dict[str, str]
    """Names in lower case, character references decoded; of equal names the first counts."""
    start: int
    """Byte offset of the text; the end of the tag if the element has no text."""
    end: int
    """Byte offset behind the text."""
    offset: int
    """Byte offset of the `<`."""


MAX_AROUND = 100
"""Deeper nesting of svg in svg is ignored; browsers stop at 512 elements."""

ENDS = {b"!--": re.compile(rb"--!?>"), b"![cdata[": re.compile(rb"\]\]>")}
ABRUPT = re.compile(rb"-?>")
BOGUS = re.compile(rb">")
ENDING = (b"\t", b"\n", b"\f", b"\r", b" ", b"/", b">")
SCRIPT_MARK = re.compile(rb"<!--|-->|<(/?+)script(?=[\t\n\f\r />])", re.IGNORECASE)
FOREIGN_SCRIPT_END = re.compile(
    rb"</script(?=[\t\n\f\r />])|<!\[CDATA\[[^\]]*+(?>\](?!\]>)[^\]]*+)*+", re.IGNORECASE
)
BREAKOUT = frozenset(
    b"b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img "
    b"li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var"
    b"".split()
)
"""Tags that close svg and math wherever they stand (HTML Standard, section 13.2.6.5)."""


def elements(data: bytes, wanted: bytes = b"") -> Iterator[HtmlElement]:
    """Yield the script, base, link, meta, title and html elements of a page, in document order.

    With `wanted`, a prefix of attribute names in lower case, every other HTML element with such an
    attribute is yielded too, without its text.
    """
    position, size, comment = 0, len(data), -1
    around: list[bytes] = []  # the open svg, math and integration elements
    skipped = passed(wanted)
    while match := _next(data, position, around, skipped):
        position = match.end()
        if odd := match["odd"]:
            position = _after_odd(data, position, odd.lower())
            continue
        if position == size and _is_cut(match):
            return
        name = (match["name"] or b"").lower()
        if not name or match["slash"]:
            if wanted and not name and not match["end"] and wanted in match[0].lower():
                other = _other(data, match)
                if any(attribute.startswith(wanted.decode()) for attribute in other.attributes):
                    yield other
            if name in around:
                del around[_last(around, name) :]
            continue
        closed = data[position - 2 : position] == b"/>"
        foreign = _foreign(around) or name in ROOTS
        text_end = position
        if name == b"script" and not foreign:
            text_end, comment = _script_text(data, position, comment)
        elif not foreign or (name == b"script" and not closed):
            text_end = _text_end(data, position, name)
        if name in YIELDED and (not foreign or name == b"script"):
            start = match.end("name")
            attributes = attributes_of(data, start, position - 1) if start < position - 1 else {}
            yield HtmlElement(name.decode(), attributes, position, text_end, match.start())
        position = text_end
        if foreign:
            _enter(around, name, closed=closed)


def _next(
    data: bytes, position: int, around: list[bytes], skipped: re.Pattern[bytes]
) -> re.Match[bytes] | None:
    """Return the next tag or comment that may matter.

    Only outside svg and math can end tags, and the tags between, be skipped.
    """
    if around:
        return (FOREIGN if _foreign(around) else MARKUP).search(data, position)
    text = skipped.match(data, position)
    return MARKUP.search(data, text.end() if text else position)


def _is_cut(match: re.Match[bytes]) -> bool:
    """Return whether the page ends inside the tag."""
    return any(match.groupdict().get(name) is not None for name in ("cut", "cut_other"))


def _other(data: bytes, match: re.Match[bytes]) -> HtmlElement:
    """Return an element of which only the start tag matters."""
    end = match.end()
    attributes = attributes_of(data, match.end("other"), end - 1)
    return HtmlElement(
        match["other"].lower().decode("utf-8", "replace"), attributes, end, end, match.start()
    )


def _enter(around: list[bytes], name: bytes, *, closed: bool) -> None:
    """Update `around` at a start tag that is inside svg or math, or opens one."""
    if name in BREAKOUT:
        while _foreign(around):
            around.pop()
    elif not closed and name in ROOTS | INTEGRATION and len(around) < MAX_AROUND:
        around.append(name)


def _foreign(around: list[bytes]) -> bool:
    return bool(around) and around[-1] in ROOTS


def _last(around: list[bytes], name: bytes) -> int:
    return len(around) - 1 - around[::-1].index(name)


def _after_odd(data: bytes, position: int, odd: bytes) -> int:
    """Return the end of a comment, of CDATA, or of what the tokenizer takes for a comment."""
    if odd == b"!--" and (abrupt := ABRUPT.match(data, position)):
        return abrupt.end()
    end = ENDS.get(odd, BOGUS).search(data, position)
    return end.end() if end else len(data)


def _text_end(data: bytes, start: int, name: bytes) -> int:
    """Return where the raw text that begins at `start` ends; `start` if the element has none."""
    if name == b"plaintext":
        return len(data)
    if name == b"script":
        return _foreign_script_end(data, start)
    return _raw_end(data, start, name) if name in RAW else start


def _script_text(data: bytes, start: int, comment: int) -> tuple[int, int]:
    """Return where the text of a script ends, and where the next `<!--` of the page stands.

    `comment` is that second value for the script before. Most pages have no comment in a script, so
    one search serves all of them.
    """
    end = _raw_end(data, start, b"script")
    if comment < start:
        at = data.find(b"<!--", start)
        comment = len(data) if at < 0 else at
    return (_script_end(data, start) if comment < end else end), comment


def _raw_end(data: bytes, start: int, name: bytes) -> int:
    """Return the offset of the end tag of raw text; the end of the page if there is none."""
    at = data.find(b"</", start)
    while at >= 0:
        after = at + 2 + len(name)
        if data[at + 2 : after].lower() == name and data[after : after + 1] in ENDING:
            return at
        at = data.find(b"</", at + 2)
    return len(data)


def _script_end(data: bytes, start: int) -> int:
    """Follow the escaped and double escaped states (HTML Standard, 13.2.5.15 to 13.2.5.31)."""
    state, position = "data", start
    while mark := SCRIPT_MARK.search(data, position):
        position = mark.end()
        token = mark[0].lower()
        if token == b"<!--":
            if state == "data":
                state = "escaped"
                position -= 2  # in `<!-->` the same dashes end the comment
        elif token == b"-->":
            state = "data"
        elif token == b"<script":
            state = "double" if state == "escaped" else state
        elif state != "double":
            return mark.start()
        else:
            state = "escaped"
    return len(data)


def _foreign_script_end(data: bytes, start: int) -> int:
    """Return the end of a script inside svg, where CDATA may hold `</script>`."""
    for match in FOREIGN_SCRIPT_END.finditer(data, start):
        if match[0][1:2] == b"/":
            return match.start()
    return len(data)
