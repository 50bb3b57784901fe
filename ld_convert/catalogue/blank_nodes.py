"""Name blank nodes by what is said of them, so that two captures say the same in the same lines."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BLANK = b"_:"
MOST_ROUNDS = 16
"""How deep blank nodes inside blank nodes are told apart; deeper ones keep their order."""


def apart(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield lines of N-Triples or N-Quads, those together that share a blank node.

    A blank node gets a label made of all these lines, whatever label it had.
    """
    tied: list[tuple[bytes, list[bytes]]] = []
    for line in lines:
        labels = _labels(line)
        if labels:
            tied.append((line, labels))
        else:
            yield line
    for group in _groups(tied):
        yield b"".join(_relabelled(group))


def _labels(line: bytes) -> list[bytes]:
    """Return the labels of the blank nodes of a line: subject, object or both."""
    subject, _, value = line.split(b" ", 2)
    value = value.split(b" ", 1)[0]
    return [term for term in (subject, value) if term.startswith(BLANK)]


def _groups(
    tied: list[tuple[bytes, list[bytes]]],
) -> Iterable[list[tuple[bytes, list[bytes]]]]:
    """Return the lines in groups: two that share a blank node are in one."""
    above: dict[bytes, bytes] = {}

    def root(label: bytes) -> bytes:
        while above.setdefault(label, label) != label:
            above[label] = label = above[above[label]]
        return label

    for _, labels in tied:
        above[root(labels[0])] = root(labels[-1])
    found: dict[bytes, list[tuple[bytes, list[bytes]]]] = {}
    for line, labels in tied:
        found.setdefault(root(labels[0]), []).append((line, labels))
    return found.values()


def _relabelled(group: list[tuple[bytes, list[bytes]]]) -> list[bytes]:
    """Return a group of lines with labels made of what they say, sorted."""
    uses: dict[bytes, list[int]] = {}
    for number, (_, labels) in enumerate(group):
        for label in dict.fromkeys(labels):
            uses.setdefault(label, []).append(number)
    known = dict.fromkeys(uses, b"")
    for _ in range(min(len(uses), MOST_ROUNDS)):
        known = {
            label: _digest(sorted(_seen(*group[number], known, label) for number in numbers))
            for label, numbers in uses.items()
        }
    whole = _digest(sorted(_seen(line, labels, known, b"") for line, labels in group))
    names: dict[bytes, bytes] = {}
    counts: dict[bytes, int] = {}
    for label in sorted(uses):
        own = known[label]
        counts[own] = counts.get(own, 0) + 1
        names[label] = b"_:s" + _digest([whole, own, b"%d" % counts[own]])
    return sorted(_seen(line, labels, names, b"") for line, labels in group)


def _seen(line: bytes, labels: list[bytes], names: dict[bytes, bytes], own: bytes) -> bytes:
    """Return a line with other labels; that of `own` is left open."""
    subject, predicate, value = line.split(b" ", 2)
    if subject in names and subject in labels:
        subject = b"^" if subject == own else names[subject]
    first, space, rest = value.partition(b" ")
    if first in labels and first in names:
        value = (b"^" if first == own else names[first]) + space + rest
    return b" ".join((subject, predicate, value))


def _digest(parts: Iterable[bytes]) -> bytes:
    return hashlib.blake2b(b"\n".join(parts), digest_size=8).hexdigest().encode()
