"""Read the JSON values that the scripts of an HTML page hold.

Sources: JSON-LD 1.1 API, section "HTML Content Algorithms"; HTML Standard, section 4.12.1.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ld_convert.extract.html.head import Head, elements_of, head_of
from ld_convert.extract.html.script_calls import Cut, Push, beyond, next_f, next_s, unread
from ld_convert.extract.jsontext.lenient import Leniency, read
from ld_convert.extract.script_types import (
    CODE,
    DERIVED_FROM,
    HELD,
    JSON,
    JSON_LD,
    kind_of_script,
    media_type,
)
from ld_convert.extract.state import JSON_STATE, PAGE_STATE, SCRIPT_STATE, Reader
from ld_convert.findings.offsets import pointer_offset
from ld_convert.findings.report import Report
from ld_convert.model import Decoded, Location

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ld_convert.extract.html.tokenizer import HtmlElement
    from ld_convert.model import Json, Text

__all__ = ["Head", "decoded", "flight", "head_of"]

NEXT_S_WORD = b"__next_s"
NEXT_S = "self.__next_s.push"
WORDS = re.compile(b"|".join(map(re.escape, (NEXT_S_WORD, *SCRIPT_STATE))))
"""Matches the words that mark a script worth reading: `__next_s` and the keys of SCRIPT_STATE."""
MAX_BEYOND = 10
"""How many cut pushes of a page are read beyond the end of their script; bounds the time."""


class _Reading(NamedTuple):
    """What all scripts of a page have in common."""

    source: str
    report: Report
    leniency: Leniency
    cuts: list[Cut]
    """Pushes that their script cuts off in the middle of a string."""
    names: dict[bytes, Reader]
    """The keys of SCRIPT_STATE that occur in the page, each with its reader."""


def decoded(
    page: Text, source: str, report: Report, *, repair: bool = True, partial: bool = False
) -> Iterator[Decoded]:
    """Yield each JSON value that the scripts of a page hold.

    The kind of a value is `script` (JSON-LD), `next_s` (JSON-LD that Next.js queues for its loader)
    or `state` (data that a framework left for itself, whether or not it describes something). The
    values come in document order; those that are spread over several scripts come last. A script
    that cannot be read is one finding, and the others are read. The base of a value is that of the
    page's `base` element and may be relative. A document that stands twice is yielded twice. Never
    raises.
    """
    base = head_of(page).base
    known = set(WORDS.findall(page.data))
    names = {name: reader for name, reader in SCRIPT_STATE.items() if name in known}
    reading = _Reading(source, report, Leniency(repair, partial), [], names)
    together: dict[bytes, list[Text]] = {word: [] for word in PAGE_STATE if word in page.data}
    words = [*known, *together]
    scripts = [element for element in elements_of(page) if element.name == "script"]
    derived = _derived(scripts) if DERIVED_FROM.encode() in page.data else ()
    for element in scripts:
        if element not in derived and not _says_nothing(element, page.data, words):
            text = page.part(element.start, element.end)
            for found in _script(element, text, reading):
                yield replace(found, base=base) if base else found
            for word, texts in together.items():
                if word in text.data and kind_of_script(element.attributes) in (CODE, HELD):
                    texts.append(text)
    for found in _beyond(page, reading):
        yield replace(found, base=base) if base else found
    for word, texts in together.items():
        for found in PAGE_STATE[word](texts, source, report):
            yield replace(found, base=base) if base else found


def _says_nothing(element: HtmlElement, page: bytes, words: list[bytes]) -> bool:
    """Return whether a script without attributes has none of the words that matter."""
    if element.attributes:
        return False
    for word in words:  # noqa: SIM110  any() takes three times as long
        if page.find(word, element.start, element.end) >= 0:
            return False
    return True


def _derived(scripts: list[HtmlElement]) -> list[HtmlElement]:
    """Return the scripts that say nothing of their own: they were made of one that stands before.

    Our own sites have the description that they are made of, and one in schema.org's words for
    search engines. To read the second as a source would add what nobody said.
    """
    found, ids = [], set[str]()
    for script in scripts:
        if script.attributes.get(DERIVED_FROM, "") in ids:
            found.append(script)
        elif media_type(script.attributes.get("type", "")) == JSON_LD:
            ids.add(script.attributes.get("id", ""))
        ids.discard("")
    return found


def flight(page: Text, source: str = "", report: Report | None = None) -> Text | None:
    """Return the flight payload that the page carries in `__next_f` pushes; None without one."""
    scripts = [
        (element.start, element.end)
        for element in elements_of(page)
        if element.name == "script"
        and page.data.find(b"__next_f", element.start, element.end) >= 0
        and kind_of_script(element.attributes) in (CODE, HELD)
    ]
    joined = next_f(page, scripts, report, source)
    return joined if joined.data else None


def _script(element: HtmlElement, text: Text, reading: _Reading) -> Iterator[Decoded]:
    """Yield the values that one script holds; its type decides how it is read."""
    kind = kind_of_script(element.attributes)
    if kind == JSON_LD:
        stated = media_type(element.attributes.get("type", ""))
        for found in _read("script", text, reading):
            if stated != JSON_LD:
                reading.report.add("LD241", found.location, type=stated)
            yield found
        return
    for fits, reader in JSON_STATE:
        if fits(element.attributes):
            yield from reader(text, reading.source, reading.report)
            return
    if kind == JSON or (kind == HELD and _is_json_ld(text.data)):
        yield from _json(text, media_type(element.attributes.get("type", "")), reading)
    else:
        yield from _code(text, reading)


def _read(kind: str, text: Text, reading: _Reading) -> Iterator[Decoded]:
    source, report, leniency = reading[:3]
    found = read(text, report, Location(source, text), **leniency._asdict())
    if found is not None:
        yield Decoded(kind, found.value, Location(source, found.text))


def _json(text: Text, kind: str, reading: _Reading) -> Iterator[Decoded]:
    """Yield the value of a script of type JSON; it is JSON-LD if it has a context.

    Its problems are reported only if the text claims to describe something. The settings of some
    script are no description.
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
    """Yield the JSON values that a script of code passes to calls and assigns to known names."""
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
    """Yield queued JSON-LD that a raw `</script>` cuts in two.

    Next.js 13.4 and 15.1 do not escape `</script>` there, so the script ends inside a string. A
    browser loses the description, but its bytes follow in the page, and are read there.
    """
    for number, cut in enumerate(reading.cuts):
        push = beyond(cut, page) if number < MAX_BEYOND else None
        if push is None:
            unread(cut, NEXT_S, reading.report, reading.source)
        else:
            reading.report.add("LD248", Location(reading.source, push.text, offset=0))
            yield from _queued(push, reading)


def _queued(push: Push, reading: _Reading) -> Iterator[Decoded]:
    """Yield the JSON-LD that a push to `__next_s` holds."""
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
    """Yield the text of a queued script, with the JSON pointer to it in the push."""
    markup = properties.get("dangerouslySetInnerHTML")
    inner = markup.get("__html") if isinstance(markup, dict) else None
    if isinstance(inner, str):
        yield "/1/dangerouslySetInnerHTML/__html", inner
    elif isinstance(children := properties.get("children"), str):
        yield "/1/children", children


def _is_json_ld(data: bytes) -> bool:
    """Return whether a script of an unknown type starts like JSON and has a context."""
    return data[:80].lstrip()[:1] in (b"{", b"[") and b'"@context"' in data


def _has_context(value: Json) -> bool:
    items = value if isinstance(value, list) else [value]
    return any(isinstance(item, dict) and "@context" in item for item in items)
