"""All that each rule of the general table adds on the page of its example, triple by triple."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ld_convert.mapping.examples import examples
from ld_convert.mapping.plan import Plan, ViewPlan, load_plan
from ld_convert.mapping.rules import Rule, load_rules
from ld_convert.vocab.views import views
from tests.mapping.test_rule_examples import given

pytestmark = pytest.mark.slow

TABLE = Path(__file__).with_name("adds.tsv")
RULES = load_rules("dcat")
BY_VIEW = {view: [rule for rule in RULES if rule.view == view] for view in views()}


def without(rule: Rule) -> Plan:
    """The plan that lacks one rule."""
    rest = (other for other in BY_VIEW[rule.view] if other.id != rule.id)
    return Plan({**load_plan("dcat").views, rule.view: ViewPlan(views()[rule.view], rest)})


def added() -> list[str]:
    """One line for each triple, count or finding that comes of an example by its rule only."""
    rules = {rule.id: rule for rule in RULES}
    return [
        f"{one.rule}\t{line}"
        for number, one in enumerate(examples())
        if one.profile == "dcat"
        for line in sorted(
            given(number, load_plan("dcat")) - given(number, without(rules[one.rule]))
        )
    ]


def test_each_rule_adds_what_the_table_says_and_nothing_else() -> None:
    """Another function, class or mode of a rule makes other triples.

    After a change on purpose, write the table anew with WRITE_ADDS=1 and read its difference.
    """
    if os.environ.get("WRITE_ADDS"):
        TABLE.write_text("\n".join(added()) + "\n", "utf-8")
    assert added() == TABLE.read_text("utf-8").splitlines()
