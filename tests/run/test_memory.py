from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ld_convert.read import stream as limits

CHILD = """
import sys
from ld_convert.cli import cli
cli(["-q", "convert", *sys.argv[1:], "-j", "1", "--fail-on", "never"], standalone_mode=False)
"""
PEAK = """
# Not getrusage: its figure begins with that of the process which started this one.
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def peak_kib(*arguments: str) -> int:
    """The most memory that a run of its own process had at one time."""
    script = f"try:\n{_inside(CHILD)}\nexcept SystemExit:\n    pass\n{PEAK}"
    command = [sys.executable, "-c", script, *arguments]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def _inside(code: str) -> str:
    return "\n".join(f"    {line}" for line in code.splitlines())


def write_pages(file: Path, count: int) -> Path:
    """JSON Lines of so many pages, no two of which share a name, a date or an agent."""
    with file.open("w") as lines:
        for i in range(count):
            record = {
                "@context": "https://schema.org",
                "@type": "Dataset",
                "@id": f"https://a.example/{i}",
                "name": f"Set {i}",
                "description": f"Measured by hand at station {i}",
                "datePublished": "last spring",
                "creator": {"@type": "Organization", "name": f"Office {i}"},
                "distribution": {
                    "@type": "DataDownload",
                    "contentUrl": f"https://a.example/{i}.csv",
                    "encodingFormat": "text/csv",
                },
            }
            lines.write(json.dumps(record) + "\n")
    return file


@pytest.mark.slow
def test_ten_times_the_pages_take_no_more_memory(tmp_path: Path) -> None:
    """Captures, findings, agents and rejects are not held: within a tenth, under 300 MiB."""
    few, many = (write_pages(tmp_path / f"{n}.jsonl", n) for n in (400, 4000))
    options = ["-o", str(tmp_path / "c.nt.gz"), "--report", str(tmp_path / "r.txt")]
    small, large = (peak_kib(str(file), *options) for file in (few, many))
    assert large <= 1.1 * small
    assert large < 300 * 1024


@pytest.mark.slow
def test_a_page_of_a_hundred_megabytes_is_read_within_the_stated_limit(tmp_path: Path) -> None:
    """It is under the limit of one page; the memory for it is a few times its size."""
    page = tmp_path / "large.html"
    record = {"@context": "https://schema.org", "@type": "Dataset", "name": "N", "description": "D"}
    filler = "<p>Tide tables of the harbour, by hour</p>\n" * 2_400_000
    script = f'<script type="application/ld+json">{json.dumps(record)}</script>'
    page.write_text(f"<html><body>{script}{filler}</body></html>")
    size_bytes = page.stat().st_size
    assert 100_000_000 < size_bytes < limits.LIMIT_BYTES
    output = tmp_path / "c.nt"
    assert peak_kib(str(page), "-o", str(output)) * 1024 < 200 * 1024**2 + 12 * size_bytes
    assert "#Dataset" in output.read_text()


@pytest.mark.parametrize("form", ["nt", "jsonld"])
def test_a_long_text_takes_a_few_times_its_size(tmp_path: Path, form: str) -> None:
    """Two pages speak of one dataset, so that their lines are read again."""
    record = {"@context": "https://schema.org", "@type": "Dataset", "@id": "https://a.example/d"}
    pages = [record | {"name": "N", "description": text} for text in ("x" * 5_000_000, "y")]
    file = tmp_path / "pages.jsonl"
    file.write_text("".join(json.dumps(page) + "\n" for page in pages))
    assert peak_kib(str(file), "-o", str(tmp_path / f"c.{form}")) < 300 * 1024
