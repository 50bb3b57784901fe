"""Joins the scores of one dataset that several captures describe, when all names are known."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from typing import TYPE_CHECKING, Protocol

import msgspec

from ld_convert.score.census import FAULTLESS, Offer, PageCensus, Score
from ld_convert.vocab.distribution_names import moved, owner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LENGTH_BYTES = 4
IN_MEMORY_BYTES = 1 << 20
"""A run that scores little, or nothing, needs no disk for it."""
THEME = "categoryAvailability"


class SettledNames(Protocol):
    """The final IRIs of the things of a run."""

    def renamed(self, iris: Iterable[str]) -> dict[str, str]:
        """Return the final IRI of each IRI that has another one."""


class PagesOnDisk:
    """The scores of the captures of a run: in memory, from a megabyte on in a nameless file."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115  read once, at the end
        self._renamed: dict[str, str] = {}

    def add(self, page: PageCensus) -> None:
        """Append the scores of a capture."""
        data = ENCODER.encode(page)
        self._file.write(len(data).to_bytes(LENGTH_BYTES) + data)

    def rename(self, names: SettledNames) -> None:
        """Ask for the final IRI of each dataset that has another one."""
        for page in self._pages():
            self._renamed |= names.renamed([score.dataset for score in page.scores])

    def joined(self) -> Iterator[PageCensus]:
        """Yield the captures in order, each dataset once: with the last capture that describes it.

        Its portal is that of the first one.
        """
        awaited = Counter(hash(s.dataset) for page in self._pages() for s in page.scores)
        begun: dict[str, PageCensus] = {}
        for page in self._pages():
            whole = [page._replace(scores=())]
            for score in page.scores:
                awaited[hash(score.dataset)] -= 1
                first = begun.pop(score.dataset, None) or page._replace(scores=(score,))
                told = first._replace(scores=(_together(first.scores[0], score),))
                if awaited[hash(score.dataset)]:
                    begun[score.dataset] = told
                else:
                    whole.append(told)
            yield from whole

    def close(self) -> None:
        """Free the disk."""
        self._file.close()

    def _pages(self) -> Iterator[PageCensus]:
        """Yield what was added, with final IRIs."""
        self._file.seek(0)
        while length := self._file.read(LENGTH_BYTES):
            page = DECODER.decode(self._file.read(int.from_bytes(length)))
            yield page._replace(scores=tuple(map(self._final, page.scores)))
        self._file.seek(0, os.SEEK_END)

    def _final(self, score: Score) -> Score:
        iri = self._renamed.get(score.dataset)
        if iri is None:
            return score
        offers = (
            offer._replace(iri=moved(offer.iri, iri))
            if owner(offer.iri) == score.dataset
            else offer
            for offer in score.offers
        )
        return score._replace(dataset=iri, offers=tuple(offers))


def _together(one: Score, other: Score) -> Score:
    """Return the score of a dataset by what two captures say of it together."""
    passed, faults = one.passed | other.passed, _faults(one, other)
    if faults:
        passed -= {FAULTLESS}
    elif one.faults or other.faults:
        passed |= {FAULTLESS}
    keywords = () if THEME in passed else tuple(sorted({*one.keywords, *other.keywords}))
    offers = _offers((*one.offers, *other.offers))
    return Score(
        *(one.dataset, one.title or other.title, passed, one.stated | other.stated),
        *(offers, keywords, faults),
    )


def _faults(one: Score, other: Score) -> frozenset[str]:
    """Return what both lack, and what is wrong of either."""
    return (one.faults & other.faults) | ((one.faults | other.faults) & {""})


def _offers(offers: Iterable[Offer]) -> tuple[Offer, ...]:
    """Return distributions, those of one IRI as one; equal ones without an IRI once."""
    found: dict[object, Offer] = {}
    for offer in offers:
        known = found.get(offer.iri or offer)
        found[offer.iri or offer] = _offer(known, offer) if known else offer
    return tuple(found.values())


def _offer(one: Offer, other: Offer) -> Offer:
    access, download = (
        tuple(dict.fromkeys((*own, *more)))
        for own, more in ((one.access, other.access), (one.download, other.download))
    )
    passed, stated = one.passed | other.passed, one.stated | other.stated
    return Offer(one.iri, passed, stated, access, download)


ENCODER = msgspec.msgpack.Encoder()
DECODER = msgspec.msgpack.Decoder(PageCensus)
