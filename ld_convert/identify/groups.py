"""Decide which descriptions in a capture are about the same thing."""

from __future__ import annotations

from ld_convert.identify.things import Thing
from ld_convert.vocab.views import normal

MAX_ALIKE = 100
"""Groups kept for each name. It bounds the comparisons on a page with thousands of equal titles."""


class Group:
    """Descriptions of one thing, with the statements by which another thing can be told apart."""

    def __init__(self) -> None:
        self.things: list[Thing] = []
        self.has_iri = False
        self.ids: set[str] = set()
        self.above: set[str] = set()
        self.identifiers: set[frozenset[str]] = set()
        self.addresses: set[tuple[frozenset[str], frozenset[int]]] = set()

    def add(self, thing: Thing) -> None:
        """Add one more description of the thing."""
        self.things.append(thing)
        self.has_iri |= not thing.blank
        self.ids.add(thing.id)
        self.above |= thing.above
        if thing.identifiers:
            self.identifiers.add(frozenset(thing.identifiers))
        if thing.urls:
            self.addresses.add((frozenset(thing.urls), frozenset(thing.fragments)))

    def takes(self, thing: Thing) -> bool:
        """Return whether `thing`, which has the same view and name, may be this thing too.

        It may not if both have an @id, if their identifiers differ, if one stands inside the other,
        or if both have addresses of their own in one document.
        """
        if self.has_iri and not thing.blank:
            return False
        own = thing.identifiers
        if own and any(own.isdisjoint(identifiers) for identifiers in self.identifiers):
            return False
        if thing.id in self.above or not self.ids.isdisjoint(thing.above):
            return False
        # Two records in one document with addresses of their own were meant to be two.
        return not thing.urls or not any(
            urls.isdisjoint(thing.urls) and not fragments.isdisjoint(thing.fragments)
            for urls, fragments in self.addresses
        )


def group_things(things: list[Thing]) -> list[list[Thing]]:
    """Return the descriptions of a capture, in a list for each thing, in order of appearance."""
    groups: list[Group] = []
    by_name: dict[tuple[str, str], dict[int, Group]] = {}
    for thing in things:
        names = thing.names if thing.view.iri else ()
        keys = [(thing.view.name, normal(name)) for name in names]
        candidates = (group for key in keys for group in by_name.get(key, {}).values())
        group = next((g for g in candidates if g.takes(thing)), None)
        if group is None:
            group = Group()
            groups.append(group)
        group.add(thing)
        for key in keys:
            alike = by_name.setdefault(key, {})
            if len(alike) < MAX_ALIKE:
                alike[id(group)] = group
    return [group.things for group in groups]
