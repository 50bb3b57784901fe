"""Findings that no capture leads to on its own: those about what several say together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.findings.codes import codes
from ld_convert.model import About, Finding

if TYPE_CHECKING:
    from ld_convert.model import Place


def run_finding(code: str, at: Place, /, **values: object) -> Finding:
    """Return a finding about a thing, whose IRI is among the values that fill the code's text."""
    known = codes()[code]
    about = About(str(values["iri"]))
    message = known.text.format(**values)
    return Finding(code, message, at, severity=known.severity, rule=code, about=about)
