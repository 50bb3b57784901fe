"""What a site asks of all that a run said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.site.shelf import Shelf
from tests.support.sites import made, page_of

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

CATALOGUE = {"@type": "DataCatalog", "@id": "https://port.example/all", "name": "All of the port"}
FEW, MANY = 20, 80


def test_what_is_read_of_an_entry_does_not_grow_with_its_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry shows the name of the catalogue that lists it, and that catalogue lists all."""
    lines = 0
    renamed = Shelf.renamed

    def counted(self: Shelf, line: bytes) -> bytes:
        nonlocal lines
        lines += 1
        return renamed(self, line)

    monkeypatch.setattr(Shelf, "renamed", counted)
    read = {}
    for count in (FEW, MANY):
        lines, folder = 0, tmp_path / str(count)
        folder.mkdir()
        for number in range(count):
            page = page_of(f"Wave {number}", url=f"https://port.example/{number}",
                           includedInDataCatalog=CATALOGUE)  # fmt: skip
            (folder / f"{number}.html").write_text(page, "utf-8")
        made(tmp_path / f"site-{count}", folder)
        read[count] = lines / count
    assert read[MANY] < 1.1 * read[FEW]
