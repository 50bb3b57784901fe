from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from ld_convert.findings.report import Report
from ld_convert.model import Finding, Location, Place, Text


def found(text: Text) -> Finding:
    report = Report()
    report.add("LD401", Location("page", text, "/a"), value="x", wanted="date")
    return report.findings[0]


def test_a_finding_that_is_looked_at_later_is_the_same() -> None:
    """Message, place, equality, hash and copies are those of one that was made at once."""
    text = Text.whole(b'{"a":\n 1}')
    later, also = found(text), found(text)
    known = (later.code, later.message, later.place, later.detail, later.excerpt)
    whole = Finding(*known, later.severity, later.rule)
    assert later.place == Place("page", 2, 2, "/a")
    assert later == whole
    assert hash(also) == hash(whole)
    assert replace(found(text), code="LD402").message == later.message
    assert repr(found(text)) == repr(whole)


def test_a_finding_travels_between_processes_without_its_page() -> None:
    """What is pickled holds the place and not the page."""
    text = Text.whole(b'{"a":' + b" " * 100_000 + b"1}")
    data = pickle.dumps(found(text))
    assert len(data) < 2_000
    assert pickle.loads(data) == found(text)  # noqa: S301


def test_a_finding_lets_go_of_its_page_once_it_is_looked_at() -> None:
    """Findings of many pages can be collected."""
    made = found(Text.whole(b'{"a": 1}'))
    assert made.later is not None
    assert made.place.column == 7
    assert made.later is None


def test_a_value_that_the_text_of_a_code_needs_is_asked_for_at_once() -> None:
    """A mistake of ours shows where it was made, not where a finding is shown."""
    with pytest.raises(KeyError):
        Report().add("LD401", Location("page"), value="x")
