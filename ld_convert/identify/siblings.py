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
            self.known[meaning(self.first[0])] = self.first[1]
            self.first = None
        return self.known.setdefault(meaning(node), label)


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
    return _dumped(_nameless(value))


def meaning(value: Json) -> bytes | str:
    """Return an expanded value as text that is the same in every syntax of a page.

    Microdata and RDFa have no numbers, and dates without a datatype; the order of values, and
    whether an address is a text, make no difference.
    """
    return _dumped(_said(value))


def _dumped(said: Json) -> bytes | str:
    try:
        return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # half a character, or a number beyond 64 bits
        return json.dumps(said, sort_keys=True)


def _said(value: Json) -> Json:
    if isinstance(value, list):
        items = [_said(item) for item in value]
        return sorted(items, key=repr) if len(items) > 1 else items
    if not isinstance(value, dict):
        return value
    if "@value" in value:
        text = value["@value"]
        return str(text).lower() if isinstance(text, bool) else str(text)
    if len(value) == 1 and not str(value.get("@id", "_:")).startswith("_:"):
        return value["@id"]
    if "@list" in value:
        return {"@list": [_said(item) for item in value["@list"]]}
    return {
        key: _said(item)
        for key, item in value.items()
        if not (key == "@id" and item.startswith("_:"))
    }


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
