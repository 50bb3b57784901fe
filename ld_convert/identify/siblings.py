"""Give blank nodes of equal content under one subject and property one label."""

from __future__ import annotations

import json

import orjson

from ld_convert.identify.things import described_nodes
from ld_convert.model import Json


class Siblings:
    """The blank nodes under one subject and property. Nothing is compared before there are two."""

    __slots__ = ("first", "known")

    def __init__(self, node: Json, label: str) -> None:
        self.first: tuple[Json, str] | None = (node, label)
        self.known: dict[bytes | str, str] = {}

    def label(self, node: Json, label: str) -> str:
        """Return the label of the first node that says the same as `node`."""
        if self.first is not None:
            self.known[content(self.first[0])] = self.first[1]
            self.first = None
        return self.known.setdefault(content(node), label)


def join_equals(node: Json, names: dict[str, str], seen: dict[tuple[str, str], Siblings]) -> None:
    """Put into `names` the label of the first of equal blank nodes, for each of the later ones.

    `seen` holds the blank nodes met so far, by subject and property.
    """
    subject = names.get(node["@id"], node["@id"])
    for predicate, values in node.items():
        if predicate[:1] == "@":
            continue
        for child in described_nodes(values):
            label = names.get(child["@id"], child["@id"])
            if label.startswith("_:"):
                siblings = seen.get((subject, predicate))
                if siblings is None:
                    seen[subject, predicate] = Siblings(child, label)
                else:
                    first = siblings.label(child, label)
                    if first != label:
                        names[child["@id"]] = first
            join_equals(child, names, seen)


def content(value: Json) -> bytes | str:
    """Return an expanded value as text, without the labels of blank nodes, to compare it."""
    said = _nameless(value)
    try:
        return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # half a character, or a number beyond 64 bits
        return json.dumps(said, sort_keys=True)


def _nameless(value: Json) -> Json:
    if isinstance(value, list):
        return [_nameless(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _nameless(item)
        for key, item in value.items()
        if not (key == "@id" and item.startswith("_:"))
    }
