"""Other IRIs of a dataset, by which captures of another run may refer to it.

A store gets pages in several runs. A run that knows a record by its slug alone names it by the
slug; a later one that knows its uuid too names it by the uuid. The later run replaces what was
published under the slug if it reads that page again. If it does not, the first graph stays, and
its references lead to the slug. So a run that learns of both names writes `owl:sameAs` between
them: nothing has to be kept beside the store, and whoever asks it can follow the links. A manifest
that keeps keys would have to keep those of all captures that were ever published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import RDF

from ld_convert.vocab.namespaces import DCAT, OWL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ld_convert.catalogue.keys import PlacedKey

SAME = f" <{OWL.sameAs}> ".encode()
IS_DATASET = f" <{RDF.type}> <{DCAT.Dataset}>".encode()


def aliases_of(keys: Iterable[PlacedKey]) -> tuple[str, ...]:
    """Return the IRIs that the strong keys of a portal's records make, where a capture has them."""
    found = (key.iri for key in keys if ":" in key.kind and key.is_described and not key.is_weak)
    return tuple(dict.fromkeys(found))


def same_as(
    lines: Sequence[bytes], aliases: Iterable[str], names: Mapping[str, str]
) -> Iterator[bytes]:
    """Yield for each alias the line that says which dataset of the block it is.

    `names` tells the final IRI of each alias; an alias of several things is not among them. A line
    of quads goes into the graph that says the class of the dataset.
    """
    ends: dict[bytes, bytes] = {}
    for alias in aliases:
        name = names.get(alias, alias)
        if name == alias:
            continue
        subject = b"<%s>" % name.encode()
        if subject not in ends:
            said = subject + IS_DATASET
            found = (line[len(said) :] for line in lines if line.startswith(said))
            ends[subject] = next(found, b"")
        if ends[subject]:
            yield b"%s%s<%s>%s" % (subject, SAME, alias.encode(), ends[subject])
