"""Leave out what we say of a thing for want of better, where another capture knows better.

A capture that only refers to a catalogue gives it its address as a title, its title as a
description, and an unknown publisher: DCAT-AP asks for all three.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.catalogue.head import NO_PUBLISHER
from ld_convert.vocab.namespaces import DCT, FOAF, SKOS
from ld_convert.vocab.views import name_iri, views

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.settings import Settings

TITLE, DESCRIPTION, PUBLISHER = (
    f" <{term}> ".encode() for term in (DCT.title, DCT.description, DCT.publisher)
)
GUESSED = (TITLE, DESCRIPTION, PUBLISHER)
ADDRESS = b'"http'
NAMES = (str(FOAF.name), str(SKOS.prefLabel))
"""An agent or a concept to which a capture only refers has its IRI as its name."""


def stopgaps(lines: Iterable[bytes], settings: Settings) -> list[bytes]:
    """Return those lines of one subject that another of its lines makes needless."""
    values: dict[bytes, dict[bytes, bytes]] = {term: {} for term in GUESSED}
    for line in (line for line in lines if line.count(b"\n") == 1):
        for term in GUESSED:
            start = line.find(term)
            if start > 0:
                values[term][line[start + len(term) :].removesuffix(b" .\n")] = line
    titles, texts = values[TITLE], values[DESCRIPTION]
    nobody = f"<{name_iri(views()['agent'], NO_PUBLISHER, settings.base)}>".encode()
    guessed = (
        {value for value in titles if value.startswith(ADDRESS) and b" " not in value},
        {value for value in texts if value in titles},
        {nobody},
    )
    return [
        line
        for found, guesses in zip(values.values(), guessed, strict=True)
        if not found.keys() <= guesses
        for value, line in found.items()
        if value in guesses
    ]
