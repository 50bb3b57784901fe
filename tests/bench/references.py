"""What references cost a run: records that refer to each other, beside the same ones alone.

    python -m tests.bench.references [RECORDS] [FOLDER]

There are three references for each record, by address, by uuid or by slug; both runs write
N-Triples in one process. Printed are the processor time and the largest memory of each run, and the
ratio. A folder keeps the inputs and the outputs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.support.cli import COMMAND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ld_convert.model import Json

SITE = "https://data.example/"
RECORDS = 100_000
PARTS = 10
"""Of each record that has parts; it and the one above it are named by each of them."""


class Cost(NamedTuple):
    """What a run cost."""

    seconds: float
    """Of processor time, in the program and in the system."""
    megabytes: float
    """The largest memory that was resident."""
    closing: str
    """The line with the totals."""


def around(number: int, count: int) -> tuple[list[int], range]:
    """The two records above one, and those below it."""
    first = number * PARTS
    return [number // PARTS, number // PARTS**2], range(max(first, 1), min(first + PARTS, count))


def plain(number: int, count: int, *, refers: bool) -> Json:
    """A record of schema.org alone; it refers by the addresses of the pages."""
    record: Json = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "url": f"{SITE}set/{number}",
        "name": f"Water level at gauge {number}",
        "description": f"Hourly values of gauge {number}, from the first day of its work on.",
        "identifier": f"gauge-{number}",
        "keywords": ["tides", "water level", f"river {number % 100}"],
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "datePublished": "2024-05-01",
        "publisher": {"@type": "Organization", "name": f"Office {number % 50}"},
        "distribution": {
            "@type": "DataDownload",
            "contentUrl": f"{SITE}file/{number}.csv",
            "encodingFormat": "text/csv",
        },
    }
    if refers:
        up, down = around(number, count)
        record["isPartOf"] = [f"{SITE}set/{one}" for one in up]
        record["hasPart"] = [f"{SITE}set/{one}" for one in down]
    return record


def harmony(number: int, count: int, *, refers: bool) -> Json:
    """A record of the Harmony catalogue; it refers by the uuid of a study and by two slugs."""

    def uuid(of: int) -> str:
        return f"{of:032x}"

    schema = {
        "@type": "Dataset",
        "name": f"Wave {number}",
        "description": f"Answers of wave {number}, of people who were asked every two years.",
        "url": [f"{SITE}wave/{number}"],
        "keywords": ["HEALTH", f"AREA {number % 100}"],
        "publisher": [{"@type": "Organization", "name": f"Office {number % 50}"}],
        "includedInDataCatalog": [{"@type": "DataCatalog", "name": "CLOSER Discovery"}],
    }
    extra: Json = {
        "uuid": uuid(number),
        "slug": f"wave-{number}",
        "name": schema["name"],
        "resource_type": "dataset",
        "source": ["closer"],
        "sample_size": 1_000 + number,
        "age_lower": 16,
        "study_design": ["longitudinal"],
    }
    record: Json = {"dataset_schema": schema, "extra_data": extra, "ancestors": []}
    if refers:
        (study, top), waves = around(number, count)
        record["parent"] = {"data": {"uuid": uuid(study)}}
        extra["top_level_ancestor_uuid"] = uuid(top)
        record["child_datasets"] = [
            {"dataset_schema": {}, "extra_data": {"slug": f"wave-{one}"}} for one in waves
        ]
    return record


KINDS: dict[str, Callable[..., Json]] = {"plain": plain, "harmony": harmony}


def written(file: Path, kind: str, count: int, *, refers: bool) -> Path:
    """Write records to a file of JSON Lines."""

    def lines() -> Iterator[str]:
        for number in range(count):
            yield json.dumps(KINDS[kind](number, count, refers=refers)) + "\n"

    with file.open("w") as stream:
        stream.writelines(lines())
    return file


def cost(file: Path, *options: str) -> Cost:
    """Convert a file in a process of its own; return what that cost."""
    output = str(file.with_suffix(".nt"))
    command = [*COMMAND, "convert", str(file), "-o", output, "-j", "1", "--date", "2026-01-01"]
    with subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = process.stderr.read().splitlines()
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
    closing = next(line for line in reversed(said) if " in " in line and "violation" in line)
    megabytes = used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return Cost(used.ru_utime + used.ru_stime, megabytes, closing)


def say(line: str) -> None:
    """Write a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(count: int, folder: Path) -> None:
    """Print a line for each run, and the ratios."""
    for kind in KINDS:
        costs = []
        for refers in (False, True):
            name = f"{kind}-{'with' if refers else 'without'}"
            found = cost(written(folder / f"{name}.jsonl", kind, count, refers=refers))
            costs.append(found)
            say(f"{name}: {found.seconds:.1f} s, {found.megabytes:.0f} MB; {found.closing}")
        ratio = costs[1].seconds / costs[0].seconds
        say(f"{kind}: {ratio:.2f} x time, {costs[1].megabytes / costs[0].megabytes:.2f} x memory")


if __name__ == "__main__":
    records = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    with tempfile.TemporaryDirectory() as temporary:
        main(records, Path(sys.argv[2] if len(sys.argv) > 2 else temporary))
