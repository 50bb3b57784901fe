from __future__ import annotations

import re
import string

import pytest

from ld_convert.findings.codes import SEVERITIES, codes
from ld_convert.findings.report import Report
from ld_convert.model import Location


def test_a_code_is_written_as_the_house_writes_codes() -> None:
    """Id of a stage, kebab name, lower case, no full stop, an order as hint."""
    for code in codes().values():
        assert re.fullmatch(r"LD[1-6]\d\d", code.id)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code.name), code.id
        assert code.severity in SEVERITIES, code.id
        first = code.text.lstrip("{").split()[0]
        is_lower = first == first.lower() or first.isupper() or first.startswith(("JSON", "React"))
        assert is_lower, code.id
        assert not code.text.endswith("."), code.id
        assert not code.hint.endswith("."), code.id
        assert "please" not in (code.text + code.hint + code.why).lower(), code.id


def test_no_two_codes_share_a_name() -> None:
    """`explain` finds a code by its name."""
    names = [code.name for code in codes().values()]
    assert len(names) == len(set(names))


def test_a_value_is_shown_in_a_line_and_cannot_write_to_the_terminal() -> None:
    """Control characters are made visible, and a long value is cut."""
    report = Report()
    report.add("LD312", Location("page"), iri="\x1b[31mred" + "x" * 500)
    (finding,) = report.findings
    assert "\x1b" not in finding.message
    assert len(finding.message) < 250


def test_a_finding_without_its_values_is_a_mistake() -> None:
    """A message with a hole in it never reaches a user."""
    for code in codes().values():
        if [name for _, name, _, _ in string.Formatter().parse(code.text) if name]:
            with pytest.raises(KeyError):
                Report().add(code.id, Location("page"))
