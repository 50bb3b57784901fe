"""Every JSON value that a page holds in its scripts, and what its head says about it.

Sources: JSON-LD 1.1 API, section "HTML Content Algorithms"; HTML Standard, section 4.12.1.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.extract.html.head import Head, elements_of, links
from ld_convert.extract.html.pushes import Cut, Push, beyond, next_f, next_s, unread
from ld_convert.extract.jsontext.lenient import Leniency, read
from ld_convert.extract.state import JSON_STATE, PAGE_STATE, SCRIPT_STATE, Reader
from ld_convert.findings.offsets import pointer_offset
from ld_convert.findings.report import Report
from ld_convert.model import Decoded, Location

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ld_convert.extract.html.tokenizer import HtmlElement
    from ld_convert.model import Json, Text

__all__ = ["Head", "decoded", "flight", "links"]

JSON_LD = "application/ld+json"
JSON = frozenset({"application/json", "text/json"})
CODE = frozenset(
    {"", "module", "text/javascript", "application/javascript", "text/ecmascript"}
    | {"application/ecmascript", "application/x-javascript", "text/x-javascript"}
)
"""Media types of scripts that a browser runs."""
NEXT_S_WORD = b"__next_s"
NEXT_S = "self.__next_s.push"
WORDS = re.compile(b"|".join(map(re.escape, (NEXT_S_WORD, *SCRIPT_STATE))))
"""What a script of code holds that hands something over on its own; searched for in one go."""
MAX_BEYOND = 10
"""How many pushes of a page are read beyond the end of their script; bounds the time."""


class _Reading(NamedTuple):
    """What is the same for all scripts of a page."""

    source: str
    report: Report
    leniency: Leniency
    cuts: list[Cut]
    """Pushes that end with their script, in the middle of a string."""
    names: dict[bytes, Reader]
    """Names that the page holds and that scripts assign to, with what reads them."""


def decoded(
    page: Text, source: str, report: Report, *, repair: bool = True, partial: bool = False
) -> Iterator[Decoded]:
    """Yield each JSON value in the scripts of a page.

    The kinds are `script` (JSON-LD), `next_s` (JSON-LD queued for the loader of Next.js) and
    `state` (left by a framework for itself; whether it describes anything is not looked at). They
    come in document order; last come those for which several scripts are needed. The text is taken
    as it stands, character references are not decoded. One broken script is one finding, the
    others are read. The base is that of the page's `base` element, it may be relative. A document
    that stands twice is yielded twice. Never raises.
    """
    base = links(page).base
    known = set(WORDS.findall(page.data))
    names = {name: reader for name, reader in SCRIPT_STATE.items() if name in known}
    reading = _Reading(source, report, Leniency(repair, partial), [], names)
    together: dict[bytes, list[Text]] = {word: [] for word in PAGE_STATE if word in page.data}
    words = [*known, *together]
    for element in elements_of(page):
        if element.name == "script" and not _says_nothing(element, page.data, words):
            text = page.part(element.start, element.end)
            for found in _script(element, text, reading):
                yield replace(found, base=base) if base else found
            for word, texts in together.items():
                if word in text.data and _type(element) in CODE:
                    texts.append(text)
    for found in _beyond(page, reading):
        yield replace(found, base=base) if base else found
    for word, texts in together.items():
        for found in PAGE_STATE[word](texts, source, report):
            yield replace(found, base=base) if base else found


def _says_nothing(element: HtmlElement, page: bytes, words: list[bytes]) -> bool:
    """Tell whether a script of code, with no attributes, has none of the words that matter."""
    if element.attributes:
        return False
    for word in words:  # noqa: SIM110  any() takes three times as long
        if page.find(word, element.start, element.end) >= 0:
            return False
    return True


def flight(page: Text, source: str = "", report: Report | None = None) -> Text | None:
    """Return the flight payload that the page carries in `__next_f` pushes; None for none."""
    scripts = [
        (element.start, element.end)
        for element in elements_of(page)
        if element.name == "script"
        and (not element.attributes or _type(element) in CODE)
        and page.data.find(b"__next_f", element.start, element.end) >= 0
    ]
    joined = next_f(page, scripts, report, source)
    return joined if joined.data else None


@lru_cache(maxsize=256)
def media_type(value: str) -> str:
    """Return the media type without its parameters, in lower case (RFC 2045, section 5.1)."""
    return value.partition(";")[0].strip().lower()


def _type(element: HtmlElement) -> str:
    return media_type(element.attributes.get("type", ""))


def _script(element: HtmlElement, text: Text, reading: _Reading) -> Iterator[Decoded]:
    """Yield what one script holds, by its type."""
    kind = _type(element)
    if kind == JSON_LD:
        yield from _read("script", text, reading)
        return
    for fits, reader in JSON_STATE:
        if fits(element.attributes):
            yield from reader(text, reading.source, reading.report)
            return
    if kind in JSON:
        yield from _json(text, kind, reading)
    elif kind in CODE:
        yield from _code(text, reading)


def _read(kind: str, text: Text, reading: _Reading) -> Iterator[Decoded]:
    source, report, leniency = reading[:3]
    found = read(text, report, Location(source, text), **leniency._asdict())
    if found is not None:
        yield Decoded(kind, found.value, Location(source, found.text))


def _json(text: Text, kind: str, reading: _Reading) -> Iterator[Decoded]:
    """Yield JSON of no stated purpose; it is JSON-LD if it has a context.

    Problems are reported only where the text claims to describe something: the settings of a
    script are nobody's record.
    """
    scratch = Report()
    found = list(_read("script", text, reading._replace(report=scratch)))
    if b'"@context"' in text.data or b"schema.org" in text.data:
        reading.report.findings += scratch.findings
    for item in found:
        if _has_context(item.value):
            reading.report.add("LD241", item.location, type=kind)
            yield item
        else:
            yield Decoded("state", item.value, item.location)


def _code(text: Text, reading: _Reading) -> Iterator[Decoded]:
    """Yield what a script of code hands over as JSON."""
    if NEXT_S_WORD in text.data:
        for push in next_s(text):
            if isinstance(push, Push):
                yield from _queued(push, reading)
            elif push.words.startswith("unterminated string"):
                reading.cuts.append(push)
            else:
                unread(push, NEXT_S, reading.report, reading.source)
    for name, reader in reading.names.items():
        if name in text.data:
            yield from reader(text, reading.source, reading.report)


def _beyond(page: Text, reading: _Reading) -> Iterator[Decoded]:
    """Yield queued JSON-LD in which a raw `</script>` stands.

    Next.js does not escape it there (seen in 13.4 and 15.1), so the script ends in the middle of
    a string. A browser loses the record; its bytes are in the page and are read on.
    """
    for number, cut in enumerate(reading.cuts):
        push = beyond(cut, page) if number < MAX_BEYOND else None
        if push is None:
            unread(cut, NEXT_S, reading.report, reading.source)
        else:
            reading.report.add("LD248", Location(reading.source, push.text, offset=0))
            yield from _queued(push, reading)


def _queued(push: Push, reading: _Reading) -> Iterator[Decoded]:
    """Yield the JSON-LD of a script that waits in `__next_s`."""
    value = push.value
    if not (isinstance(value, list) and len(value) > 1 and isinstance(value[1], dict)):
        return
    if media_type(str(value[1].get("type", ""))) != JSON_LD:
        return
    argument = push.text
    for pointer, content in _contents(value[1]):
        text = argument.inside_string(pointer_offset(argument, pointer), content)
        yield from _read("next_s", text, reading)


def _contents(properties: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """Yield the text of a queued script, and the JSON pointer to it in the push."""
    markup = properties.get("dangerouslySetInnerHTML")
    inner = markup.get("__html") if isinstance(markup, dict) else None
    if isinstance(inner, str):
        yield "/1/dangerouslySetInnerHTML/__html", inner
    elif isinstance(children := properties.get("children"), str):
        yield "/1/children", children


def _has_context(value: Json) -> bool:
    items = value if isinstance(value, list) else [value]
    return any(isinstance(item, dict) and "@context" in item for item in items)
