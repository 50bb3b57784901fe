"""Find where a model string stands in its row; done only for problems that are reported."""

from __future__ import annotations

from typing import NamedTuple

from ld_convert.extract.flight.row_json import read_json
from ld_convert.extract.flight.rows import Chunk
from ld_convert.model import Json, escape_key


class Spot(NamedTuple):
    """Where one model string stands."""

    offset: int
    """Byte offset in the payload."""
    pointer: str
    """JSON pointer (RFC 6901) in the row; empty if the row is just this string."""


class Places:
    """Finds model strings in their rows. The same string asked again gives its next place."""

    def __init__(self, data: bytes, chunks: dict[int, Chunk]) -> None:
        self.data = data
        self.chunks = chunks
        self.pointers: dict[int, dict[str, list[str]]] = {}
        self.offsets: dict[tuple[int, str], int] = {}

    def find(self, row: int, text: str) -> Spot:
        """Return where a string stands in a row. Items of a stream have no pointer."""
        chunk = self.chunks[row]
        if row not in self.pointers:
            is_model = not chunk.tag
            value = read_json(self.data[chunk.start : chunk.end]).value if is_model else None
            self.pointers[row] = model_strings(value)
        end = len(self.data) if chunk.tag else chunk.end
        start = self.offsets.get((row, text), chunk.start)
        offset = self.data.find(f'"{text}"'.encode(), start, end)
        self.offsets[row, text] = max(offset + 1, chunk.start)
        spots = self.pointers[row].get(text)
        return Spot(max(offset, chunk.start), spots.pop() if spots else "")


def model_strings(value: Json) -> dict[str, list[str]]:
    """Return, by model string, the pointers to it in reverse order."""
    found: dict[str, list[str]] = {}
    stack = [(value, "")]
    while stack:
        node, path = stack.pop()
        if isinstance(node, dict):
            stack += [(child, f"{path}/{escape_key(key)}") for key, child in node.items()]
        elif isinstance(node, list):
            stack += [(child, f"{path}/{index}") for index, child in enumerate(node)]
        elif isinstance(node, str) and node[:1] == "$":
            found.setdefault(node, []).append(path)
    return found
