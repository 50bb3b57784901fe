"""Findings as lines of text."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from ld_convert.findings.codes import clause, rule_of, severity
from ld_convert.findings.excerpt import printable, visible
from ld_convert.findings.report import folded
from ld_convert.report.advice import advice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ld_convert.model import Excerpt, Finding
    from ld_convert.report.overview import Overview

    Paint = Callable[[str, str], str]
    """Returns a text in the colour of a severity."""

LONGEST_STATED = 120
LONGEST_TITLE = 60
WIDE = ("W", "F")
"""Classes of characters that take two columns (Unicode Standard Annex 11)."""

SEVERITY_NAMES = {"violation": "violation", "warning": "warning", "info": "note"}
"""Severities as people read them."""


def plain(text: str, _: str) -> str:
    """Return a text without colour."""
    return text


def severity_name(finding: Finding) -> str:
    """Return violation, warning or note."""
    return SEVERITY_NAMES[severity(finding)]


def message_of(finding: Finding) -> str:
    """Return the message without the shape and focus node in brackets."""
    own = finding.message.rpartition(" [")[0] if finding.detail else ""
    return own or finding.message


def line(finding: Finding, count: int = 1, paint: Paint = plain) -> str:
    """Return a finding in one line, with the title of its dataset.

    `page.html:4:35 /datePublished: warning LD401 'last spring' cannot be read as date, in "Tides"`
    """
    times = f" ({count} times)" if count > 1 else ""
    name = paint(severity_name(finding), severity(finding))
    about = printable(f"{message_of(finding)}{_about(finding)}")
    text = f"{printable(str(finding.place))}: {name} {finding.code} {about}{times}"
    title = visible(finding.title)
    return f'{text}, in "{_cut(title, LONGEST_TITLE)}"' if title else text


def full(finding: Finding, count: int = 1, paint: Paint = plain) -> str:
    """Return a finding with the line of the page, a caret, what to do, and the clause."""
    return f"{quoted(finding, count, paint)}\n{help_of(finding)}"


def quoted(finding: Finding, count: int = 1, paint: Paint = plain) -> str:
    """Return a finding with the line of the page and a caret."""
    lines = [line(finding, count, paint)]
    if finding.excerpt is not None:
        caret = paint(_caret(finding.excerpt), severity(finding))
        lines += [f"  | {finding.excerpt.text}", f"  | {caret}"]
    if finding.detail and finding.detail.stated:
        who = "pages say" if finding.detail.form == "run" else "the page says"
        lines.append(f"  {who} {visible(finding.detail.stated[:LONGEST_STATED])}")
    return "\n".join(lines)


def help_of(finding: Finding) -> str:
    """Return what to do about a finding, and the clause that asks for it."""
    lines = [f"  to do: {advice(finding)}"]
    if finding.detail and finding.detail.trace:
        lines += [f"  | {printable(row)}" for row in finding.detail.trace.splitlines()]
    if clause(finding):
        lines.append(f"  see {printable(clause(finding))}")
    return "\n".join(lines)


def text_report(findings: Iterable[Finding], _: Overview) -> Iterator[str]:
    """Yield one line for each finding."""
    for finding, count in folded(findings):
        yield f"{line(finding, count)}\n"


def full_report(findings: Iterable[Finding], _: Overview) -> Iterator[str]:
    """Yield each finding with the line of the page, an empty line between them."""
    for finding, count in folded(findings):
        yield f"{full(finding, count)}\n\n"


def _about(finding: Finding) -> str:
    """Return the shape, and the thing if the title of its dataset does not tell, in brackets."""
    shape = rule_of(finding).partition("/")[2]
    focus = finding.focus or (finding.detail.focus if finding.detail else "")
    dataset = finding.about.dataset
    is_named = ":" in focus and not (dataset and focus.startswith(dataset))  # or a part of it
    parts = [visible(part) for part in (shape, focus if is_named else "") if part]
    return f" [{', '.join(parts)}]" if parts else ""


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _caret(excerpt: Excerpt) -> str:
    before = excerpt.text[: excerpt.caret]
    return " " * sum(_width(character) for character in before) + "^"


def _width(character: str) -> int:
    """Return the columns that a terminal gives a character."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in WIDE else 1
