"""Compare what several captures say of one dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ld_convert.catalogue.about_the_run import run_finding
from ld_convert.model import Place
from ld_convert.vocab.namespaces import DCT, curie

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from ld_convert.model import Finding

TITLE = curie(DCT.title)
CONTRADICTING = tuple(map(curie, (DCT.description, DCT.license, DCT.publisher)))
"""Properties of which a dataset has one value; two are a contradiction, where both are stated."""
COLLISION, DIFFERENCE, CONTRADICTION = "LD632", "LD633", "LD637"
MOST_TOLD = 100
"""Findings about one dataset; a hundred thousand captures of one thing would drown all others."""
ENTRIES = """SELECT coalesce(new, iri) AS name, place, digests FROM entry
LEFT JOIN renamed ON old = iri WHERE described AND name IN (SELECT iri FROM several)
ORDER BY name, entry.rowid"""


def differences(known: sqlite3.Connection) -> Iterator[Finding]:
    """Yield a finding for each dataset that two captures describe otherwise.

    Each capture is compared with the first that describes the dataset.
    """
    name, told = "", 0
    first: tuple[bytes, str] = (b"", "")
    for iri, place, digests in known.execute(ENTRIES):
        if iri != name:
            name, first, told = iri, (place, digests), 0
        elif digests != first[1] and told < MOST_TOLD:
            told += 1
            yield _difference(iri, place, digests, first)


def _difference(iri: str, place: bytes, digests: str, first: tuple[bytes, str]) -> Finding:
    """Return the finding about two descriptions of one IRI.

    Two titles, and two values of what has one value, are warnings; other differences are none.
    """
    mine, other = _pairs(digests), _pairs(first[1])
    names = [name for name in sorted({*mine, *other}) if mine.get(name) != other.get(name)]
    against = {name for name in names if name in mine and name in other}
    code = DIFFERENCE if against.isdisjoint(CONTRADICTING) else CONTRADICTION
    code = COLLISION if TITLE in against else code
    values = {"other": _place(first[0]), "properties": ", ".join(names)}
    return run_finding(code, _place(place), iri=iri, **values)


def _pairs(digests: str) -> dict[str, str]:
    pairs = (pair.rpartition("=") for pair in digests.split())
    return {name: digest for name, _, digest in pairs}


def _place(encoded: bytes) -> Place:
    return msgspec.json.decode(encoded, type=Place)
