"""Read state that is plain JSON: of Next.js, Remix, Nuxt 2, Redux and Vue, as their guides tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ld_convert.extract.html.script_calls import Cut, calls, unread
from ld_convert.extract.jsontext.lenient import read
from ld_convert.model import Decoded, Location

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ld_convert.extract.html.script_calls import Push
    from ld_convert.findings.report import Report
    from ld_convert.model import Text

LIKE_JSON = re.compile(rb'[\[{]\s*+[{\["]')


def plain(text: Text, source: str, report: Report) -> Iterator[Decoded]:
    """Yield the value of a JSON script."""
    reading = read(text, report, Location(source, text), checked=False)
    if reading is not None:
        yield Decoded("state", reading.value, Location(source, reading.text))


def assigned_to(name: str) -> Callable[[Text, str, Report], Iterator[Decoded]]:
    """Return a reader of the state that scripts assign to a name, as far as it is JSON.

    That of Nuxt 2 is mostly a function, which is not run.
    """
    return lambda text, source, report: assigned_json(text, name, source, report)


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
