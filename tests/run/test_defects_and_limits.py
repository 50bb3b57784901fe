from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from ld_convert.read.paths import trouble
from ld_convert.run import guard
from ld_convert.run.guard import Failure, Limits, attempt
from tests.support.cli import run

RULES = "view,source,target,as,id,from\ndataset,name,dct:alternative,fragile,own-rule,ours\n"
FRAGILE = """
import time
def fragile(value):
    if "bug" in value:
        raise ZeroDivisionError("a \\x1b[31m mistake")
    if "slow" in value:
        open(__file__ + ".started", "w").close()
        while True:
            pass
    if "hung" in value:
        import re
        re.compile("(a+)+$").match("a" * 40 + "b")
    if "memory" in value:
        raise MemoryError
    if "greedy" in value:
        return value + "x" * (20 << 30)
    if "hoard" in value:
        held = [list(range(1_000_000, 1_300_000)) for _ in range(2_000)]
    return value
"""
PAGE = {"@context": "https://schema.org/", "@type": "Dataset", "description": "Levels of a river."}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five good pages, and a value function of another package that fails for some names."""
    (tmp_path / "fragile.py").write_text(FRAGILE)
    info = tmp_path / "fragile-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: fragile\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[ld_convert.values]\nfragile = fragile:fragile\n")
    (tmp_path / "rules.csv").write_text(RULES)
    (tmp_path / "pages").mkdir()
    for number in range(5):
        add(tmp_path, f"{number}.json", f"Good {number}")
    return tmp_path


def add(folder: Path, file: str, name: str) -> None:
    page = PAGE | {"@id": f"https://a.example/{file}", "name": name}
    (folder / "pages" / file).write_text(json.dumps(page))


def convert(folder: Path, *arguments: str, strict: bool = False) -> CompletedProcess[str]:
    """The command, as a user runs it; `--strict` is what tests have by default."""
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (root, str(folder), os.environ.get("PYTHONPATH"))))
    more = ["--rules", str(folder / "rules.csv"), "--date", "2026-01-01", "-f", "nt"]
    return subprocess.run(
        [sys.executable, "-m", "ld_convert", "convert", str(folder / "pages"), *more, *arguments],
        env=os.environ | {"PYTHONPATH": path, "LD_CONVERT_STRICT": "1" if strict else ""},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def titles(text: str) -> set[str]:
    return {line.split('"')[1] for line in text.splitlines() if "/alternative>" in line}


GOOD = {f"Good {number}" for number in range(5)}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_defect_costs_one_page_and_says_whose_it_is(folder: Path, jobs: str) -> None:
    """Status 3, the traceback in the report, and every other page in the output."""
    add(folder, "2b.json", "A bug")
    report = folder / "r.json"
    done = convert(folder, "-j", jobs, "--report", str(report))
    assert done.returncode == 3
    assert titles(done.stdout) == GOOD
    assert "a defect of ld-convert, not of the page: ZeroDivisionError" in done.stderr
    assert "\x1b" not in done.stderr
    [found] = [row for row in json.loads(report.read_text()) if row["code"] == "LD612"]
    assert found["place"]["source"].endswith("2b.json")
    assert "fragile.py" in found["detail"]["trace"]
    assert "in fragile" in found["detail"]["trace"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_defect_ends_a_strict_run(folder: Path, jobs: str) -> None:
    """With its traceback, and no output."""
    add(folder, "2b.json", "A bug")
    done = convert(folder, "-j", jobs, strict=True)
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    assert "ZeroDivisionError" in done.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("name", ["slow", "hung"])
def test_a_page_that_takes_too_long_is_a_finding(folder: Path, jobs: str, name: str) -> None:
    """Whether Python is busy or a library; the others are converted."""
    add(folder, "2b.json", f"A {name} one")
    done = convert(folder, "-j", jobs, "--page-timeout", "0.5", strict=True)
    assert done.returncode == 1
    assert titles(done.stdout) == GOOD
    assert "took more than 0.5 s of processor time" in done.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_page_that_needs_too_much_memory_is_a_finding(folder: Path, jobs: str) -> None:
    """The others are converted."""
    add(folder, "2b.json", "A memory hog")
    done = convert(folder, "-j", jobs, strict=True)
    assert done.returncode == 1
    assert titles(done.stdout) == GOOD
    assert "there was not enough memory" in done.stderr


@pytest.mark.parametrize("name", ["greedy", "hoard"])
def test_a_page_takes_no_more_memory_than_its_worker_may(folder: Path, name: str) -> None:
    """At once or bit by bit, 20 GiB; only the page is lost, and the machine keeps its memory."""
    add(folder, "2b.json", f"A {name} one")
    done = convert(folder, "-j", "2", "--worker-memory", "700", strict=True)
    assert done.returncode == 1
    assert titles(done.stdout) == GOOD
    assert "there was not enough memory" in done.stderr


def test_a_file_that_vanishes_during_the_run_is_a_finding(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was there when the run began."""

    def vanishing(path: str) -> tuple[str, str] | None:
        before = trouble(path)
        if path.endswith("3.json"):
            Path(path).unlink(missing_ok=True)
        return before

    monkeypatch.setattr("ld_convert.run.work.trouble", vanishing)
    done = run("convert", str(folder / "pages"), "-j", "1", "-f", "nt", "--date", "2026-01-01")
    assert done.exit_code == 1
    assert "3.json: violation LD109 cannot be read: No such file or directory" in done.stderr
    assert "Good 4" in done.stdout


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_told_to_end_leaves_no_half_file(folder: Path, sent: signal.Signals) -> None:
    """Status 143 or 130; what stood under the name before stands there still."""
    add(folder, "2b.json", "A slow one")
    output = folder / "c.nt"
    output.write_text("before\n")
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join((root, str(folder)))
    command = [sys.executable, "-m", "ld_convert", "convert", str(folder / "pages"), "-o"]
    command += [str(output), "--rules", str(folder / "rules.csv"), "--page-timeout", "0", "-j", "2"]
    with subprocess.Popen(
        command, env=os.environ | {"PYTHONPATH": path}, stderr=subprocess.PIPE
    ) as process:
        started = folder / "fragile.py.started"
        until = time.monotonic() + 60
        while not started.exists() and time.monotonic() < until:
            time.sleep(0.1)
        time.sleep(0.5)
        process.send_signal(sent)
        _, error = process.communicate(timeout=30)
    assert process.returncode == 128 + sent
    assert b"interrupted" in error
    assert b"Traceback" not in error
    assert output.read_text() == "before\n"
    assert {file.name for file in folder.glob("*c.*nt*")} <= {"c.nt", "c.partial.nt"}


def test_a_limit_leaves_the_signals_of_the_process_as_they_were() -> None:
    """After a page in time, and after one that is not."""

    def busy() -> None:
        while True:
            pass

    before = signal.getsignal(signal.SIGPROF)
    assert attempt("p", lambda: 7, Limits(5)) == 7
    late = attempt("p", busy, Limits(0.1))
    assert isinstance(late, Failure)
    assert [finding.code for finding in late.findings] == ["LD613"]
    assert signal.getsignal(signal.SIGPROF) == before
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


def test_a_finding_that_cannot_be_placed_says_so() -> None:
    """The run goes on."""
    failed = attempt("page.html", lambda: int("x"), Limits(0))
    assert isinstance(failed, Failure)
    [finding] = failed.findings

    def later() -> dict[str, object]:
        raise LookupError("no such place")

    object.__setattr__(finding, "later", later)
    guard.told_safely(finding, "page.html")
    assert str(finding.place) == "page.html"
    assert "LookupError: no such place" in finding.message
