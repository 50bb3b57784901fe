from __future__ import annotations

from ld_convert.findings.report import Report
from ld_convert.model import Text
from tests.suites.content import json_ld_scripts

PAGE = Text.whole(b"""<base href="/sets/">
<script type="application/ld+json" id="tide gauge">{"name": "plain"}</script>
<script type='application/ld+json;profile="http://p.example/a http://p.example/b"' id="x">
{"name": "profiled"}</script>""")
URL = "https://harbour.example/page"


def test_a_script_with_the_profile_wins_over_the_first() -> None:
    """A media type may name several profiles, separated by spaces."""
    (found,) = json_ld_scripts(PAGE, URL, Report(), profile="http://p.example/b")
    assert found.value == {"name": "profiled"}


def test_without_a_script_of_the_profile_the_first_is_taken() -> None:
    """A profile is a wish, not a condition."""
    (found,) = json_ld_scripts(PAGE, URL, Report(), profile="http://p.example/c")
    assert found.value == {"name": "plain"}


def test_the_fragment_of_an_address_is_percent_decoded() -> None:
    """An id may hold a space, an address may not."""
    (found,) = json_ld_scripts(PAGE, URL + "#tide%20gauge", Report(), every=True)
    assert found.value == {"name": "plain"}


def test_a_relative_base_is_resolved_against_the_address_without_its_fragment() -> None:
    """Base is that of the document (RFC 3986, section 5.1)."""
    (found,) = json_ld_scripts(PAGE, URL + "#x", Report())
    assert found.base == "https://harbour.example/sets/"
