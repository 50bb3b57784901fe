"""Pages of one site that are published in several runs: their references meet in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import QuerySolutions

from ld_convert.publish import PublishTarget
from ld_convert.store import open_store
from tests.support.graph_store import graph_store
from tests.support.harmony import ITEMS
from tests.support.harmony_site import COHORT, SURVEY, WAVE_1, WAVE_2, SitePage, pages
from tests.support.published import content, converted, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SITE = pages()
EARLIER = [SITE[number] for number in (2, 5, 6, 8, 9)]
"""They know studies and the first wave by their slugs; one knows a study by its uuid alone."""
LATER = [page for page in SITE if page not in EARLIER]
THINGS = {f"{ITEMS}{uuid}#dataset" for uuid in (COHORT, WAVE_1, WAVE_2, SURVEY)}
PARTS = "?y dct:hasPart ?x"


@pytest.fixture(params=["directory", pytest.param("server", marks=pytest.mark.sockets)])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PublishTarget]:
    """The embedded store, and one behind HTTP."""
    if request.param == "directory":
        yield PublishTarget(str(tmp_path / "store"))
        return
    with graph_store() as server:
        yield PublishTarget(server.url)


def add(folder: Path, site: list[SitePage]) -> Path:
    """Put pages into a directory."""
    folder.mkdir(exist_ok=True)
    for page in site:
        file = folder / f"{SITE.index(page):02}.txt"
        if not file.exists():  # its date goes into the catalogue
            file.write_bytes(page.payload)
    return folder


def asked(url: str, pattern: str) -> set[str]:
    """The values of `?x` over all graphs."""
    store = open_store(url)
    prefixes = "PREFIX dct: <http://purl.org/dc/terms/> PREFIX dcat: <http://www.w3.org/ns/dcat#> "
    same = "PREFIX owl: <http://www.w3.org/2002/07/owl#> "
    graphs = f"SELECT DISTINCT ?x {{ GRAPH ?g {{ {pattern} }} }}"
    found = store.query(prefixes + same + graphs, union=False)
    assert isinstance(found, QuerySolutions)
    names = {row["x"].value for row in found}
    store.close()
    return names


def test_what_a_later_run_learns_changes_what_an_earlier_one_wrote(
    target: PublishTarget, tmp_path: Path
) -> None:
    """Half of the pages, then all: things that had the name of a slug are gone from the store."""
    folder = add(tmp_path / "pages", EARLIER)
    run(folder, target)
    before = asked(target.url, "?x a dcat:Dataset")
    assert before - THINGS, "nothing was named by its slug"
    add(folder, SITE)
    assert "gone" not in run(folder, target)[0]
    assert asked(target.url, "?x a dcat:Dataset") == THINGS
    assert asked(target.url, PARTS) == {f"{ITEMS}{uuid}#dataset" for uuid in (WAVE_1, WAVE_2)}


def test_the_third_run_sends_nothing(target: PublishTarget, tmp_path: Path) -> None:
    """Half of the pages, all, and all again."""
    folder = add(tmp_path / "pages", EARLIER)
    run(folder, target)
    run(add(folder, SITE), target)
    before = content(target.url, own=True)
    kinds, _ = run(folder, target)
    assert set(kinds) == {"unchanged"}
    assert content(target.url, own=True) == before


def test_all_at_once_is_what_half_and_all_make(target: PublishTarget, tmp_path: Path) -> None:
    """The store does not show in how many runs it was filled."""
    folder = add(tmp_path / "pages", EARLIER)
    run(folder, target)
    run(add(folder, SITE), target)
    alone = PublishTarget(str(tmp_path / "alone"))
    run(folder, alone)
    assert content(target.url) == content(alone.url)


def test_two_halves_that_never_meet_are_joined_by_same_as(
    target: PublishTarget, tmp_path: Path
) -> None:
    """The second run does not have the pages of the first, and cannot change its graphs."""
    run(add(tmp_path / "one", EARLIER), target)
    run(add(tmp_path / "two", LATER), target)
    by_slug = asked(target.url, "?x a dcat:Dataset") - THINGS
    assert by_slug
    joined = asked(target.url, "?thing owl:sameAs ?x . ?thing a dcat:Dataset")
    assert by_slug <= joined


def test_convert_says_no_same_as(tmp_path: Path) -> None:
    """One run has one name for each thing; nobody else has to be told of others."""
    folder = add(tmp_path / "pages", SITE)
    assert b"owl#sameAs" not in b"".join(converted(folder, tmp_path).values())
