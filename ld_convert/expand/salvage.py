"""Documents that a JSON-LD processor refuses, without the members for which it refuses them.

One wrong member costs a processor the whole document (JSON-LD 1.1 API, section 5.1.2). Here it
costs that member: a term of a context, a key of a node, a node of a list.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ld_convert.model import Json, escape_key

MAX_VALUES = 300_000
"""How many JSON values are expanded in all attempts at one document; bounds the time."""

CONTEXT = "@context"


class Refused(NamedTuple):
    """A member that was left out of a document."""

    pointer: str
    reason: str


class TooLong(Exception):  # noqa: N818  no error: the whole document is refused then
    """The attempts at a document have used up MAX_VALUES."""


Accepts = Callable[[Json], str]
"""Returns why a processor refuses a document; empty if it accepts the document."""
Around = Callable[[Json], Json]
"""Returns a document that holds a value in its place, with the contexts that hold there."""


def without_refused(document: Json, accepts: Accepts, fallback: Json) -> tuple[Json, list[Refused]]:
    """Return a document without its refused members, and these, in document order.

    Members of a list become null, so that the pointers of the others stay. `fallback` takes the
    place of the document's own context if nothing is left of it. The list is empty if the document
    cannot be saved.
    """
    salvage = _Salvage(accepts)
    try:
        saved = salvage.part(document, lambda value: value, "")
        saved = _with_context(saved, document, fallback)
        if not saved or salvage.refuses(saved):
            return document, []
    except TooLong:
        return document, []
    return saved, salvage.refused


def _with_context(saved: Json, document: Json, fallback: Json) -> Json:
    """Return what is saved of a document, or of a list of them, each with a context if it had."""
    if isinstance(saved, list):
        pairs = zip(saved, document, strict=True)
        return [_with_context(part, whole, fallback) for part, whole in pairs]
    if not isinstance(saved, dict) or CONTEXT in saved or CONTEXT not in document:
        return saved
    return {CONTEXT: fallback, **saved}


class _Salvage:
    """Builds a document from the members that a processor accepts together."""

    def __init__(self, accepts: Accepts) -> None:
        self.accepts = accepts
        self.values = MAX_VALUES
        self.refused: list[Refused] = []

    def refuses(self, document: Json) -> str:
        """Return why a processor refuses the document; empty if it accepts the document."""
        self.values -= _size(document)
        if self.values < 0:
            raise TooLong
        return self.accepts(document)

    def part(self, value: Json, around: Around, pointer: str) -> Json:
        """Return what can be kept of a value that is refused as it is; None for nothing."""
        reason = self.refuses(around(value))
        if not reason:
            return value
        empty: Json = {} if isinstance(value, dict) else []
        if not isinstance(value, (dict, list)) or not value or self.refuses(around(empty)):
            self.refused.append(Refused(pointer, reason))  # no part of it can be the reason
            return None
        add = self._object if isinstance(value, dict) else self._list
        return add(value, around, pointer)

    def _object(self, value: Json, around: Around, pointer: str) -> Json:
        """Add the keys to an empty object, as many at once as are accepted; keywords come first."""
        kept: Json = {}
        waiting = [sorted(value, key=lambda key: (key != CONTEXT, key[:1] != "@"))]
        while waiting:
            keys = waiting.pop()
            trial = {**kept, **{key: value[key] for key in keys}}
            if not self.refuses(around(trial)):
                kept = trial
            elif len(keys) > 1:
                middle = len(keys) // 2
                waiting += [keys[middle:], keys[:middle]]
            else:
                (key,) = keys
                part = self.part(
                    value[key], _member(kept, key, around), f"{pointer}/{escape_key(key)}"
                )
                kept = kept if part is None else {**kept, key: part}
        return {key: kept[key] for key in value if key in kept} or None

    def _list(self, value: Json, around: Around, pointer: str) -> Json:
        """Add the items to a list of gaps, as many at once as are accepted.

        Only in a list of contexts do items depend on those before.
        """
        is_context = pointer.endswith(f"/{CONTEXT}")
        gap: Json = {} if is_context else None
        kept: list[Json] = [gap] * len(value)
        waiting = [(0, len(value))]
        if reason := self.refuses(around(kept)):
            self.refused.append(Refused(pointer, reason))
            return None
        while waiting:
            start, end = waiting.pop()
            before = kept[:start] if is_context else []
            if not self.refuses(around([*before, *value[start:end]])):
                kept[start:end] = value[start:end]
            elif end - start > 1:
                middle = (start + end) // 2
                waiting += [(middle, end), (start, middle)]
            else:
                part = self.part(value[start], _item(before, around), f"{pointer}/{start}")
                kept[start] = gap if part is None else part
        return kept if any(item != gap for item in kept) else None


def _member(kept: Json, key: str, around: Around) -> Around:
    """Return what puts a value under a key beside the members that are kept."""
    return lambda inner: around({**kept, key: inner})


def _item(before: list[Json], around: Around) -> Around:
    """Return what puts a value behind the items that it may depend on."""
    return lambda inner: around([*before, inner])


def _size(value: Json) -> int:
    """Return how many values a document holds."""
    count, stack = 0, [value]
    while stack:
        item = stack.pop()
        count += 1
        if isinstance(item, dict):
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
    return count
