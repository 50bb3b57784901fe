"""Scripts whose type was changed, so that a browser does not run them at once."""

from __future__ import annotations

import json

import pytest

from ld_convert.extract import extract
from ld_convert.findings.report import Report
from ld_convert.model import Capture, Page

RECORD = {"@context": "https://schema.org/", "@type": "Dataset", "name": "Tide levels"}
PUSHES = (
    "(self.__next_f=self.__next_f||[]).push([0])",
    f"self.__next_f.push([1,{json.dumps('0:' + json.dumps({'r': RECORD}) + chr(10))}])",
)


def found(*scripts: str) -> tuple[Page, Report]:
    """What is found in a page with these script elements, and the findings."""
    page = "<!DOCTYPE html><title>Tides</title>" + "".join(scripts)
    report = Report()
    return extract(Capture("page.html", page.encode(), "html"), report), report


@pytest.mark.parametrize(
    "attributes",
    [
        'type="4f9a1c2b3d5e6f7081920a1b-text/javascript"',
        'type="0123456789abcdef01234567-module"',
        'type="4f9a1c2b3d5e6f7081920a1b-"',
        'type="text/plain" data-cookieconsent="statistics"',
        'type="text/plain" data-type="application/javascript" data-name="analytics"',
        'type="rocketlazyloadscript" data-rocket-type="text/javascript"',
        'type="litespeed/javascript"',
        'type="text/rocketscript" data-rocketoptimized="true"',
        'type="text/partytown"',
    ],
)
def test_pushes_are_read_whatever_type_a_loader_gave_their_script(attributes: str) -> None:
    """The dataset in the payload is found, once."""
    page, _ = found(*(f"<script {attributes}>{push}</script>" for push in PUSHES))
    assert [fragment.value["name"] for fragment in page.fragments] == ["Tide levels"]


@pytest.mark.parametrize(
    "attributes",
    [
        'type="4f9a1c2b3d5e6f7081920a1b-application/ld+json"',
        'type="text/plain" data-type="application/ld+json"',
        'type="text/plain" data-cookieconsent="marketing"',
        'type="application/json+ld"',
        'type="application/schema+json"',
    ],
)
def test_json_ld_under_a_changed_type_is_read_and_reported(attributes: str) -> None:
    """The finding is info: search engines do not read such a script."""
    page, report = found(f"<script {attributes}>{json.dumps(RECORD)}</script>")
    assert [fragment.value for fragment in page.fragments] == [RECORD]
    assert [finding.code for finding in report.findings] == ["LD241"]


def test_a_script_of_an_unknown_type_without_a_known_word_gives_nothing() -> None:
    """A template, speculation rules and a consent manager's settings are no description."""
    page, report = found(
        '<script type="text/template"><p>{{ name }}</p></script>',
        '<script type="speculationrules">{"prefetch": [{"source": "list"}]}</script>',
        '<script type="text/plain">analytics.load("x")</script>',
    )
    assert page.fragments == ()
    assert [finding.code for finding in report.findings] == ["LD262"]
