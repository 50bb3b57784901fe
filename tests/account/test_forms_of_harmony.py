"""The account of a page of the Harmony catalogue, in each form that its pages have had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ld_convert import Settings, convert_page
from tests.support import harmony_site
from tests.support.harmony import page

if TYPE_CHECKING:
    from ld_convert.model import AccountLine
    from tests.support.harmony_site import SitePage

SITE = harmony_site.pages()
FORMS = {"A": 0, "B": 1, "C": 4, "D": 5, "D'": 6}
"""By form of the page: its number in the site."""
EMPTY = {"redirect": 7, "404": 8, "index": 9}
SEARCH = {"distance": "state-of-a-search", "score": "state-of-a-search"}
STUB = SEARCH | {
    "name": "said-twice",
    "parent": "empty",
    "rdf:type": "class-by-resource-type",
    "slug": "part-of-the-address",
}
DROPPED = {
    "A": STUB | {"schema:url": "empty", "size": "said-twice"},
    "B": STUB,
    "C": STUB | {"age_upper": "unknown", "ai_summary": "written-by-a-model", "sex": "unknown"},
    "D": STUB | {"aiSummary": "empty"},
    "D'": {"aiSummary": "empty"},
}
"""By form and property: why its values are dropped."""


def account(site_page: SitePage) -> tuple[AccountLine, ...]:
    return convert_page(page("page", site_page.payload), Settings(account=True)).account


@pytest.mark.parametrize("form", FORMS)
def test_each_value_of_a_page_is_mapped_kept_or_dropped(form: str) -> None:
    """The sums are those of the page, of which most is mapped."""
    lines = account(SITE[FORMS[form]])
    assert all(line.found == line.mapped + line.kept + line.dropped for line in lines)
    assert sum(line.mapped for line in lines) > sum(line.dropped for line in lines) > 0


@pytest.mark.parametrize("form", FORMS)
def test_each_dropped_field_has_its_reason(form: str) -> None:
    """In words of the portal's file."""
    lines = account(SITE[FORMS[form]])
    reasons = {
        line.property: {reason.partition("#")[2] for reason in line.reasons}
        for line in lines
        if line.dropped
    }
    assert reasons == {name: {why} for name, why in DROPPED[form].items()}


@pytest.mark.parametrize("form", EMPTY)
def test_a_page_without_a_record_has_no_values(form: str) -> None:
    """It is rejected, and a finding says what it is."""
    done = convert_page(page("page", SITE[EMPTY[form]].payload), Settings(account=True))
    assert done.account == ()
    assert done.rejected
    assert any(finding.code.startswith("LD2") for finding in done.findings)
