"""Name people and organisations by the registries that exist to tell them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.identify.policies import identifiers_of
from ld_convert.values.identifiers import identifier_iri
from ld_convert.vocab.terms import text_literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ld_convert.identify.things import Thing

REGISTRIES = ("https://orcid.org/", "https://ror.org/")


def registered_iri(group: Iterable[Thing]) -> str:
    """Return the ORCID iD or the ROR id that a page gives an agent, as an IRI.

    Empty for a thing that is no agent, and for an agent that has none or several: two people of
    one name are two, and one person is one under all names.
    """
    nodes = [node for thing in group if thing.view.name == "agent" for node in thing.nodes]
    iris = (identifier_iri(text_literal(text)) for node in nodes for text in identifiers_of(node))
    found = {text for text in map(str, iris) if text.startswith(REGISTRIES)}
    return found.pop() if len(found) == 1 else ""
