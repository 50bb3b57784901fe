"""Takes back what one page lacks and another page of the run has."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from itertools import groupby, islice
from typing import TYPE_CHECKING, Protocol
from weakref import finalize

from ld_convert.model import NO_DATASET, Place
from ld_convert.vocab.namespaces import curie

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ld_convert.model import Finding

IN_MEMORY_BYTES = 1 << 20
"""Small runs need no disk for what their pages lack."""
MOST_AT_ONCE = 500
"""Things that are asked about together."""


class RunEvidence(Protocol):
    """What all pages of a run say together."""

    @property
    def has_several(self) -> bool:
        """Whether any dataset is described by several pages."""

    def place(self, iri: str) -> Place | None:
        """Return where a page describes a dataset; None for other things."""

    def stated(self, iris: Iterable[str]) -> dict[str, set[str]]:
        """Return the properties of things of which several pages tell, as compact IRIs.

        Things are named as a page names them; those of one page alone are left out.
        """


class Lacking:
    """What datasets lack, page by page: in memory, from a megabyte on in a nameless file."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115  closed below
        finalize(self, self._file.close)

    def add(self, focus: str, rules: Iterable[int]) -> None:
        """Remember which rules, by number, a page breaks that tells of a thing."""
        if "\n" not in focus:  # no IRI
            line = f"{' '.join(map(str, rules))} <{focus}\n"
            self._file.write(line.encode("utf-8", "surrogatepass"))

    def __iter__(self) -> Iterator[tuple[str, list[int]]]:
        self._file.seek(0)
        for line in self._file:
            numbers, _, focus = line[:-1].decode("utf-8", "surrogatepass").partition(" <")
            yield focus, list(map(int, numbers.split()))


def stated_of(
    evidence: RunEvidence, lacking: Iterable[tuple[str, list[int]]]
) -> Iterator[tuple[str, list[int], set[str]]]:
    """Yield things with what they lack and with the properties that all pages give them."""
    rows, nothing = iter(lacking), set[str]()
    while some := list(islice(rows, MOST_AT_ONCE)):
        known = evidence.stated({focus for focus, _ in some})
        yield from ((focus, rules, known.get(focus, nothing)) for focus, rules in some)


def moved(example: Finding, focus: str, evidence: RunEvidence) -> Finding:
    """Return the finding about another thing, where a page describes that."""
    if example.focus == focus:
        return example
    place = evidence.place(focus) or Place("")
    return replace(example, focus=focus, place=place, about=NO_DATASET, excerpt=None)


def unanswered(findings: Iterable[Finding], evidence: RunEvidence) -> Iterator[Finding]:
    """Yield the findings but for those that another page answers; those of a page are together."""
    for _, group in groupby(findings, key=lambda finding: finding.place.source):
        of_page = list(group)
        asked = {finding.focus for finding in of_page if finding.lacks}
        known = evidence.stated(asked) if asked else {}
        for finding in of_page:
            if not finding.lacks or curie(finding.lacks) not in known.get(finding.focus, ()):
                yield finding
