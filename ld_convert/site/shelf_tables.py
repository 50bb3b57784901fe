"""The tables of a shelf: which things a run has, and how they hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.site.addresses import slug
from ld_convert.vocab.namespaces import DCAT, DCT, FOAF, PROV, RDF, SKOS, VCARD

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

TABLES = """
CREATE TABLE entry (iri TEXT PRIMARY KEY, kind TEXT, slug TEXT UNIQUE) WITHOUT ROWID;
CREATE TABLE record (iri TEXT PRIMARY KEY, entry TEXT) WITHOUT ROWID;
CREATE INDEX of_entry ON record (entry);
CREATE TABLE thing (iri TEXT PRIMARY KEY, kind TEXT, slug TEXT) WITHOUT ROWID;
CREATE INDEX of_slug ON thing (slug);
CREATE TABLE reason (subject TEXT, node TEXT, PRIMARY KEY (subject, node)) WITHOUT ROWID;
CREATE TABLE part (iri TEXT PRIMARY KEY, address TEXT) WITHOUT ROWID;
CREATE TABLE tree (whole TEXT, part TEXT, PRIMARY KEY (whole, part)) WITHOUT ROWID;
CREATE INDEX of_part ON tree (part);
"""
KINDS = {DCAT.dataset: "dataset", DCAT.service: "service", DCAT.catalog: "catalog"}
"""By the property that lists an entry: the folder of its page."""
LISTING = {f"<{term}>".encode(): kind for term, kind in KINDS.items()}
RECORD = f"<{DCAT.record}>".encode()
LISTED = "SELECT 1 FROM entry WHERE iri = ?"
TOPIC, TYPE = f"<{FOAF.primaryTopic}>".encode(), f"<{RDF.type}>".encode()
SUBJECT = f"<{RDF.subject}>".encode()
"""Leads from what tells how a statement was made (`--provenance`) to what that is about."""
THINGS = {
    f"<{cls}>".encode(): kind
    for cls, kind in {
        FOAF.Agent: "agent", VCARD.Kind: "agent", SKOS.Concept: "concept", DCT.Location: "place",
        PROV.Entity: "instrument",
    }.items()
}  # fmt: skip
"""By class: the folder of the pages of things that several datasets share."""
PARTS = {f"<{t}>".encode() for t in (DCT.hasPart, DCAT.dataset, DCAT.seriesMember)}
WHOLES = {f"<{term}>".encode() for term in (DCT.isPartOf, DCAT.inSeries)}


def take_listed(table: sqlite3.Connection, line: bytes, catalogue: str) -> bool:
    """Note an entry or a record that a line of the catalogue lists; return whether it does."""
    _, predicate, value = line.split(b" ", 2)
    if not value.startswith(b"<") or (predicate != RECORD and predicate not in LISTING):
        return False
    iri = name_of(value)
    if predicate in LISTING and iri != catalogue:
        for name in (slug(iri), slug(iri, 52)):
            done = table.execute(
                "INSERT OR IGNORE INTO entry VALUES (?,?,?)", (iri, LISTING[predicate], name)
            )
            if done.rowcount or table.execute(LISTED, (iri,)).fetchone():
                break
    return True


def take_subject(table: sqlite3.Connection, name: str, lines: Iterable[bytes]) -> None:
    """Note what the lines of a subject say of records, reasons, parts and shared things."""
    for line in lines:
        _, predicate, value = line.split(b" ", 2)
        if predicate == TOPIC and value.startswith(b"<"):
            pair = (name, name_of(value))
            table.execute("INSERT OR IGNORE INTO record VALUES (?,?)", pair)
        elif predicate == SUBJECT:
            pair = (name_of(value), name)
            table.execute("INSERT OR IGNORE INTO reason VALUES (?,?)", pair)
        elif (predicate in PARTS or predicate in WHOLES) and line[:1] == value[:1] == b"<":
            ends = (name, name_of(value))[:: 1 if predicate in PARTS else -1]
            table.execute("INSERT OR IGNORE INTO tree VALUES (?,?)", ends)
        elif predicate == TYPE and (kind := THINGS.get(value.removesuffix(b" .\n"))):
            values = (name, kind, slug(name))
            table.execute("INSERT OR IGNORE INTO thing VALUES (?,?,?)", values)


def name_of(value: bytes) -> str:
    """Return the name of a node at the end of a line: its IRI, or its label after `_:`."""
    return value.split(b" ", 1)[0].strip(b"<>").decode()
