"""Cut graphs in N-Triples into bodies of requests that a server takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ld_convert.store.model import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def bodies(parts: Sequence[bytes], most_bytes: int) -> Iterator[bytes]:
    """Yield whole parts together, up to a size; a part that is larger by its lines.

    A blank node belongs to one request, so the lines that hold one stay together.
    """
    body: list[bytes] = []
    size = 0
    for piece in (piece for part in parts for piece in _pieces(part, most_bytes)):
        if body and size + len(piece) > most_bytes:
            yield b"".join(body)
            body, size = [], 0
        body.append(piece)
        size += len(piece)
    yield b"".join(body)


def _pieces(part: bytes, most_bytes: int) -> Iterator[bytes]:
    if len(part) <= most_bytes:
        yield part
        return
    lines = part.splitlines(keepends=True)
    tied = b"".join(line for line in lines if b"_:" in line)
    if len(tied) > most_bytes:
        size = len(tied) // 1_000_000
        raise StoreError(f"{size} MB of triples with blank nodes are too much for one request")
    yield tied
    yield from (line for line in lines if b"_:" not in line)
