"""Each rule does what its example says, in every profile in which it stands."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pytest

from ld_convert.expand import expand
from ld_convert.findings.report import Report
from ld_convert.identify import identify
from ld_convert.mapping import map_graph
from ld_convert.mapping.examples import Example, examples, shown
from ld_convert.mapping.plan import Plan, ViewPlan, load_plan
from ld_convert.mapping.rules import Rule, load_rules
from ld_convert.model import Described, Fragment, Location, Origin, Text
from ld_convert.rdf.from_nodes import to_graph
from ld_convert.vocab.namespaces import prefixes
from ld_convert.vocab.profiles import load_profile, profile_names
from ld_convert.vocab.views import views

if TYPE_CHECKING:
    from ld_convert.model import Json

pytestmark = pytest.mark.slow

CONTEXT = ["https://schema.org/", {k: v for k, v in prefixes().items() if k != "schema"}]
BASE = "https://data.example/"


@cache
def described(number: int) -> Described:
    return graph_of(examples()[number])


def graph_of(example: Example) -> Described:
    report = Report()
    origin = Origin("document", Location("page", Text.whole(b"{}")))
    document = {"@context": CONTEXT, **example.document()}
    expanded = [expand(Fragment(document, (origin,)), report)]
    return to_graph(expanded, identify(expanded, None, BASE, report).names, report)


def given(number: int, plan: Plan) -> set[str]:
    """The triples of an example under a plan, as people read them, and the findings.

    Triples that differ in their nameless nodes only are counted: `2 x [] dct:title "A"`.
    """
    return read(described(number), plan)


def said(value: Json, plan: Plan) -> set[str]:
    """What comes of an input of the general table."""
    return read(graph_of(Example("dcat", "", value, "")), plan)


def read(found: Described, plan: Plan) -> set[str]:
    report = Report()
    count = Counter(map(shown, map_graph(found, plan, BASE, report).traces))
    several = {f"{n} x {triple}" for triple, n in count.items() if n > 1}
    return {*count, *several, *(f"{f.code} {f.message}" for f in report.findings)}


def without(rule: Rule, profile: str) -> Plan:
    """The plan of a profile that lacks one rule."""
    rest = (one for one in load_rules(profile) if one.view == rule.view and one.id != rule.id)
    return Plan({**load_plan(profile).views, rule.view: ViewPlan(views()[rule.view], rest)})


def stands_in(example: Example, profile: str) -> bool:
    """Whether a profile has the rule as the table of the example has it."""
    if example.profile not in load_profile(profile).tables or profile in example.but_not:
        return False
    own = {rule.id: rule for rule in load_rules(example.profile)}
    return own.get(example.rule) in load_rules(profile)


@pytest.mark.parametrize("profile", profile_names())
def test_each_example_gives_its_triple(profile: str) -> None:
    """In every profile that has the rule, not only in its own."""
    plan = load_plan(profile)
    wrong = [
        (one.rule, one.gives)
        for number, one in enumerate(examples())
        if one.profile == profile or stands_in(one, profile)
        if one.gives not in given(number, plan)
    ]
    assert wrong == []


@pytest.mark.parametrize("profile", profile_names())
def test_no_example_gives_its_triple_without_its_rule(profile: str) -> None:
    """So a rule that is removed, or whose target or function is another, is noticed."""
    rules = {rule.id: rule for rule in load_rules(profile)}
    silent = [
        one.rule
        for number, one in enumerate(examples())
        if one.profile == profile
        if one.gives in given(number, without(rules[one.rule], profile))
    ]
    assert silent == []


def test_each_rule_has_an_example() -> None:
    """A rule without an example can be broken and nobody sees it."""
    known = {(one.profile, one.rule) for one in examples()}
    tables = {
        name: {rule.id: rule for rule in load_rules(name)}
        for profile in profile_names()
        for name in load_profile(profile).tables
    }
    missing = [
        (profile, rule.id)
        for profile in profile_names()
        for rule in load_rules(profile)
        if not any(
            (name, rule.id) in known and tables[name].get(rule.id) == rule
            for name in load_profile(profile).tables
        )
    ]
    assert missing == []
