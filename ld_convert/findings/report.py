"""The report that collects the findings of a capture, and fingerprints that find them again."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from ld_convert.findings.codes import codes, field_names, filled, rule_name
from ld_convert.findings.locate import place_and_excerpt
from ld_convert.model import NO_DATASET, About, Detail, Finding, Location

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Parts = Callable[[], tuple[Location, Detail | None, Mapping[str, object]]]
    FindAbout = Callable[[str, Location], About]


POSITION = re.compile(r"\b(line|column|char|byte|bytes|offset|row)s? [0-9a-f]+\b")
INDEX = re.compile(r"/\d+(?=/|$)")

LENGTHS = {"message": 500, "options": 300}
"""Characters shown of a value, by its name in the text of the code; 120 for other names."""


class Report:
    """The findings of one capture, in the order in which the stages add them."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.datasets = Datasets()
        """Tells which dataset a finding is about; the pipeline sets it when it knows them."""
        self._told: set[tuple[str, object]] = set()

    def once(self, code: str, location: Location, /, **values: object) -> None:
        """Add a finding, unless the report has one with the same code and first value."""
        key = (code, next(iter(values.values()), None))
        if key not in self._told:
            self._told.add(key)
            self.add(code, location, **values)

    def add(
        self, code: str, location: Location, detail: Detail | None = None, /, **values: object
    ) -> None:
        """Add one finding; `values` fill the text of its code.

        Raises KeyError if the code is not in the table or one of its values is missing.
        """
        row = codes()[code]
        text = row.text
        missing = {name for name in field_names(text) if name not in values}
        if missing:
            raise KeyError(*missing)
        datasets, focus, shape = self.datasets, "", ""
        left_out = values.get("left_out", 0)
        if detail is not None:
            focus, shape = detail.focus, detail.shape

        def later() -> dict[str, object]:
            about = datasets.about(focus, location)
            return {"about": about, **_fields(text, location, values)}

        finding = Finding.made_later(
            later,
            code=code,
            detail=detail,
            severity=row.severity,
            rule=rule_name(code, shape),
            focus=focus,
            is_brief=False,
            left_out=left_out,
            lacks="",
        )
        self.findings.append(finding)

    def add_later(self, code: str, shape: str, focus: str, lacks: str, parts: Parts) -> None:
        """Add a finding of a shape; `parts` is called when somebody reads more of it.

        `lacks` is the property that the focus lacks, or empty (`Finding.lacks`).
        """
        row, datasets = codes()[code], self.datasets
        text = row.text

        def later() -> dict[str, object]:
            location, detail, values = parts()
            about = datasets.about(focus, location)
            return {"detail": detail, "about": about, **_fields(text, location, values)}

        finding = Finding.made_later(
            later,
            code=code,
            severity=row.severity,
            rule=rule_name(code, shape),
            focus=focus,
            is_brief=False,
            left_out=0,
            lacks=lacks,
        )
        self.findings.append(finding)


class Datasets:
    """Tells which dataset a finding is about.

    A finding refers to this object and not to its report, which refers to the finding: such a cycle
    would keep the page in memory.
    """

    def __init__(self) -> None:
        self.about: FindAbout = lambda _, __: NO_DATASET


def _fields(text: str, location: Location, values: Mapping[str, object]) -> dict[str, object]:
    message = filled(text, {k: _shown(v, k) for k, v in values.items()})
    place, excerpt = place_and_excerpt(location)
    return {"message": message, "place": place, "excerpt": excerpt}


def folded(findings: Iterable[Finding]) -> Iterator[tuple[Finding, int]]:
    """Yield each finding once, with how often its capture has it.

    The findings of a capture must follow each other; those of one capture are in memory at a time.
    """
    for _, of_capture in groupby(findings, key=lambda finding: finding.place.source):
        yield from Counter(of_capture).items()


def fingerprint(finding: Finding) -> str:
    """Return 16 hexadecimal digits that stay the same when the lines of a page move.

    They are a hash of the finding without lines, columns, rows, list indexes and blank node labels.
    """
    detail = finding.detail
    parts = [finding.code, finding.place.source, INDEX.sub("/*", finding.place.pointer)]
    if detail is None:
        parts.append(POSITION.sub(r"\1", finding.message))
    else:
        focus = detail.focus if ":" in detail.focus.removeprefix("_:") else ""
        parts += [focus, detail.path, detail.value, detail.component, detail.shape]
    text = "\n".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:16]


def _shown(value: object, name: str) -> object:
    """Return a value short enough for a line, with control characters as escapes."""
    if not isinstance(value, str):
        return value
    most = LENGTHS.get(name, 120)
    text = value if len(value) <= most else value[: most - 3] + "..."
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
