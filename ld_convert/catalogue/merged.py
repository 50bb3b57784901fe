"""Datasets that several captures describe: which lines belong together, and one record of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import RDF

from ld_convert.catalogue.blank_nodes import apart
from ld_convert.rdf.lines import LINE
from ld_convert.vocab.namespaces import DCAT, DCT, FOAF
from ld_convert.write.jsonld import LINKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

GRAPH = 9
"""Group of LINE with the IRI of the named graph."""


def _between(*terms: object) -> bytes:
    return f" {' '.join(f'<{term}>' for term in terms)} ".encode()


IS_RECORD = _between(RDF.type, DCAT.CatalogRecord)
KEPT: dict[bytes, Callable[[bytes, bytes], bytes]] = {
    _between(DCT.modified): max,
    _between(DCT.issued): min,
}
"""Properties of which a record has one value: it was changed last, and issued first."""
LEADING = tuple(map(_between, (DCAT.distribution, DCAT.record)))
LISTING = tuple(map(_between, LINKS))
TOPIC = _between(FOAF.primaryTopic)


def grouped(lines: list[bytes], datasets: set[str]) -> Iterator[tuple[str, bytes]]:
    """Yield lines under the IRI of the dataset to which they belong, or of their own subject.

    A dataset is followed by its record and its distributions. Lines of quads belong to their
    named graph. Lines that share a blank node stay together.
    """
    owners: dict[str, str] = {}
    for line in lines:
        if TOPIC in line or any(leads in line for leads in LEADING):
            subject, value = _ends(line)
            if value in datasets:
                owners.setdefault(subject, value)
            elif subject in datasets:
                owners.setdefault(value, subject)
    for chunk in apart(lines):
        found = [LINE.fullmatch(line.decode()) for line in chunk.splitlines()]
        graph = next((match[GRAPH] for match in found if match and match[GRAPH]), "")
        subjects = [match[1] for match in found if match and match[1]]
        subject = min(subjects, default="")
        if any(lists in chunk for lists in LISTING) and len(found) == 1:
            entry = _ends(chunk)[1]  # the catalogue's link goes with what it leads to
            subject = entry if entry in datasets or entry in owners else subject
        yield graph or owners.get(subject, subject), chunk


def one_record(chunks: Iterable[bytes]) -> list[bytes]:
    """Return the lines of a dataset; of a record's dates only those that count."""
    lines = [line for chunk in chunks for line in chunk.splitlines(keepends=True)]
    records = {line.split(b" ", 1)[0] for line in lines if IS_RECORD in line}
    best: dict[tuple[bytes, bytes], bytes] = {}
    dated: list[tuple[tuple[bytes, bytes], bytes]] = []
    rest: list[bytes] = []
    for line in lines:
        subject = line.split(b" ", 1)[0]
        predicate = next((p for p in KEPT if line.startswith(subject + p)), b"")
        if predicate and subject in records:
            key = (subject, predicate)
            dated.append((key, line))
            best[key] = KEPT[predicate](best.get(key, line), line)
        else:
            rest.append(line)
    return rest + [line for key, line in dated if best[key] == line]


def _ends(line: bytes) -> tuple[str, str]:
    match = LINE.fullmatch(line.decode())
    return (match[1] or "", match[4] or "") if match else ("", "")
