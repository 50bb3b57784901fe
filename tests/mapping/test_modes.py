"""What [first], [else], [min] and the other modes of a rule leave out, where two values compete."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import NamedTuple

import pytest

from ld_convert.expand import expand
from ld_convert.findings.report import Report
from ld_convert.identify import identify
from ld_convert.mapping import map_graph
from ld_convert.mapping.examples import Example, shown
from ld_convert.mapping.plan import Plan, load_plan, prepared
from ld_convert.mapping.rules import load_rules
from ld_convert.model import Described, Fragment, Location, Origin, Text
from ld_convert.rdf.from_nodes import to_graph
from tests.mapping.test_rule_examples import BASE, CONTEXT

pytestmark = pytest.mark.slow


class Row(NamedTuple):
    """One row of `modes.csv`."""

    rule: str
    says: str
    never: str


LINES = Path(__file__).with_name("modes.csv").read_text("utf-8").splitlines()
ROWS = [Row(**row) for row in csv.DictReader(li for li in LINES if not li.startswith("# "))]
RULES = load_rules("dcat")


def described(row: Row) -> Described:
    report = Report()
    document = Example("dcat", row.rule, json.loads(row.says), "").document()
    origin = Origin("document", Location("page", Text.whole(b"{}")))
    expanded = [expand(Fragment({"@context": CONTEXT, **document}, (origin,)), report)]
    return to_graph(expanded, identify(expanded, None, BASE, report).names, report)


def given(page: Described, plan: Plan) -> set[str]:
    """The triples of a page under a plan, as people read them."""
    return {shown(triple) for triple in map_graph(page, plan, BASE, Report()).traces}


def test_a_mode_leaves_out_the_other_value() -> None:
    """None of the triples of the table comes of its page."""
    plan = load_plan("dcat")
    assert [row.rule for row in ROWS if row.never in given(described(row), plan)] == []


def test_without_its_mode_each_rule_would_write_it() -> None:
    """So a mode that is lost from the table is noticed."""
    silent = []
    for row in ROWS:
        changed = [r._replace(keep="") if r.id == row.rule else r for r in RULES]
        if row.never not in given(described(row), prepared(changed)):
            silent.append(row.rule)
    assert silent == []


def test_each_mode_has_a_row_but_for_those_that_nothing_can_show() -> None:
    """A node that is made of a bare value has no second one, and PUBLIC twice is PUBLIC."""
    alone = [r.id for r in RULES if r.keep and not r.names and r.id not in {x.rule for x in ROWS}]
    assert len(alone) <= 28
