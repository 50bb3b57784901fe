from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import fields, replace
from pathlib import Path

import pytest

from ld_convert.model import Json
from ld_convert.run import Events, How, Output, Tally, convert
from ld_convert.run.checkpoint import FILE
from ld_convert.run.fingerprint import NAMING_FILES, NOT_DECIDING, fingerprint
from ld_convert.settings import Settings
from tests.support.cli import run, run_process, run_python
from tests.support.pages import json_page

COMMAND = [sys.executable, "-c", "from ld_convert.cli import main; main()", "-q", "convert"]
KILLS = 20


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Nine pages, one of them of no use."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(8):
        (folder / f"{number}.json").write_text(json_page(number))
    (folder / "shell.html").write_text("<html><body></body></html>")
    return folder


def converted(
    pages: Path, tmp_path: Path, jobs: int = 1, settings: Settings | None = None
) -> Tally:
    output = Output(str(tmp_path / "c.nt"), "nt")
    how = How(jobs, str(tmp_path / "kept"))
    return convert([str(pages)], output, settings or Settings(), Events(lambda _: None), how)


def test_unchanged_captures_are_not_converted_again(pages: Path, tmp_path: Path) -> None:
    """The second run takes all parts from the checkpoint, and gives the same."""
    first = converted(pages, tmp_path)
    document = (tmp_path / "c.nt").read_bytes()
    again = converted(pages, tmp_path)
    assert (first.kept, again.kept) == (0, 9)
    assert replace(again, kept=0) == first
    assert (tmp_path / "c.nt").read_bytes() == document


def test_a_changed_capture_is_converted_again_and_no_other(pages: Path, tmp_path: Path) -> None:
    """The content counts; a new date of the same content counts too, for the record has it."""
    converted(pages, tmp_path)
    (pages / "3.json").write_text(json_page(33))
    os.utime(pages / "4.json", (0, 0))
    assert converted(pages, tmp_path).kept == 7
    assert b"https://a.example/33/0" in (tmp_path / "c.nt").read_bytes()


def test_processes_find_what_one_process_has_kept(pages: Path, tmp_path: Path) -> None:
    """The number of processes is none of the settings."""
    converted(pages, tmp_path)
    assert converted(pages, tmp_path, jobs=2).kept == 9


def test_other_settings_find_nothing(pages: Path, tmp_path: Path) -> None:
    """A part is what these settings make of a page."""
    converted(pages, tmp_path)
    assert converted(pages, tmp_path, settings=Settings(base="https://b.example/")).kept == 0
    assert converted(pages, tmp_path).kept == 9


def test_the_content_of_named_files_is_part_of_the_settings(tmp_path: Path) -> None:
    """Rules and shapes are read from files, which change under the same name."""
    shapes = tmp_path / "shapes"
    shapes.mkdir()
    (shapes / "own.ttl").write_text("# one")
    settings = Settings(shapes=(str(shapes),))
    before = fingerprint(settings)
    assert fingerprint(settings) == before
    (shapes / "own.ttl").write_text("# two")
    assert fingerprint(settings) != before


def test_every_setting_changes_the_fingerprint() -> None:
    """Also one that is added later: then this test must be told another value of it."""
    others: dict[str, Json] = {
        "base": "urn:x:",
        "catalog_iri": "urn:x",
        "publisher_iri": "urn:x",
        "publisher_type": "Company",
        "profile": "dcat",
        "date": "2020",
        "engine": "pyshacl",
        "graphs": "origin",
        "iri_from": ("hash",),
        "contexts": {"https://x.example/": {}},
        "names": ("x",),
        "shapes": ("x",),
        **dict.fromkeys(("catalog_title", "publisher_name", "rules"), "x"),
        **dict.fromkeys(("catalog_description", "catalog_rights"), "x"),
        **dict.fromkeys(("catalog_license", "catalog_homepage"), "https://x.example/"),
        **dict.fromkeys(("catalog_spatial", "catalog_theme_taxonomy"), ("https://x.example/",)),
        "catalog_language": ("en",),
        "catalog_issued": "2020",
    }
    deciding = {field.name for field in fields(Settings)} - NOT_DECIDING
    for field in (field for field in fields(Settings) if field.name in deciding):
        value = getattr(Settings(), field.name)
        other: Json = not value if isinstance(value, bool) else others[field.name]
        changed = replace(Settings(), **{field.name: other})
        assert fingerprint(changed) != fingerprint(Settings()), field.name
    assert {field.name for field in fields(Settings)} >= NAMING_FILES


def test_findings_exit_status_report_and_rejects_are_replayed(pages: Path, tmp_path: Path) -> None:
    """A page that is not converted again is not forgotten."""
    results = []
    for _ in range(2):
        report, rejects, output = (tmp_path / n for n in ("r.json", "rejects.txt", "c.ttl"))
        arguments = ["convert", str(pages), "-o", str(output), "--report", str(report)]
        arguments += ["--rejects", str(rejects), "--checkpoint", str(tmp_path / "kept"), "-j", "1"]
        result = run(*arguments)
        files = [file.read_bytes() for file in (report, rejects, output)]
        lines = [line for line in result.stderr.splitlines() if "pages: " not in line]
        results.append((result.exit_code, lines, files))
    assert results[0] == results[1]
    assert results[0][0] == 1
    assert "datasets in 9 pages: " in result.stderr
    assert "; 9 from the checkpoint\n" in result.stderr


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_torn_end_of_the_checkpoint_is_ignored(pages: Path, tmp_path: Path, share: float) -> None:
    """What was not written whole is converted again."""
    script = (
        "import os, sys; from ld_convert.run.checkpoint import Checkpoint;"
        "old = Checkpoint.add\n"
        "def add(self, part):\n"
        "    old(self, part); self.commit()\n"
        "    if part.source.endswith('5.json'): os.kill(os.getpid(), 9)\n"
        "Checkpoint.add = add\n"
        "from ld_convert.cli import main; main()"
    )
    output, kept = tmp_path / "c.nt", tmp_path / "kept"
    arguments = ["-q", "convert", str(pages), "-o", str(output), "--checkpoint", str(kept), "-j1"]
    killed = run_python(script, *arguments)
    assert killed.returncode == -signal.SIGKILL
    log = kept / f"{FILE}-wal"
    log.write_bytes(log.read_bytes()[: int(log.stat().st_size * share)] + b"torn")
    assert converted(pages, tmp_path).kept < 9
    document = output.read_bytes()
    convert([str(pages)], Output(str(output), "nt"), Settings(), Events(lambda _: None))
    assert output.read_bytes() == document


def test_a_directory_that_is_no_checkpoint_is_a_mistake_of_the_user(tmp_path: Path) -> None:
    """One line and status 2, not a traceback."""
    (tmp_path / FILE).write_text("something else" * 1000)
    done = run_process("convert", "tests", "--checkpoint", str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.startswith("ld-convert: --checkpoint")


@pytest.mark.slow
def test_twenty_kills_at_random_moments_change_no_byte(tmp_path: Path) -> None:
    """The same command goes on each time, and ends with what an uninterrupted run gives."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(150):
        (folder / f"{number:04}.json").write_text(json_page(number, 30))
    start_seconds = _seconds([*COMMAND, str(folder / "0000.json"), "-o", str(tmp_path / "c.nt")])
    whole_seconds = _seconds(_arguments(folder, tmp_path / "expected"))
    command = _arguments(folder, tmp_path / "out", tmp_path / "kept")
    document = tmp_path / "out" / "c.nt.gz"
    kills, chance = 0, random.Random(6)  # noqa: S311  moments, no secrets
    while kills < KILLS:
        process = subprocess.Popen(command)
        try:
            process.wait(start_seconds * chance.random() + whole_seconds / 10 * chance.random())
        except subprocess.TimeoutExpired:
            process.kill()
            kills += process.wait() == -signal.SIGKILL
            assert not document.exists()
    assert subprocess.run(command, check=False).returncode in (0, 1)
    for name in ("c.nt.gz", "report.json", "rejects.txt"):
        expected_bytes = (tmp_path / "expected" / name).read_bytes()
        assert (tmp_path / "out" / name).read_bytes() == expected_bytes
    assert len(list((tmp_path / "out").iterdir())) == 3, "a temporary file is left"


def _seconds(command: list[str]) -> float:
    started = time.monotonic()
    assert subprocess.run(command, check=False).returncode in (0, 1)
    return time.monotonic() - started


def _arguments(folder: Path, out: Path, kept: Path | None = None) -> list[str]:
    out.mkdir()
    options = [str(folder), "-o", str(out / "c.nt.gz"), "--report", str(out / "report.json")]
    options += ["--rejects", str(out / "rejects.txt"), "-j", "2"]
    return [*COMMAND, *options, *(["--checkpoint", str(kept)] if kept else [])]
