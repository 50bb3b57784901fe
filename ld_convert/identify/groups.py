"""Decide which descriptions in a capture are about the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.findings.locate import place
from ld_convert.identify.contradictions import contradict
from ld_convert.vocab.addresses import comparable
from ld_convert.vocab.views import normal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ld_convert.findings.report import Report
    from ld_convert.identify.things import Thing

MAX_ALIKE = 100
"""Groups kept for each name. It bounds the comparisons on a page with thousands of equal titles."""
MAX_COMPARED = 4
"""Descriptions of a group with which another one is compared word by word."""


class Group:
    """Descriptions of one thing, with the statements by which another thing can be told apart."""

    def __init__(self) -> None:
        self.things: list[Thing] = []
        self.has_iri = False
        self.ids: set[str] = set()
        self.above: set[str] = set()
        self.identifiers: set[frozenset[str]] = set()
        self.addresses: set[tuple[frozenset[str], frozenset[int]]] = set()
        self.joined_to: Group | None = None
        """The group that has taken over the things of this one."""

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

    def absorb(self, other: Group) -> None:
        """Take over the descriptions of another group, which turn out to be of this thing."""
        for thing in other.things:
            self.add(thing)
        other.things, other.joined_to = [], self

    def takes(self, thing: Thing) -> bool:
        """Return whether `thing`, which has the same view and name, may be this thing too.

        It may not if both have an @id, if their identifiers differ, if one stands inside the other,
        if both have addresses of their own in one document, or if what they say contradicts.
        """
        if self.has_iri and not thing.blank:
            return False
        own = thing.identifiers
        if own and any(own.isdisjoint(identifiers) for identifiers in self.identifiers):
            return False
        if thing.id in self.above or not self.ids.isdisjoint(thing.above):
            return False
        # Two records in one document with addresses of their own were meant to be two.
        if thing.urls and any(
            urls.isdisjoint(thing.urls) and not fragments.isdisjoint(thing.fragments)
            for urls, fragments in self.addresses
        ):
            return False
        if thing.view.name != "dataset" or self.shares_evidence(thing):
            return True
        return not any(contradict(known, thing) for known in self.things[:MAX_COMPARED])

    def shares_evidence(self, thing: Thing) -> bool:
        """Return whether an identifier or an address of `thing` is one of this thing's too."""
        if any(not thing.identifiers.isdisjoint(found) for found in self.identifiers):
            return True
        mine = {comparable(url) or url for url in thing.urls}
        return any(comparable(url) in mine for urls, _ in self.addresses for url in urls)


def group_things(things: list[Thing], report: Report) -> list[list[Thing]]:
    """Return the descriptions of a capture, in a list for each thing, in order of appearance.

    Descriptions with a strong key in common are of one thing. Without one they are if they have a
    title in common and nothing contradicts; where the title is all the evidence, this is reported
    for datasets (LD309).
    """
    groups: list[Group] = []
    by_key: dict[tuple[str, str], Group] = {}
    by_name: dict[tuple[str, str], dict[int, Group]] = {}
    for thing in things:
        group = _by_key(thing, by_key)
        names = [(thing.view.name, normal(name)) for name in thing.names if thing.view.iri]
        if group is None:
            group = next((g for g in _alike(names, by_name) if g.takes(thing)), None)
            if group is not None and thing.view.name == "dataset":
                _report_weak(group, thing, report)
        if group is None:
            group = Group()
            groups.append(group)
        group.add(thing)
        for key in thing.strong_keys:
            by_key[key] = group
        for name in names:
            alike = by_name.setdefault(name, {})
            if len(alike) < MAX_ALIKE:
                alike[id(group)] = group
    return [group.things for group in groups if group.things]


def _by_key(thing: Thing, by_key: dict[tuple[str, str], Group]) -> Group | None:
    """Return the group with a key of a thing; groups that the thing shows to be one are joined."""
    found: Group | None = None
    for key in thing.strong_keys:
        group = by_key.get(key)
        while group is not None and group.joined_to is not None:
            group = group.joined_to
        if found is None:
            found = group
        elif group is not None and group is not found:
            found.absorb(group)
    return found


def _alike(
    names: list[tuple[str, str]], by_name: dict[tuple[str, str], dict[int, Group]]
) -> Iterator[Group]:
    for name in names:
        yield from (group for group in by_name.get(name, {}).values() if group.things)


def _report_weak(group: Group, thing: Thing, report: Report) -> None:
    """Report that a description is taken for that of a thing by its title alone."""
    if not group.shares_evidence(thing):
        other = place(group.things[0].location)
        report.add("LD309", thing.location, name=thing.names[0], other=str(other))
