"""What a run remembers of each dataset, to tell when a later capture describes it otherwise."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from rdflib import BNode, URIRef

from ld_convert.catalogue.shared import said
from ld_convert.findings.codes import codes
from ld_convert.findings.locate import place
from ld_convert.model import About, Finding, Location, Place
from ld_convert.rdf.index import index
from ld_convert.vocab.namespaces import DCT, curie
from ld_convert.vocab.terms import n3

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rdflib.term import Node

    from ld_convert.model import Conversion
    from ld_convert.rdf.index import Index

TITLE, IDENTIFIER = curie(DCT.title), curie(DCT.identifier)
COLLISION, DIFFERENCE = "LD632", "LD633"


class LedgerEntry(NamedTuple):
    """A dataset as one capture describes it."""

    iri: str
    place: Place
    digests: dict[str, str]
    """By property, as a compact IRI: 16 hexadecimal digits that stand for its values."""


def entries(conversion: Conversion) -> tuple[LedgerEntry, ...]:
    """Return the datasets of a capture, with what the page says of each and nothing of ours."""
    spo = index(conversion.graph)
    return tuple(
        LedgerEntry(iri, _place(URIRef(iri), conversion), _digests(URIRef(iri), spo, conversion))
        for iri in conversion.datasets
    )


def _place(node: URIRef, conversion: Conversion) -> Place:
    return place(conversion.locate(node, "", None) or Location(conversion.source))


def _digests(node: URIRef, spo: Index, conversion: Conversion) -> dict[str, str]:
    found: dict[str, str] = {}
    for predicate in sorted(spo[node], key=str):
        values = spo[node][predicate]
        ours = [v for v in values if (node, predicate, v) in conversion.traces]
        if ours:
            texts = sorted(_text(value, spo) for value in ours)
            digest = hashlib.blake2b("\n".join(texts).encode("utf-8", "replace"), digest_size=8)
            found[curie(str(predicate))] = digest.hexdigest()
    return found


def _text(value: Node, spo: Index) -> str:
    return said(spo, value, ()) if isinstance(value, BNode) else n3(value)


class Ledger:
    """Remembers the datasets of a run, each as the first capture describes it.

    In a temporary SQLite database, which keeps two megabytes in memory and the rest in a file
    without a name, about 600 bytes a dataset. What is found depends on the order of the
    captures alone.
    """

    def __init__(self) -> None:
        self.known = sqlite3.connect("", isolation_level=None)
        self.known.execute("PRAGMA journal_mode=OFF")
        columns = "iri BLOB PRIMARY KEY, place TEXT, digests TEXT"
        self.known.execute(f"CREATE TABLE entry ({columns}) WITHOUT ROWID")

    def add(self, new: Sequence[LedgerEntry]) -> Iterator[Finding]:
        """Yield a finding for each dataset that another capture has described otherwise."""
        for entry in new:
            key = hashlib.blake2b(entry.iri.encode("utf-8", "replace"), digest_size=16).digest()
            digests = " ".join(f"{name}={digest}" for name, digest in entry.digests.items())
            row = (key, str(entry.place), digests)
            if not self.known.execute("INSERT OR IGNORE INTO entry VALUES (?,?,?)", row).rowcount:
                first, other = self.known.execute(
                    "SELECT place, digests FROM entry WHERE iri = ?", (key,)
                ).fetchone()
                if other != digests:
                    pairs = (pair.rpartition("=") for pair in other.split())
                    yield _finding(entry, first, {name: digest for name, _, digest in pairs})

    def close(self) -> None:
        """Forget everything."""
        self.known.close()


def _finding(entry: LedgerEntry, first: str, other: dict[str, str]) -> Finding:
    """Return what two descriptions of one IRI are: of two datasets, or of one that differ."""
    mine = entry.digests
    names = [name for name in sorted({*mine, *other}) if mine.get(name) != other.get(name)]
    same_identifier = IDENTIFIER in mine and mine[IDENTIFIER] == other.get(IDENTIFIER)
    both_titled = TITLE in mine and TITLE in other
    is_collision = both_titled and TITLE in names and not same_identifier
    code = COLLISION if is_collision else DIFFERENCE
    _, _, severity, text, *_ = codes()[code]
    message = text.format(iri=entry.iri, other=first, properties=", ".join(names))
    about = About(entry.iri)
    return Finding(code, message, entry.place, severity=severity, rule=code, about=about)
