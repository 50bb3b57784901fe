"""All that each rule of a table adds on the page of its example, triple by triple."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ld_convert.mapping.examples import examples
from ld_convert.mapping.plan import load_plan
from ld_convert.mapping.rules import load_rules
from tests.mapping.test_rule_examples import given, without

pytestmark = pytest.mark.slow

TABLE = Path(__file__).with_name("adds.tsv")


def added() -> list[str]:
    """One line for each triple, count or finding that comes of an example by its rule only.

    The name of a rule of another table than the general one follows that of its profile.
    """
    lines = []
    for number, one in enumerate(examples()):
        plan, rules = load_plan(one.profile), {rule.id: rule for rule in load_rules(one.profile)}
        name = one.rule if one.profile == "dcat" else f"{one.profile}/{one.rule}"
        rest = given(number, without(rules[one.rule], one.profile))
        lines += [f"{name}\t{line}" for line in sorted(given(number, plan) - rest)]
    return lines


def test_each_rule_adds_what_the_table_says_and_nothing_else() -> None:
    """Another function, class or mode of a rule makes other triples.

    After a change on purpose, write the table anew with WRITE_ADDS=1 and read its difference.
    """
    if os.environ.get("WRITE_ADDS"):
        TABLE.write_text("\n".join(added()) + "\n", "utf-8")
    assert added() == TABLE.read_text("utf-8").splitlines()
