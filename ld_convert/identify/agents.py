"""Name people and organisations by the registries that exist to tell them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.identify.policies import identifiers_of
from ld_convert.values.identifiers import identifier_iri
from ld_convert.vocab.terms import text_literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ld_convert.identify.things import Thing

REGISTRIES = ("https://orcid.org/", "https://ror.org/")


def registered_iri(group: Sequence[Thing]) -> str:
    """Return the ORCID iD or the ROR id that a page gives an agent, as its canonical IRI.

    An @id in another spelling, such as http, is the same one. Empty for a thing that is no agent,
    for one that has another @id, and for an agent that has none or several: two people of one name
    are two, and one person is one under all names.
    """
    agents = [thing for thing in group if thing.view.name == "agent"]
    texts = [thing.id for thing in agents if not thing.blank] or [
        text for thing in agents for node in thing.nodes for text in identifiers_of(node)
    ]
    iris = (str(identifier_iri(text_literal(text))) for text in texts)
    found = {iri for iri in iris if iri.startswith(REGISTRIES)}
    return found.pop() if len(found) == 1 else ""
