"""Name people and organisations by the registries that exist to tell them apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ld_convert.identify.policies import identifiers_of
from ld_convert.values.identifiers import identifier_iri
from ld_convert.vocab.namespaces import SCHEMA
from ld_convert.vocab.terms import text_literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ld_convert.identify.things import Thing
    from ld_convert.model import Json

IDENTIFIER, PROPERTY_ID, VALUE = (SCHEMA + name for name in ("identifier", "propertyID", "value"))
ROR = re.compile(r"(?:https?://(?:www\.)?)?(?:registry\.)?ror(?:\.org)?/?(?: ?id)?", re.IGNORECASE)
"""What a propertyID says of an identifier that is a ROR id, which is no text of its own."""
REGISTRIES = ("https://orcid.org/", "https://ror.org/")


def registered_iri(group: Sequence[Thing]) -> str:
    """Return the ORCID iD or the ROR id that a page gives an agent, as its canonical IRI.

    An @id in another spelling, such as http, is the same one. Empty for a thing that is no agent,
    for one that has another @id, and for an agent that has none or several: two people of one name
    are two, and one person is one under all names.
    """
    agents = [thing for thing in group if thing.view.name == "agent"]
    texts = [thing.id for thing in agents if not thing.blank] or [
        text
        for thing in agents
        for node in thing.nodes
        for text in (*identifiers_of(node), *_labelled(node))
    ]
    iris = (str(identifier_iri(text_literal(text))) for text in texts)
    found = {iri for iri in iris if iri.startswith(REGISTRIES)}
    return found.pop() if len(found) == 1 else ""


def _labelled(node: Json) -> Iterator[str]:
    """Yield the ROR ids of a node that only their propertyID tells from other texts."""
    for value in node.get(IDENTIFIER, ()):
        labels = (label.get("@value", label.get("@id")) for label in value.get(PROPERTY_ID, ()))
        if any(isinstance(label, str) and ROR.fullmatch(label.strip()) for label in labels):
            for said in value.get(VALUE, ()):
                if isinstance(said.get("@value"), str):
                    yield f"ror:{said['@value'].strip()}"
