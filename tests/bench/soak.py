"""A long run of which two pages in a hundred are mutated: `python -m tests.bench.soak`.

Arguments: how many pages, the number of the first, so that several runs can share them, and a
folder. The pages go down a pipe as a web archive, so that nothing but the output grows. Told are
the pages in and out, the memory as the run goes on, and the page that took longest; the first
ones, which load the tables, do not count. Exit status 1 if a page is lost, if the run ends badly,
or if its output cannot be read.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph

from tests.bench.pages import leo_like, rich_html, small_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from ld_convert.model import Capture

CHILD = """
import json, sys, time
from ld_convert import pipeline
from ld_convert.cli import cli

inner, longest, first = pipeline._stages, [0.0, "", 0], set()

def timed(capture, settings):
    steps, spent = inner(capture, settings), 0.0
    while True:
        start = time.process_time()
        try:
            step = next(steps)
        except StopIteration:
            return
        spent += time.process_time() - start
        if len(first) < 50:
            first.add(capture.source)
        elif spent > longest[0]:
            longest[:] = [spent, capture.source, len(capture.data)]
        yield step

pipeline._stages = timed
status = 0
try:
    cli(["convert", *sys.argv[1:]], standalone_mode=False)
except SystemExit as error:
    status = error.code
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps({"status": status, "longest": longest, "peak_kib": int(peak)}))
"""
MUTATED = 50
"""One page in so many is mutated."""
TOLD = 10_000
"""Pages after which the memory is told."""
SPLICES = (
    *(
        b'"',
        b"\\",
        b"\x00",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"<!--",
        b"</script>",
        b"]]>",
        b"$L1",
        b"{",
    ),
    *(
        b"[[[[[[[[",
        b"> <urn:p> <urn:o> .",
        b"http://[x",
        b"\\ud800",
        b'"@context":{"@base":"//["},',
    ),
    *(b"\xe2\x80\xae", b"\x1b[2J", b"9" * 400, b"null", b'"@type":"@json",', b'"@id":7,', b"%zz"),
)


NUMBER = re.compile(
    r"portal\.example/(?:items/(?:study|small|rich)-|browse/)(\d+)|harmonydata.*/items/([0-9a-f]{32})"
)
"""The number of a page in the names that it gives a dataset."""
IN = re.compile(r"datasets? in ([\d,]+) pages?:")
LEFT = re.compile(r"; ([\d,]+) responses? left out")
"""What the last lines say of pages, and of what else was in the archive."""
DATASET = pyoxigraph.NamedNode("http://www.w3.org/ns/dcat#Dataset")


class Page(NamedTuple):
    """The address of a page, its bytes, and whether they are as they were made."""

    url: str
    data: bytes
    is_whole: bool


def page(number: int) -> Page:
    """Return a page of one of three shapes; some are mutated. A number has the same page always."""
    make: Callable[[int], Capture] = small_html
    if number % 20 in (3, 15):
        make = leo_like
    elif number % 100 == 99:
        make = rich_html
    made = make(number)
    data, url = made.data, str(made.url)
    if number % MUTATED != MUTATED // 2:
        return Page(url, data, is_whole=True)
    return Page(url, mutated(data, random.Random(number)), is_whole=False)  # noqa: S311


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with a few changes: some gone, some twice, some of another kind."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 2, 30, 2_000)))
        new = chance.choice((b"", data[at:end] * 2, chance.choice(SPLICES), chance.randbytes(3)))
        data = data[:at] + new + data[end if chance.random() < 0.5 else at :]
    return data if chance.random() < 0.9 else data[: chance.randrange(len(data) + 1)]


def record(one: Page) -> bytes:
    """Return a page as a record of a web archive (WARC 1.1, section 5)."""
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + one.data
    head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {one.url}\r\n"
    head += "Content-Type: application/http; msgtype=response\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n"


def memory_kib(process: int) -> int:
    """Return how much memory a process has."""
    lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS")))


def tell(line: str) -> None:
    """Write a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def soak(numbers: range, folder: Path) -> bool:
    """Convert so many pages in one run, and tell what became of them."""
    output, rejects = folder / "out.nt", folder / "rejects"
    options = ["-", "-o", output, "-j", "1", "--date", "2026-01-01", "--fail-on", "never"]
    options += ["--rejects", rejects]
    command = [sys.executable, "-c", CHILD, *map(str, options)]
    largest = Page("", b"", is_whole=True)
    with (
        (folder / "stderr").open("wb") as errors,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
        ) as child,
    ):
        assert child.stdin is not None
        assert child.stdout is not None
        for done, number in enumerate(numbers, 1):
            one = page(number)
            largest = max(largest, one, key=lambda each: len(each.data))
            child.stdin.write(record(one))
            if done % TOLD == 0:
                said = f"{done} pages in: {memory_kib(child.pid)} KiB"
                tell(f"{time.strftime('%H:%M:%S')} {said}")
        child.stdin.close()
        told = json.loads(child.stdout.read())
    return _told(numbers, folder, told, largest)


def _told(numbers: range, folder: Path, told: dict[str, object], largest: Page) -> bool:
    said = (folder / "stderr").read_text("utf-8")
    counted = [
        int((m and m[1].replace(",", "")) or 0) for m in (IN.search(said), LEFT.search(said))
    ]
    rejected = set((folder / "rejects").read_text("utf-8").splitlines())
    found, count = set(), 0
    with (folder / "out.nt").open("rb") as lines:
        for quad in pyoxigraph.parse(lines, pyoxigraph.RdfFormat.N_TRIPLES):
            count += 1
            if quad.object == DATASET:
                found |= {int(a) if a else int(b, 16) for a, b in NUMBER.findall(str(quad.subject))}
    whole = {number for number in numbers if number % MUTATED != MUTATED // 2}
    lost = len(numbers) - sum(counted) + len(whole - found)
    tell(next(filter(IN.search, said.splitlines()), "the command says nothing of its pages"))
    tell(f"in: {len(numbers)}; read: {counted[0]}, of them rejected: {len(rejected)}")
    tell(f"left out, since mutation left no page: {counted[1]}")
    tell(f"not mutated: {len(whole)}, in the output: {len(whole & found)}; lost: {lost}")
    tell(f"triples, all read: {count}; largest page: {largest.url}, {len(largest.data)} bytes")
    tell(f"status, longest page (s, name, bytes), peak: {told}")
    return not lost and told["status"] == 0


if __name__ == "__main__":
    PAGES, FIRST, FOLDER = (*sys.argv[1:], *("200000", "0", "")[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory(prefix="soak-") as made:
        sys.exit(not soak(range(int(FIRST), int(FIRST) + int(PAGES)), Path(FOLDER or made)))
