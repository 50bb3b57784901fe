"""Give a catalogue that several captures describe one value where DCAT-AP 3.0.1 allows one.

Catalogue: homepage, release date and modification date, each 0..1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.vocab.addresses import comparable
from ld_convert.vocab.namespaces import DCAT, DCT, FOAF, RDF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

IS_CATALOG = f" <{RDF.type}> <{DCAT.Catalog}> .\n".encode()
HOMEPAGE, PAGE = (f" <{term}> ".encode() for term in (FOAF.homepage, FOAF.page))
BEST: dict[bytes, Callable[[list[bytes]], bytes]] = {
    HOMEPAGE: lambda lines: min(lines, key=lambda line: (len(line), line)),
    f" <{DCT.modified}> ".encode(): max,
    f" <{DCT.issued}> ".encode(): min,
}
"""By property, the line that stays: the shortest home page, the last change, the first issue."""
MARKERS = (IS_CATALOG, *BEST)


def one_value(lines: Iterable[bytes]) -> dict[bytes, bytes]:
    """Return what becomes of lines of one subject, if it is a catalogue; nothing of needless ones.

    Another home page is a page about the catalogue (FOAF: homepage is a sub-property of page);
    another spelling of the same address is none.
    """
    single = [line for line in lines if line.count(b"\n") == 1]
    if not any(line.endswith(IS_CATALOG) for line in single):
        return {}
    changes: dict[bytes, bytes] = {}
    for term, choose in BEST.items():
        found = [line for line in single if _states(line, term)]
        best = choose(found) if len(found) > 1 else b""
        for line in found if best else ():
            if line != best:
                changes[line] = _as_page(line, best) if term == HOMEPAGE else b""
    return changes


def _states(line: bytes, term: bytes) -> bool:
    return line.startswith(b"<") and line[line.find(b"> ") + 1 :].startswith(term)


def _as_page(line: bytes, best: bytes) -> bytes:
    mine, kept = (comparable(_address(one)) for one in (line, best))
    return b"" if mine == kept else line.replace(HOMEPAGE, PAGE, 1)


def _address(line: bytes) -> str:
    return line.rpartition(b"<")[2].partition(b">")[0].decode()
