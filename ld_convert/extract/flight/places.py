"""Where a model string stands in its row; looked up only for problems that are told."""

from __future__ import annotations

from typing import NamedTuple

from ld_convert.extract.flight.jsontext import read_json
from ld_convert.extract.flight.rows import Chunk
from ld_convert.model import Json, escape_key


class Spot(NamedTuple):
    """One place of a string."""

    offset: int
    """Byte offset in the payload."""
    pointer: str
    """JSON pointer (RFC 6901) in the row; empty for a row that is itself the string."""


class Places:
    """Finds model strings in their rows; asked again for the same one, gives the next place."""

    def __init__(self, data: bytes, chunks: dict[int, Chunk]) -> None:
        self.data = data
        self.chunks = chunks
        self.pointers: dict[int, dict[str, list[str]]] = {}
        self.offsets: dict[tuple[int, str], int] = {}

    def find(self, row: int, text: str) -> Spot:
        """Return where a string stands in a row; for an item of a stream without its pointer."""
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
    """Return the pointers of each string that starts with a dollar sign, the first one last."""
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
