"""What a site keeps of its entries to list them."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ld_convert.site.overview import SiteOverview
from tests.support.growth import is_linear
from tests.support.places import CAPTURES
from tests.support.sites import made

if TYPE_CHECKING:
    from pathlib import Path

    from ld_convert.site.view import EntryView

FEW, MANY = 500, 2_000


@pytest.fixture
def entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EntryView:
    """The entry of our capture."""
    seen: list[EntryView] = []
    add = SiteOverview.add

    def watched(self: SiteOverview, view: EntryView) -> None:
        seen.append(view)
        add(self, view)

    with monkeypatch.context() as patch:
        patch.setattr(SiteOverview, "add", watched)
        made(tmp_path / "site", CAPTURES / "tide-gauge.html")
    return seen[0]


def test_entries_are_listed_with_their_facets_in_a_time_that_grows_with_them(
    entry: EntryView,
) -> None:
    """No table is searched from its start for each entry."""
    with ExitStack() as stack:
        overviews = {}
        for count in (FEW, MANY):
            overview = overviews[count] = stack.enter_context(closing(SiteOverview()))
            for number in range(count):
                overview.add(replace(entry, path=f"dataset/{number}/"))

        def listed(count: int) -> None:
            overview = overviews[count]
            found = [*zip(overview.rows(), overview.facets_by_row(), strict=True)]
            assert len(found) == count
            assert all(row.path and facets["keyword"] for row, facets in found)

        assert is_linear(listed, FEW, MANY, times=10, least=0.002)
