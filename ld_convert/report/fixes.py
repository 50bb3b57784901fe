"""What to fix first: violations, then rules whose repair gains most points of quality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ld_convert.findings.codes import SEVERITIES, codes, counted
from ld_convert.report.advice import advice, points_of, thing_of
from ld_convert.report.text import message_of
from ld_convert.vocab.namespaces import DCAT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.report.summary import RuleCount
    from ld_convert.score.census import Census


@dataclass(frozen=True, slots=True)
class Fix:
    """One rule, and what its repair gains."""

    rule: str
    severity: str
    text: str
    """What is wrong."""
    count: int
    """How many datasets, distributions or other things have the problem."""
    thing: str
    """dataset or distribution; empty for other things."""
    points: int
    """Points that one dataset gains; 0 if the score does not count the rule."""
    gain: float
    """Points that the catalogue gains, by the share of datasets with the problem."""
    advice: str
    """What to do, with an example to copy if there is one."""
    place: str
    """Where the first of them is."""

    @property
    def gain_text(self) -> str:
        """What the catalogue gains, with at most one decimal place; empty for nothing."""
        return f"{self.gain:.1f}".removesuffix(".0") if self.gain else ""

    def __str__(self) -> str:
        """Return the fix as a sentence."""
        gain = f", up to {self.gain_text} more points of quality" if self.gain else ""
        return f"{self.text}: {counted(self.count, self.thing or 'finding')}{gain}; {self.advice}"


def fixes(rules: Iterable[RuleCount], datasets: int, census: Census | None = None) -> list[Fix]:
    """Return what to fix: the most severe first, then what gains most points.

    Notes are left out, since they need no repair. A census tells how few keywords a table of names
    needs for the themes that are missing.
    """
    found = [
        _fix(known, datasets, census)
        for known in rules
        if known.severity != "info" and not known.example.is_brief
    ]
    return sorted(found, key=lambda fix: (-SEVERITIES.index(fix.severity), -fix.gain, -fix.count))


def label(known: RuleCount) -> str:
    """Return what is wrong by a rule: the message of its shape, else the name of its code."""
    code = codes()[known.example.code]
    is_general = known.example.detail is not None or "{" not in code.text
    return message_of(known.example) if is_general else code.name.replace("-", " ")


def _fix(known: RuleCount, datasets: int, census: Census | None) -> Fix:
    points = points_of(known.example)
    count, thing = known.count, thing_of(known.example)
    if thing == "dataset" and datasets:
        count = min(count, datasets)  # several pages may lack the same
    share = min(known.count / datasets, 1.0) if datasets else 0.0
    return Fix(
        known.rule,
        known.severity,
        label(known),
        count,
        thing,
        points,
        points * share,
        advice(known.example) + _by_names(known, census),
        str(known.example.place._replace(pointer="", row="")),
    )


def _by_names(known: RuleCount, census: Census | None) -> str:
    """Return what a table of names would gain; empty for what none can give."""
    detail = known.example.detail
    if census is None or detail is None or thing_of(known.example) != "dataset":
        return ""
    if detail.path != str(DCAT.theme):
        return ""
    gain = census.gain
    return f"; or in a table of names (ld-convert names) {gain}" if gain.covered else ""
