"""Each rule does what its example says, in every profile in which it stands."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pytest

from ld_convert.expand import expand
from ld_convert.findings.report import Report
from ld_convert.identify import identify
from ld_convert.mapping import map_graph
from ld_convert.mapping.examples import Example, examples, shown
from ld_convert.mapping.plan import Plan, load_plan, prepared
from ld_convert.mapping.rules import load_rules
from ld_convert.model import Described, Fragment, Location, Origin, Text
from ld_convert.rdf.from_nodes import to_graph
from ld_convert.vocab.namespaces import prefixes
from ld_convert.vocab.profiles import load_profile, profile_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ld_convert.mapping.rules import Rule
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
    rules = load_rules(profile)
    silent = [
        one.rule
        for number, one in enumerate(examples())
        if one.profile == profile
        if one.gives in given(number, prepared([rule for rule in rules if rule.id != one.rule]))
    ]
    assert silent == []


def test_each_rule_has_an_example() -> None:
    """A rule without an example can be broken and nobody sees it."""
    known = {(one.profile, one.rule) for one in examples()}
    general = {rule.id: rule for rule in load_rules("dcat")}
    missing = [
        (profile, rule.id)
        for profile in profile_names()
        for rule in load_rules(profile)
        if (profile == "dcat" or general.get(rule.id) != rule) and (profile, rule.id) not in known
    ]
    assert missing == []


CATALOG = {"@type": "DataCatalog", "@id": "https://a.example/c", "name": "Portal"}
FILE = {"@type": "DataDownload", "url": "https://a.example/f"}
SERVICE = {"@type": "WebAPI", "@id": "https://a.example/svc", "name": "Level API"}
RING, FAR = "10 20 10 30 20 30 10 20", "50 5 50 6 51 6 50 5"
TWO_SOURCES: dict[str, Json] = {
    "catalog-free": {
        "includedInDataCatalog": CATALOG
        | {"conditionsOfAccess": "public", "isAccessibleForFree": False}
    },
    "contact-legal-name": {"contactPoint": {"name": "Desk", "legalName": "Board"}},
    "dataset-citation-identifier": {
        "citation": {"@id": "https://a.example/p", "name": "P", "identifier": "10.5281/zenodo.1"}
    },
    "dataset-free": {"conditionsOfAccess": "public", "isAccessibleForFree": False},
    "dataset-headline": {"headline": "Other"},
    "dataset-own-subscription": {"conditionsOfAccess": "public", "requiresSubscription": True},
    "dataset-spatial-resolution": {"spatialResolutionInMeters": [10, 20]},
    "dataset-subscription": {
        "conditionsOfAccess": "public",
        "distribution": FILE | {"requiresSubscription": True},
    },
    "dataset-temporal-resolution": {"temporalResolution": ["PT1H", "P1D"]},
    "distribution-compression": {
        "distribution": FILE | {"contentUrl": ["https://a.example/a.gz", "https://a.example/a.zst"]}
    },
    "identifier-text": {
        "identifier": {
            "@type": "PropertyValue",
            "@id": "https://doi.org/10.5281/zenodo.1",
            "value": "X-1",
        }
    },
    "location-path": {"spatialCoverage": {"geo": [{"line": "10 20 30 40"}, {"line": "50 5 60 6"}]}},
    "location-shape": {"spatialCoverage": {"geo": [{"polygon": RING}, {"polygon": FAR}]}},
    "service-encoding-type": {
        "potentialAction": {
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": "https://a.example/s?q={q}",
                "contentType": "text/csv",
                "encodingType": "application/json",
            }
        }
    },
    "service-template-name": {
        "distribution": SERVICE | {"urlTemplate": "https://a.example/s?q={q}"}
    },
    "service-text": {"distribution": SERVICE},
    "service-url-endpoint": {
        "@graph": [
            SERVICE | {"urlTemplate": "https://a.example/s?q={q}", "url": "https://a.example/api"}
        ]
    },
}
"""Inputs with two sources for rules whose example, and those of the others, do not make one."""
NO_SECOND = frozenset(
    {
        *("audience-text", "catalog-text", "catalog-description-name", "concept-text"),
        *("catalog-description-text", "licence-text", "location-text", "scheme-text"),
        *("distribution-text", "distribution-text-access", "geometry-text"),
        *("geometry-text-centre", "checksum-md5-value", "checksum-md5-algorithm"),
        *("catalog-free-open", "dataset-free-open", "dataset-free-offer", "agent-text"),
        *("contact-text", "distribution-package", "distribution-package-url"),
    }
)
"""Rules that can meet no second value: what they read is the text that the first rule reads, or
they hold only where nothing else is stated; of packages only ZIP has a media type."""
OTHERS = (
    (r"(20\d\d)(.*)", r"1987\2"),
    (r"text/csv", "application/json"),
    (r"CSV", "JSON"),
    (r"(.*)\.csv", r"\1.json"),
    (r"https://creativecommons.org/licenses/by/4.0/|CC BY 4.0", "CC0"),
    (r"annual", "daily"),
    (r"public|true", "restricted"),
    (r"[a-f]{32}", "c" * 32),
    (r"[a-f]{64}", "d" * 64),
    (r"10\.5281/.*", "10.5281/zenodo.999"),
    (r"DE", "FR"),
    (r"51 -5 55 2", "41 -5 45 2"),
    (r"en, fr", "de"),
    (r"(\d+)", "77"),
    (r"(https?://[^?{]*)(.*)", r"\1x\2"),
    (r"x-1", "x-2"),
    (r"(.*@.*)", r"z\1"),
    (r"(.+)", r"Another \1"),
)
"""What the values of an example become in another source of the same property."""


def other(value: Json, key: str = "") -> Json:
    """The input of an example with other values."""
    if isinstance(value, dict):
        return {name: other(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [other(item, key) for item in value]
    if key[:1] == "@" or not isinstance(value, str | int | float):
        return value
    if not isinstance(value, str):
        return not value if isinstance(value, bool) else value + 1
    found = ((re.fullmatch(pattern, value), new) for pattern, new in OTHERS)
    return next((match.expand(new) for match, new in found if match), value)


def merged(one: Json, two: Json) -> Json:
    """One object that says what two say; None where an object and a text stand for the same."""
    if isinstance(one, dict) and isinstance(two, dict):
        both = {key: merged(one[key], two[key]) for key in one.keys() & two.keys()}
        return None if None in both.values() else {**one, **two, **both}
    if one == two:
        return one
    values = [v for side in (one, two) for v in (side if isinstance(side, list) else [side])]
    return None if any(isinstance(value, dict) for value in values) else values


def with_two_sources(
    rule: Rule, known: Mapping[str, Example], rules: Sequence[Rule]
) -> Iterator[Json]:
    """Yield inputs in which a property has a value of a rule and another one."""
    if rule.id in TWO_SOURCES:
        yield TWO_SOURCES[rule.id]
    mine = known[rule.id].input
    yield mine
    for one in rules:
        if one.view == rule.view and one.target == rule.target and one.id in known:
            theirs = other(known[one.id].input)
            for found in (merged(theirs, mine), merged(mine, theirs)):
                if found is not None:
                    yield found


def test_each_bracket_matters_where_two_sources_are_present() -> None:
    """[first], [else], [rest], [min], [max], [strict]: without it more or other values stand."""
    rules = load_rules("dcat")
    known = {one.rule: one for one in examples() if one.profile == "dcat"}
    whole = prepared(rules)
    silent = []
    for rule in rules:
        if rule.keep:
            freed = [r._replace(keep="") if r.id == rule.id else r for r in rules]
            plan = prepared(freed)
            pairs = with_two_sources(rule, known, rules)
            if not any(said(found, whole) != said(found, plan) for found in pairs):
                silent.append(rule.id)
    assert set(silent) == NO_SECOND
