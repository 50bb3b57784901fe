"""How long the entities of an XML file make it (XML 1.0, section 4), known before it is parsed."""

from __future__ import annotations

import re

MOST_EXPANDED_BYTES = 1 << 20
"""What all entities of a file may expand to; vocabularies use them as short names of namespaces."""
DECLARED = re.compile(
    rb"<!ENTITY\s+(%\s+)?([^\s\"'%]{1,200})\s+(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE
)
PARAMETER = re.compile(rb"<!ENTITY\s+%|<!ENTITY\s+[^\s>]{1,200}\s+(?:SYSTEM|PUBLIC)\s")
REFERENCE = re.compile(rb"&([^#;&\s<>]{1,200});")


def check_entities(data: bytes) -> None:
    """Raise ValueError for a file whose entities expand to too much, to themselves or to files."""
    if b"<!ENTITY" not in data:
        return
    if PARAMETER.search(data):
        raise ValueError("it declares parameter entities or entities of other files")
    texts: dict[bytes, bytes] = {}
    for match in DECLARED.finditer(data):
        texts.setdefault(match[2], match[3] if match[3] is not None else match[4])
    sizes: dict[bytes, int] = {}
    for name in texts:
        _measure(name, texts, sizes)
    body = data[data.rfind(b"<!ENTITY") :]
    total = sum(sizes.get(name, 0) for name in REFERENCE.findall(body))
    if max(total, *sizes.values()) > MOST_EXPANDED_BYTES:
        raise ValueError(f"its entities expand to more than {MOST_EXPANDED_BYTES} bytes")


def _measure(name: bytes, texts: dict[bytes, bytes], sizes: dict[bytes, int]) -> None:
    """Note how many bytes an entity expands to; those that it refers to are measured first."""
    stack, open_now = [name], set[bytes]()
    while stack:
        top = stack[-1]
        inner = [found for found in REFERENCE.findall(texts[top]) if found in texts]
        waiting = [found for found in inner if found not in sizes]
        if not waiting:
            sizes[top] = len(texts[top]) + sum(sizes[found] for found in inner)
            open_now.discard(stack.pop())
            continue
        open_now.add(top)
        if not open_now.isdisjoint(waiting):
            raise ValueError("one of its entities contains itself")
        stack.append(waiting[0])
