"""What a filter, `@when:` or a mode ([first], [else], [min], ...) of a rule leaves out."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from ld_convert.mapping.plan import Plan, ViewPlan, load_plan
from ld_convert.mapping.rules import FILTER, WHEN, _rule, load_rules
from ld_convert.mapping.table import rule_rows
from ld_convert.model import Json
from ld_convert.vocab.views import views
from tests.mapping.test_rule_examples import said

pytestmark = pytest.mark.slow

NO_SECOND = frozenset(
    {
        *("agent-text", "agent-any-text", "audience-text", "catalog-text", "concept-text"),
        *("contact-text", "distribution-text", "distribution-text-access", "licence-text"),
        "location-text",
        *("scheme-text", "geometry-text", "geometry-text-centre"),
        *("checksum-md5-value", "checksum-md5-algorithm"),
        *("checksum-sha1-value", "checksum-sha1-algorithm"),
        *("checksum-sha512-value", "checksum-sha512-algorithm"),
        *("catalog-free-open", "dataset-free-open", "dataset-free-offer"),
        *("distribution-package", "distribution-package-url"),
    }
)
"""Rules that can meet no second value: what they read is the bare text that a node is made of, or
they hold only where nothing else is stated; of packages only ZIP has a media type."""


class Row(NamedTuple):
    """One row of `conditions.csv`."""

    rule: str
    without: str
    says: str
    never: str

    @property
    def page(self) -> Json:
        """What the dataset of the page says besides its name."""
        return json.loads(self.says)


LINES = Path(__file__).with_name("conditions.csv").read_text("utf-8").splitlines()
ROWS = [Row(**row) for row in csv.DictReader(li for li in LINES if not li.startswith("# "))]
RULES = load_rules("dcat")
TABLE = rule_rows("dcat")


def conditions(row: dict[str, str]) -> list[str]:
    """The conditions of a rule, as the table writes them."""
    source, mode = row["source"], re.search(r"\[\w+\]$", row["target"])
    when = WHEN.match(source)
    filters = () if source.startswith("@this") else FILTER.finditer(source)
    return [found[0] for found in (when, *filters, mode) if found]


def freed(rule: str, condition: str) -> Plan:
    """The plan in which one rule lacks one of its conditions."""
    cells = {key: TABLE[rule][key].replace(condition, "", 1) for key in ("source", "target")}
    changed = _rule({**TABLE[rule], **cells})
    rules = (changed if r.id == rule else r for r in RULES if r.view == changed.view)
    return Plan({**load_plan("dcat").views, changed.view: ViewPlan(views()[changed.view], rules)})


def test_a_condition_leaves_out_what_the_table_says() -> None:
    """None of the triples and findings of the table comes of its page."""
    plan = load_plan("dcat")
    assert [row[:2] for row in ROWS if row.never in said(row.page, plan)] == []


def test_without_its_condition_each_rule_would_write_it() -> None:
    """So the table asks for what only the condition does, and one that is lost is noticed."""
    free = [
        row[:2] for row in ROWS if row.never not in said(row.page, freed(row.rule, row.without))
    ]
    assert free == []


def test_each_condition_of_a_rule_has_a_row() -> None:
    """But for modes that nothing can show."""
    shown = {row[:2] for row in ROWS}
    every = {(rule.id, one) for rule in RULES for one in conditions(TABLE[rule.id])}
    assert {rule for rule, _ in every - shown} == NO_SECOND
    assert shown - every == set()
