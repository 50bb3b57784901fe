"""How fast and how completely pages are read, beside the extractors that others use.

`python -m tests.bench.extraction` prints the table; the figures are of processor time.
"""

from __future__ import annotations

import json
import logging
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import extruct
import nextflight

from ld_convert.extract import extract
from ld_convert.extract.flight.is_flight import looks_like_flight
from ld_convert.extract.flight.read_rows import read_rows
from ld_convert.findings.report import Report
from ld_convert.model import Capture
from tests.support import flight
from tests.support.places import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ld_convert.model import Json

    Reader = Callable[[bytes], Json]

ROUNDS, MANY_ROUNDS, SMALL = 5, 25, 200_000
"""Each reader reads each set so often, in turn, a set of less than so many bytes more often; the
fastest time counts."""

ADDRESS = "https://portal.example/page"
TEXT = """river gauge water level station series quality daily mean temperature flood sediment
discharge catchment survey record sample method sensor hourly archive region harbour"""
WORDS = TEXT.split()


class Reading(NamedTuple):
    """What one reader made of one set of pages."""

    reader: str
    seconds: float
    datasets: int
    """Names of datasets that were found, summed over the pages."""


def measure(pages: Sequence[bytes], readers: Mapping[str, Reader]) -> list[Reading]:
    """Return the processor time and the datasets of each reader, all in one run."""
    best = dict.fromkeys(readers, float("inf"))
    found = dict.fromkeys(readers, 0)
    for _ in range(MANY_ROUNDS if sum(map(len, pages)) < SMALL else ROUNDS):
        for name, reader in readers.items():
            start = time.process_time()
            results = [reader(page) for page in pages]
            best[name] = min(best[name], time.process_time() - start)
            found[name] = sum(len(set(_datasets(result))) for result in results)
    return [Reading(name, best[name], found[name]) for name in readers]


def _datasets(result: Json) -> Iterator[str]:
    """Yield the name of each dataset anywhere in what a reader gives, whatever the syntax."""
    seen: set[int] = set()
    stack = [result]
    while stack:
        value = stack.pop()
        if not isinstance(value, dict | list | tuple) or id(value) in seen:
            continue
        seen.add(id(value))
        if not isinstance(value, dict):
            stack.extend(value)
            continue
        stack.extend(value.values())
        types = value.get("@type", value.get("type"))
        for kind in types if isinstance(types, list) else [types]:
            if isinstance(kind, str) and kind.rpartition("/")[2].rpartition(":")[2] == "Dataset":
                yield _name(value)


def _name(value: dict[str, Json]) -> str:
    """Return the name of a dataset in JSON-LD, in extruct's microdata, or in its RDFa."""
    properties = value.get("properties")
    inside = properties if isinstance(properties, dict) else value
    name = inside.get("name", inside.get("http://schema.org/name"))
    return json.dumps(name, sort_keys=True)


def ours(page: bytes) -> Json:
    """Return everything that we find."""
    kind = "flight" if looks_like_flight(page) else "html"
    found = extract(Capture("page", page, kind, ADDRESS), Report())
    return [fragment.value for fragment in found.fragments]


def extruct_all(page: bytes) -> Json:
    """Return what extruct finds when its caller chooses nothing."""
    return extruct.extract(page, base_url=ADDRESS, errors="ignore")


def extruct_json_ld(page: bytes) -> Json:
    """Return what extruct finds when it looks for JSON-LD alone."""
    return extruct.extract(page, base_url=ADDRESS, syntaxes=["json-ld"], errors="ignore")


def next_flight(page: bytes) -> Json:
    """Return what nextflight finds: every row with its references, and JSON-LD scripts."""
    text = page.decode("utf-8", "replace")
    try:
        rows = nextflight.extract(text).resolve_all()
    except nextflight.FlightParseError:
        rows = {}
    return [rows, nextflight.find_json_ld(text)]


HTML: dict[str, Reader] = {
    "ld-convert": ours,
    "extruct": extruct_all,
    "extruct, JSON-LD only": extruct_json_ld,
    "nextflight": next_flight,
}
FLIGHT: dict[str, Reader] = {"ld-convert": ours, "nextflight": next_flight}


def sets() -> dict[str, tuple[list[bytes], Mapping[str, Reader]]]:
    """Return the sets of pages by name, each with its readers; without ../shared, our own alone."""
    captures = SHARED / "captures"
    found: dict[str, tuple[list[bytes], Mapping[str, Reader]]] = {
        "JSON-LD pages, generated": (json_ld_pages(40), HTML),
        "corpus pages": (_read(SHARED.glob("corpus/**/*.html")), HTML),
        "Next.js pages, captured": (_read(captures.glob("next/*.html")), HTML),
        "Next.js pages, generated": (next_pages(20), HTML),
        "flight payloads, captured": (
            _read([*captures.glob("*.rsc.txt"), *captures.glob("next/*.rsc")]),
            FLIGHT,
        ),
        "flight payload, generated": ([flight_payload(1_000_000)], FLIGHT),
    }
    return {name: entry for name, entry in found.items() if entry[0]}


def _read(paths: Iterator[Path] | list[Path]) -> list[bytes]:
    return [path.read_bytes() for path in sorted(paths)]


def json_ld_pages(count: int) -> list[bytes]:
    """Return pages of a data portal as servers send them: a head, a menu, text, JSON-LD."""
    random_ = random.Random(7)  # noqa: S311  pages, no secrets
    return [_page(random_, number).encode() for number in range(count)]


def next_pages(count: int) -> list[bytes]:
    """Return pages of Next.js in which half of the records stand in component properties."""
    random_ = random.Random(8)  # noqa: S311
    pages = []
    for number in range(count):
        payload = flight_payload(20_000, random_, number).decode()
        pushes = "".join(
            f"<script>self.__next_f.push({json.dumps([1, payload[at : at + 3000]])})</script>"
            for at in range(0, len(payload), 3000)
        )
        pages.append(_page(random_, number).replace("</body>", f"{pushes}</body>").encode())
    return pages


def flight_payload(size: int, random_: random.Random | None = None, number: int = 0) -> bytes:
    """Return a payload of about so many bytes: texts, elements and a record in every tenth row."""
    random_ = random_ or random.Random(9)  # noqa: S311
    rows, length, row = [], 0, 1
    while length < size:
        if row % 10 == 0:
            record = _record(random_, number * 100_000 + row)
            content = json.dumps(["$", "$L1", None, {"record": record, "next": f"$L{row + 1:x}"}])
        elif row % 7 == 0:
            text = _text(random_, 200)
            content = f"T{len(text.encode()):x},{text}"
        else:
            cells = [["$", "td", str(i), {"children": _text(random_, 6)}] for i in range(12)]
            content = json.dumps(["$", "tr", str(row), {"className": "row", "children": cells}])
        end = "" if content.startswith("T") else "\n"
        rows.append(f"{row:x}:{content}{end}")
        length += len(rows[-1])
        row += 1
    return ("".join(rows) + f'{row:x}:null\n0:["$L2"]\n').encode()


def _page(random_: random.Random, number: int) -> str:
    metas = "".join(
        f'<meta name="{name}" content="{_text(random_, 8)}">'
        for name in ("description", "keywords", "author", "twitter:title", "viewport")
    )
    menu = "".join(f'<li class="item"><a href="/{w}">{w}</a></li>' for w in WORDS)
    body = "".join(
        f'<p class="text">{_text(random_, 60)} <b>{_text(random_, 3)}</b></p>' for _ in range(25)
    )
    script = json.dumps(_record(random_, number), indent=2)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Page {number}</title>'
        f'{metas}<link rel="stylesheet" href="/s.css"><style>p {{ color: #222 }}</style>'
        f'<script type="application/ld+json">{script}</script></head>'
        f"<body><nav><ul>{menu}</ul></nav><main>{body}</main>"
        f"<script>window.ready = {number};</script></body></html>"
    )


def _record(random_: random.Random, number: int) -> Json:
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": f"{_text(random_, 4)} {number}",
        "description": _text(random_, 120),
        "keywords": [_text(random_, 2) for _ in range(8)],
        "creator": {"@type": "Organization", "name": _text(random_, 3)},
        "distribution": [
            {"@type": "DataDownload", "contentUrl": f"https://files.example/{number}/{n}.csv"}
            for n in range(6)
        ],
        "variableMeasured": [
            {"@type": "PropertyValue", "name": _text(random_, 2), "unitText": "m"}
            for _ in range(20)
        ],
    }


def _text(random_: random.Random, words: int) -> str:
    return " ".join(random_.choices(WORDS, k=words))


def record_payload(records: int) -> bytes:
    """Return a payload with three rows for each record: a text, the record, an element around it.

    The record refers to the text, and the element to the record and to a list inside it.
    """
    rows = []
    for number in range(1, records + 1):
        text, record, element = (f"{3 * number + part:x}" for part in range(3))
        rows.append(flight.text_row(text, f"Größe {number} " + "text of a description " * 60))
        keywords = [f"word {k}" for k in range(40)]
        names = {"@type": "Dataset", "name": f"n{number}", "description": f"${text}"}
        rows.append(f"{record}:{json.dumps({**names, 'keywords': keywords})}\n".encode())
        props = {"data": f"${record}", "same": f"${record}:keywords", "id": number}
        rows.append(f"{element}:{json.dumps(['$', 'div', None, props])}\n".encode())
    root = json.dumps([f"$L{3 * number + 2:x}" for number in range(1, records + 1)])
    return b"".join([*rows, f"0:{root}\n".encode()])


PAYLOADS: dict[str, Callable[[], bytes]] = {
    "texts and elements": lambda: flight_payload(10_000_000),
    "records and references": lambda: record_payload(5_200),
}
"""Payloads of ten megabytes, in thousands of rows."""


def table() -> Iterator[str]:
    """Yield the lines of the table, and the times of payloads of 10 MB."""
    yield f"{'pages':27}{'reader':23}{'MB/s':>8}{'datasets':>10}{'our speed':>11}"
    for name, (pages, readers) in sets().items():
        megabytes = sum(map(len, pages)) / 1e6
        readings = measure(pages, readers)
        for reading in readings:
            speed = f"{megabytes / reading.seconds:8.1f}"
            times = f"{reading.seconds / readings[0].seconds:10.1f}x"
            yield f"{name:27}{reading.reader:23}{speed}{reading.datasets:10}{times}"
    for name, make in PAYLOADS.items():
        ours, plain = decoding(make())
        yield f"10 MB of {name} decoded in {ours:.2f} s, {ours / plain:.1f} x json.loads"


def decoding(payload: bytes) -> tuple[float, float]:
    """Return in how many processor seconds a payload is decoded, and its content read as JSON.

    That is the standard library reading one document of the same rows, with no reference resolved.
    Each has the best of its turns, which alternate.
    """
    document = as_json(payload)
    readers: dict[str, Callable[[], object]] = {
        "ours": lambda: flight.decode(payload),
        "json": lambda: json.loads(document),
    }
    best = dict.fromkeys(readers, float("inf"))
    for _ in range(ROUNDS):
        for name, reader in readers.items():
            start = time.process_time()
            found = reader()
            best[name] = min(best[name], time.process_time() - start)
            del found  # to free it is not part of reading
    return best["ours"], best["json"]


def as_json(payload: bytes) -> bytes:
    """Return the rows of a payload of texts and models as one JSON document."""
    rows = []
    for chunk in read_rows(payload).chunks.values():
        content = payload[chunk.start : chunk.end]
        rows.append(
            json.dumps(content.decode(), ensure_ascii=False).encode()
            if chunk.tag == "T"
            else content
        )
    return b"[" + b",".join(rows) + b"]"


if __name__ == "__main__":
    logging.disable()
    for line in table():
        print(line)  # noqa: T201
