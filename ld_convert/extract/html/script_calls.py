"""Read the data that scripts pass to `__next_s.push`, `__next_f.push` and stream controllers.

No script is run. Calls are found outside strings and comments, and their single argument is read as
JSON, because Next.js and React Router write JSON there.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import orjson

from ld_convert.model import Location, Piece, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ld_convert.findings.report import Report
    from ld_convert.model import Json


class Push(NamedTuple):
    """The argument of one call."""

    value: Json
    script: Text
    start: int
    """Byte offset of the argument in the script."""
    end: int

    @property
    def text(self) -> Text:
        """The JSON of the argument."""
        return self.script.part(self.start, self.end)


class Cut(NamedTuple):
    """A call whose argument is not JSON."""

    words: str
    text: Text
    """The script from the argument on."""


# JavaScript strings, templates and comments are passed over whole; what never ends runs to the
# end of the line or of the script. Regular expressions are not told from divisions.
QUIET = (
    r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"?+|\'[^\'\\\n]*+(?:\\.[^\'\\\n]*+)*+\'?+'
    r"|`[^`\\]*+(?:\\.[^`\\]*+)*+(?:`|\Z)"
    r"|//[^\n]*+|/\*[^*]*+(?>\*(?!/)[^*]*+)*+(?:\*/|\Z)"
)
ENQUEUE = r"\.streamController\s*+\.\s*+enqueue\s*+\("
STRING_AT = re.compile(rb'\s*+\[\s*+[0-9]\s*+,\s*+"')
MAX_UNREADABLE = 100
"""A script is given up after so many unreadable calls; each may cost a look at the whole."""
FIRST_LOOK = 20_000
"""How many bytes after a cut push are read first; a page can be much longer."""
CLOSING = ord(")")
TEXT, BASE64 = 1, 3
"""First item of a `__next_f` push that carries text, and of one that carries bytes."""


def next_s(script: Text) -> Iterator[Push | Cut]:
    """Yield the scripts that Next.js queues for its own loader: `[source, properties]`.

    The properties hold `type`, and the code in `children` or `dangerouslySetInnerHTML.__html`.
    """
    return calls(script, _push("__next_s"))


def next_f(
    page: Text, scripts: Iterable[tuple[int, int]], report: Report | None = None, source: str = ""
) -> Text:
    """Return the flight payload in the pushes of a page, joined in document order.

    `scripts` are the start and end offsets of scripts in the page. Each piece of the payload leads
    back to the page. Pushes do not end where rows end, so the payload is split into rows only after
    this. A push that cannot be read is left out and reported. The text is empty if there is no
    push.
    """
    joined, call = _Joined(page), _push("__next_f")
    for start, end in scripts:
        lone = _lone(page, start, end, call)
        for push in (lone,) if lone else calls(page.part(start, end), call):
            if isinstance(push, Cut):
                unread(push, "self.__next_f.push", report, source)
                continue
            kind, content = _content(push.value)
            if kind == TEXT:
                joined.add(push, content.encode("utf-8", "surrogatepass"), escaped=True)
            elif kind == BASE64:
                try:
                    joined.add(push, base64.b64decode(content, validate=True), escaped=False)
                except (binascii.Error, ValueError) as error:
                    cut = Cut(str(error).lower(), push.text)
                    unread(cut, "self.__next_f.push", report, source)
    return joined.text()


def enqueued(scripts: Sequence[Text], report: Report | None = None, source: str = "") -> Text:
    """Return the text in calls of `streamController.enqueue`, joined in document order.

    A call that cannot be read is left out and reported.
    """
    joined = _Joined(next((script.parent or script for script in scripts), None))
    for script in scripts:
        for push in calls(script, ENQUEUE):
            if isinstance(push, Cut):
                unread(push, "streamController.enqueue", report, source)
            elif isinstance(push.value, str):
                joined.add(push, push.value.encode("utf-8", "surrogatepass"), escaped=True)
    return joined.text()


def calls(script: Text, call: str) -> Iterator[Push | Cut]:
    """Yield the argument of each call in a script; `call` is a pattern that ends with `(`."""
    if lone := _lone(script, 0, len(script.data), call):
        yield lone
        return
    source = script.data.decode("utf-8", "surrogateescape")
    pattern = re.compile(rf"{QUIET}|(?P<call>{call})\s*+", re.DOTALL)
    reader = json.JSONDecoder()
    position = chars = offset = unreadable = 0
    while unreadable < MAX_UNREADABLE and (match := pattern.search(source, position)):
        position = match.end()
        if match["call"] is None:
            continue
        offset += len(source[chars:position].encode("utf-8", "surrogateescape"))
        chars = position
        try:
            value, position = reader.raw_decode(source, position)
        except (json.JSONDecodeError, RecursionError) as error:
            unreadable += 1
            words = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deep"
            yield Cut(words[0].lower() + words[1:], script.part(offset, len(script.data)))
        else:
            end = offset + len(source[chars:position].encode("utf-8", "surrogateescape"))
            yield Push(value, script, offset, end)


def _lone(text: Text, start: int, end: int, call: str) -> Push | None:
    """Return the argument, if the script from `start` to `end` is one single call.

    Servers write most scripts so. None for any other script, and for JSON that orjson refuses.
    """
    data = text.data
    head = _at_start(call)(data, start, end)
    if head is None:
        return None
    if data[end - 1] != CLOSING:
        end = start + len(data[start:end].rstrip().removesuffix(b";").rstrip())
        if data[end - 1] != CLOSING:
            return None
    argument = data[head.end() : end - 1]
    try:
        value = orjson.loads(argument)
    except orjson.JSONDecodeError:
        return None
    return Push(value, text, head.end(), head.end() + len(argument.rstrip()))


@cache
def _at_start(call: str) -> Callable[..., re.Match[bytes] | None]:
    return re.compile(rb"\s*+(?:" + call.encode() + rb")\s*+").match


def beyond(cut: Cut, page: Text) -> Push | None:
    """Return the argument of a cut call, if the page after the script completes it."""
    start, text = 0, cut.text
    while text is not page and text.parent is not None:
        start, text = start + text.pieces[0].offset, text.parent
    rest = len(page.data) - start
    for size in (FIRST_LOOK, rest) if rest > FIRST_LOOK else (rest,):
        source = page.data[start : start + size].decode("utf-8", "surrogateescape")
        try:
            value, length = json.JSONDecoder().raw_decode(source)
        except (json.JSONDecodeError, RecursionError):
            continue
        if source[length : length + 1] == ")":
            end = start + len(source[:length].encode("utf-8", "surrogateescape"))
            return Push(value, page, start, end)
    return None


def unread(push: Cut, name: str, report: Report | None, source: str) -> None:
    """Report a call that could not be read."""
    if report is not None:
        where = Location(source, push.text, offset=0)
        report.add("LD242", where, name=name, words=push.words)


@cache
def _push(name: str) -> str:
    """Return the pattern of a call of `push`; the call may make the list first."""
    queue = rf"(?:self|window|globalThis)\.{name}"
    return rf"(?:\(\s*+{queue}\s*+=\s*+{queue}\s*+\|\|\s*+\[\s*+\]\s*+\)|{queue})\s*+\.push\s*+\("


def _content(value: Json) -> tuple[Json, str]:
    """Return the kind and the content of a `__next_f` push; None if it has no kind."""
    if isinstance(value, list) and len(value) > 1 and isinstance(value[1], str):
        return value[0], value[1]
    return None, ""


class _Joined:
    """Joins the contents of pushes into one text that leads back to the page."""

    def __init__(self, page: Text | None) -> None:
        self.page = page
        self.parts: list[bytes] = []
        self.pieces: list[Piece] = []
        self.length = 0

    def add(self, push: Push, content: bytes, *, escaped: bool) -> None:
        """Add the content of the string in a push."""
        head = STRING_AT.match(push.script.data, push.start)
        offset, text = (head.end() if head else push.start + 1), push.script
        while text is not self.page and text.parent is not None:
            offset, text = offset + text.pieces[0].offset, text.parent
        self.pieces.append(Piece(self.length, offset, escaped))
        self.parts.append(content)
        self.length += len(content)

    def text(self) -> Text:
        """Return the joined text."""
        pieces = tuple(self.pieces) or (Piece(0, 0, escaped=False),)
        return Text(b"".join(self.parts), pieces, self.page)
