from __future__ import annotations

import contextlib
import json
import os
import pty
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from ld_convert.cli.console import Console
from ld_convert.cli.interrupt import breakable
from ld_convert.cli.progress import Lines, State, progress
from ld_convert.run import Tally

COMMAND = [sys.executable, "-c", "from ld_convert.cli import main; main()"]


def page(number: int) -> str:
    record = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": f"https://a.example/{number}",
    }
    return json.dumps({**record, "name": "Set", "description": "Measured by hand"})


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """So many pages that a run over them takes a while."""
    file = tmp_path / "pages.jsonl"
    file.write_text("\n".join(page(number) for number in range(20_000)))
    return file


def test_a_state_says_how_long_the_rest_takes() -> None:
    """By bytes: a quarter of them in a minute leaves three minutes."""
    tally = Tally(captures=1200, datasets=1180, findings=31, size_bytes=250)
    state = State(tally, 60.0, 1000)
    expected = "1,200 pages, 1,180 datasets, 31 findings, 20.0 pages/s, 0:03:00 left"
    assert str(state) == expected


def test_inputs_without_a_size_have_no_time_left() -> None:
    """Nobody knows how much comes from standard input."""
    assert "left" not in str(State(Tally(captures=1, size_bytes=250), 60.0, 0))


def test_elsewhere_than_on_a_terminal_lines_come_from_time_to_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every ten seconds of a clock that is turned by hand."""
    now = 0.0
    monkeypatch.setattr("ld_convert.cli.progress.time.monotonic", lambda: now)
    (tmp_path / "a").write_bytes(bytes(1000))
    with progress("auto", Console(), (str(tmp_path),)) as watch:
        for second in range(26):
            now = float(second)
            watch(Tally(captures=second, size_bytes=10 * second))
    shown = capsys.readouterr().err.splitlines()
    assert [line.split(" pages", 1)[0] for line in shown] == ["10", "20"]
    assert shown[0].endswith("1.0 pages/s, 0:01:30 left")
    assert Lines.seconds == 10.0


def test_a_quiet_console_shows_no_progress_unless_a_form_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """-q with --progress json is for programs: objects and nothing else."""
    monkeypatch.setattr(Lines, "seconds", 0.0)
    with progress("auto", Console(quiet=True), ()) as watch:
        watch(Tally())
    assert capsys.readouterr().err == ""
    with progress("json", Console(quiet=True), ()) as watch:
        watch(Tally(captures=3))
    (line,) = capsys.readouterr().err.splitlines()
    assert (json.loads(line)["pages"], json.loads(line)["done"]) == (3, True)


def test_json_lines_go_to_standard_error_only(tmp_path: Path) -> None:
    """Standard output carries the catalogue."""
    (tmp_path / "p.json").write_text(page(1))
    command = [*COMMAND, "-q", "convert", str(tmp_path / "p.json"), "--progress", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = [json.loads(line) for line in done.stderr.splitlines()]
    assert (rows[-1]["pages"], rows[-1]["datasets"], rows[-1]["done"]) == (1, 1, True)
    assert done.stdout.startswith("@prefix")


def test_a_terminal_has_a_bar_that_goes_away(lines: Path, tmp_path: Path) -> None:
    """With pages, datasets, findings, speed and time left."""
    command = [*COMMAND, "convert", str(lines), "-o", str(tmp_path / "c.nt"), "--fail-on", "never"]
    terminal, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 120))
    process = subprocess.Popen(command, stderr=theirs)
    os.close(theirs)
    shown = b""
    while b" left" not in shown:
        shown += (piece := _read(terminal))
        assert piece, "the command ended without a bar"
    process.send_signal(signal.SIGINT)
    while piece := _read(terminal):
        shown += piece
    os.close(terminal)
    assert process.wait() == 130
    bar = shown[: shown.index(b" left")].rpartition(b"%|")[2].decode()
    for part in ("pages", "datasets", "findings", "pages/s"):
        assert part in bar
    assert shown.rstrip().endswith(b"c.partial.nt")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 100_000)
    except OSError:  # how Linux says that nobody holds the other end any more
        return b""


def test_a_ctrl_c_that_a_library_swallows_comes_again() -> None:
    """At the next page, not never."""
    seen: list[Tally] = []
    with breakable(seen.append) as watch:
        watch(Tally())
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            watch(Tally())
    assert len(seen) == 1
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_with_status_130_and_leaves_what_is_done(
    lines: Path, tmp_path: Path, jobs: str
) -> None:
    """The old document stays, the new one is whole as far as it goes, no process is left."""
    output = tmp_path / "c.nt"
    output.write_text("old")
    command = [*COMMAND, "-q", "convert", str(lines), "-o", str(output), "-j", jobs]
    group = subprocess.Popen(
        [*command, "--progress", "json", "--report", str(tmp_path / "r.json")],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with group:
        assert group.stderr is not None
        assert json.loads(group.stderr.readline())["pages"] > 0
        os.killpg(group.pid, signal.SIGINT)  # as a terminal does
        rest = group.stderr.read()
    assert group.returncode == 130
    assert "Traceback" not in rest
    assert rest.splitlines()[-1] == f"interrupted; finished pages are in {tmp_path}/c.partial.nt"
    assert output.read_text() == "old"
    assert (tmp_path / "c.partial.nt").read_text().endswith(" .\n")
    assert json.loads((tmp_path / "r.partial.json").read_text())
    assert _ends(group.pid), "a process is left"


def _ends(group: int, within_seconds: float = 20) -> bool:
    """Whether all processes of a group end, the server of processes too."""
    limit = time.monotonic() + within_seconds
    while time.monotonic() < limit:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def test_ctrl_c_with_a_checkpoint_leaves_no_document(lines: Path, tmp_path: Path) -> None:
    """The same command goes on; nothing else is needed."""
    kept = tmp_path / "kept"
    command = [*COMMAND, "-q", "convert", str(lines), "-o", str(tmp_path / "c.nt"), "-j", "2"]
    command += ["--progress", "json", "--checkpoint", str(kept)]
    for first in (True, False):
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr is not None
            row = json.loads(process.stderr.readline())
            process.send_signal(signal.SIGINT)
            assert "; the same command continues, finished pages are in" in process.stderr.read()
        assert process.returncode == 130
        assert (row["kept"] == 0) is first
    assert {file.name for file in tmp_path.iterdir()} == {"kept", "pages.jsonl"}
