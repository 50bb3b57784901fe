"""What [first], [else], [min] and the other modes of a rule leave out, where two values compete."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import NamedTuple

import pytest

from ld_convert.mapping.plan import Plan, ViewPlan, load_plan
from ld_convert.mapping.rules import load_rules
from ld_convert.model import Json
from ld_convert.vocab.views import views
from tests.mapping.test_rule_examples import said

pytestmark = pytest.mark.slow

NO_SECOND = frozenset(
    {
        *("agent-text", "agent-any-text", "audience-text", "catalog-text", "concept-text"),
        *(
            "contact-text",
            "distribution-text",
            "distribution-text-access",
            "licence-text",
            "location-text",
        ),
        *("scheme-text", "geometry-text", "geometry-text-centre"),
        *("checksum-md5-value", "checksum-md5-algorithm"),
        *("checksum-sha1-value", "checksum-sha1-algorithm"),
        *("catalog-free-open", "dataset-free-open", "dataset-free-offer"),
        *("distribution-package", "distribution-package-url"),
    }
)
"""Rules that can meet no second value: what they read is the bare text that a node is made of, or
they hold only where nothing else is stated; of packages only ZIP has a media type."""


class Row(NamedTuple):
    """One row of `modes.csv`."""

    rule: str
    says: str
    never: str

    @property
    def page(self) -> Json:
        """What the dataset of the page says besides its name."""
        return json.loads(self.says)


LINES = Path(__file__).with_name("modes.csv").read_text("utf-8").splitlines()
ROWS = [Row(**row) for row in csv.DictReader(li for li in LINES if not li.startswith("# "))]
RULES = load_rules("dcat")


def freed(rule: str) -> Plan:
    """The plan in which one rule has no mode."""
    changed = [r._replace(keep="") if r.id == rule else r for r in RULES]
    view = next(r.view for r in RULES if r.id == rule)
    rules = (r for r in changed if r.view == view)
    return Plan({**load_plan("dcat").views, view: ViewPlan(views()[view], rules)})


def test_a_mode_leaves_out_the_other_value() -> None:
    """None of the triples of the table comes of its page."""
    plan = load_plan("dcat")
    assert [row.rule for row in ROWS if row.never in said(row.page, plan)] == []


def test_without_its_mode_each_rule_would_write_it() -> None:
    """So the table asks for what only the mode does, and a mode that is lost is noticed."""
    assert [row.rule for row in ROWS if row.never not in said(row.page, freed(row.rule))] == []


def test_each_rule_with_a_mode_has_a_row() -> None:
    """But for those that nothing can show."""
    shown = {row.rule for row in ROWS}
    assert {r.id for r in RULES if r.keep and not r.names and r.id not in shown} == NO_SECOND
