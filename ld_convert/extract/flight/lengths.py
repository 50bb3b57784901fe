"""How far a stated length reaches, in the units that recoded payloads turn out to count in."""

from __future__ import annotations

from collections.abc import Callable

Measure = Callable[[bytes, int, int], int]
"""From a payload, an offset and a length to the offset behind the last byte."""


def in_bytes(_data: bytes, start: int, length: int) -> int:
    """Return the end of a text whose length counts bytes, as flight has it."""
    return start + length


def in_characters(data: bytes, start: int, length: int) -> int:
    """Return the end of a text whose length counts characters.

    So it is after UTF-8 was taken for Latin-1 and saved as UTF-8: each byte became a character.
    """
    if start + length > len(data):
        return len(data) + 1
    text = data[start : start + 4 * length].decode("utf-8", "surrogateescape")[:length]
    if len(text) < length:
        return len(data) + 1
    return start + len(text.encode("utf-8", "surrogateescape"))


def in_unix_bytes(data: bytes, start: int, length: int) -> int:
    """Return the end of a text whose length was counted before carriage returns came in."""
    text = data[start : start + 2 * length].replace(b"\r\n", b"\n")[:length]
    if len(text) < length:
        return len(data) + 1
    return start + length + text.count(b"\n")


def in_unix_characters(data: bytes, start: int, length: int) -> int:
    """Return the end of a text to which both happened."""
    if start + length > len(data):
        return len(data) + 1
    raw = data[start : start + 8 * length].decode("utf-8", "surrogateescape")
    text = raw.replace("\r\n", "\n")[:length]
    if len(text) < length:
        return len(data) + 1
    return start + len(text.encode("utf-8", "surrogateescape")) + text.count("\n")


MEASURES: dict[str, Measure] = {"characters": in_characters}
"""Ways of counting other than bytes, by what they count."""
DOS_MEASURES: dict[str, Measure] = {
    "bytes without carriage returns": in_unix_bytes,
    "characters without carriage returns": in_unix_characters,
}
"""Ways of counting for a payload in which every line has Windows' end."""


def has_windows_lines(data: bytes) -> bool:
    """Return whether every newline follows a carriage return."""
    first = data.find(b"\n")
    return data[first - 1 : first] == b"\r" and data.count(b"\r\n") == data.count(b"\n")
