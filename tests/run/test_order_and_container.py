"""The statements of a run do not depend on the order of its pages, nor on what holds them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.support.harmony_site import SitePage, har, pages, warc
from tests.support.runs import Ran

if TYPE_CHECKING:
    from pathlib import Path


def files(folder: Path, site: list[SitePage], *, is_html: bool = False) -> Path:
    """A directory with a file for each page, read in this order."""
    folder.mkdir()
    for number, page in enumerate(site):
        name, data = ("html", page.html) if is_html else ("txt", page.payload)
        (folder / f"{number:02}.{name}").write_bytes(data)
    return folder


def shuffled(seed: int) -> list[SitePage]:
    site = pages()
    random.Random(seed).shuffle(site)  # noqa: S311  an order, no secret
    return site


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    return Ran(files(tmp_path_factory.mktemp("site") / "pages", pages()))


def test_a_site_in_all_its_forms_is_four_things(wanted: Ran) -> None:
    """Ten pages; three of them describe nothing. Every reference meets its thing."""
    assert (wanted.tally.captures, wanted.tally.datasets, wanted.tally.rejected) == (10, 4, 3)
    assert wanted.tally.outside == 0
    assert wanted.tally.met > 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_directory_in_another_order_says_the_same(wanted: Ran, tmp_path: Path, jobs: int) -> None:
    """On one process and on two."""
    found = Ran(files(tmp_path / "pages", shuffled(1)), jobs)
    assert found.statements == wanted.statements
    assert found.tally.datasets == 4


@pytest.mark.parametrize("is_html", [False, True])
def test_a_har_file_says_the_same(wanted: Ran, tmp_path: Path, *, is_html: bool) -> None:
    """Its payloads have a cache buster in their address, its pages none."""
    (tmp_path / "session").write_bytes(har(shuffled(2), is_html=is_html))
    assert Ran(tmp_path / "session").statements == wanted.statements


@pytest.mark.parametrize("is_html", [False, True])
def test_a_warc_file_says_the_same(wanted: Ran, tmp_path: Path, *, is_html: bool) -> None:
    """Its payloads are files that end in .txt."""
    pytest.importorskip("fastwarc")
    (tmp_path / "crawl").write_bytes(warc(shuffled(3), is_html=is_html))
    assert Ran(tmp_path / "crawl").statements == wanted.statements


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_ten_orders_say_the_same_from_each_container(
    wanted: Ran, tmp_path: Path, seed: int
) -> None:
    """Each of them on one process and on two."""
    site = shuffled(seed)
    (tmp_path / "session").write_bytes(har(site))
    (tmp_path / "crawl").write_bytes(warc(site))
    files(tmp_path / "pages", site)
    for name in ("session", "crawl", "pages"):
        for jobs in (1, 2):
            assert Ran(tmp_path / name, jobs).statements == wanted.statements, (name, jobs)
