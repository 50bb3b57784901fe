"""Read state that is plain JSON: of Next.js, Remix, Nuxt 2, Redux and Vue, as their guides tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ld_convert.extract.html.script_calls import Cut, calls, unread
from ld_convert.extract.jsontext.lenient import read
from ld_convert.model import Decoded, Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.extract.html.script_calls import Push
    from ld_convert.findings.report import Report
    from ld_convert.model import Text

LIKE_JSON = re.compile(rb'[\[{]\s*+[{\["]')


def plain(text: Text, source: str, report: Report) -> Iterator[Decoded]:
    """Yield the value of a JSON script."""
    reading = read(text, report, Location(source, text), checked=False)
    if reading is not None:
        yield Decoded("state", reading.value, Location(source, reading.text))


def remix_context(text: Text, source: str, report: Report) -> Iterator[Decoded]:
    """Yield the state that Remix 1 and 2 assign to `window.__remixContext`."""
    yield from assigned_json(text, "__remixContext", source, report)


def initial_state(text: Text, source: str, report: Report) -> Iterator[Decoded]:
    """Yield the state of a store of Vue (guide to server-side rendering) or of others after it."""
    yield from assigned_json(text, "__INITIAL_STATE__", source, report)


def preloaded_state(text: Text, source: str, report: Report) -> Iterator[Decoded]:
    """Yield the state of a store of Redux (Redux, Server Rendering)."""
    yield from assigned_json(text, "__PRELOADED_STATE__", source, report)


def nuxt_2(text: Text, source: str, report: Report) -> Iterator[Decoded]:
    """Yield the state of Nuxt 2 if it is JSON. Mostly it is a function, which is not run."""
    yield from assigned_json(text, "__NUXT__", source, report)


def assigned_json(text: Text, name: str, source: str, report: Report) -> Iterator[Decoded]:
    """Yield each JSON object or list that a script assigns to a name."""
    for found in assignments(text, name):
        if isinstance(found, Cut):
            not_json(found, name, source, report)
        elif isinstance(found.value, (dict, list)) and found.value:
            yield from plain(found.text, source, report)


def not_json(cut: Cut, name: str, source: str, report: Report) -> None:
    """Report an assignment that is not JSON: broken JSON if it starts like JSON, else code."""
    if LIKE_JSON.match(cut.text.data):
        unread(cut, name, report, source)
    else:
        report.add("LD243", Location(source, cut.text, offset=0), container=name)


def assignments(text: Text, name: str) -> Iterator[Push | Cut]:
    """Yield the values that a script assigns to `name`, read as JSON."""
    yield from calls(text, rf"(?<![\w$]){name}\s*+=(?!=)")
