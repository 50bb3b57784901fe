"""Fuzz targets: `python -m tests.fuzz NAME[,NAME...] [SECONDS] [FOLDER] [CORPUS]`; needs atheris.

Each has the seconds for itself, in a process that is forked when all modules are loaded.

A crash is written to the folder, with the name of the target before it. What reached new lines is
kept in the corpus, so that the next run begins with it; without one it is forgotten. With
`LD_CONVERT_FUZZ_SEED` set to a number, the mutations are the same each time.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["ld_convert"]):
    from tests.fuzz import targets


def main() -> None:
    """Fuzz one target after the other; the exit status is that of the first that breaks."""
    names, seconds, folder, kept = (*sys.argv[1:], *("10", ".", "")[len(sys.argv) - 2 :])
    for name in names.split(","):
        child = os.fork()
        if not child:
            fuzz(name, seconds, folder, kept)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status:
            sys.exit(abs(status))


def fuzz(name: str, seconds: str, folder: str, kept: str) -> None:
    """Write the seeds into a corpus, and mutate them; the process ends with it."""
    corpus = Path(kept or tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(targets.SEEDS[name]):
        (corpus / str(number)).write_bytes(seed)
        targets.run(name, seed)  # loads the tables, which would count as time of the first input
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={4_096}",
        "-timeout=20",
        "-rss_limit_mb=2048",
        f"-seed={os.environ.get('LD_CONVERT_FUZZ_SEED', '0')}",
        f"-artifact_prefix={folder}/{name}-",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], lambda data: targets.run(name, data))
    atheris.Fuzz()


main()
