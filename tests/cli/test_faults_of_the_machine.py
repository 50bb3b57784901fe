"""Full disks, closed streams, read-only places: the right words, status 2, and no half file."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.cli import run, run_python

PROGRAM = f"{sys.executable} -m ld_convert"
PAGE = str(Path(__file__).parents[1] / "captures" / "tide-gauge.html")


def shell(command: str, folder: Path, *, mounts: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command of a shell in a folder; what `mounts` mounts there is for it alone."""
    program = ["unshare", "--mount", "sh", "-c", f"{mounts} && {command}"]
    return subprocess.run(
        program if mounts else ["sh", "-c", command],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def tiny(folder: Path, options: str) -> str:
    """A file system of its own in a folder; skips where this user may not mount one."""
    folder.mkdir()
    mount = f"mount -t tmpfs -o {options} none {folder}"
    if shutil.which("unshare") is None or shell("true", folder, mounts=mount).returncode:
        pytest.skip("this user may not mount a file system")
    return mount


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Twelve pages; what is made of them is more than fits into what these tests allow."""
    (tmp_path / "pages").mkdir()
    for number in range(12):
        page = Path(PAGE).read_text("utf-8").replace("/tide-gauge", f"/tide-gauge-{number}")
        (tmp_path / "pages" / f"{number}.html").write_text(page, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (f"extract {PAGE} >&-", "standard output: is closed"),
        ("doctor >&-", "standard output: is closed"),
        ("convert - <&-", "standard input: is closed"),
        (f"convert {PAGE} -f nt >/dev/full", "standard output: No space left on device"),
        (f"expand {PAGE} >/dev/full", "No space left on device, on standard output, or for"),
    ],
)
def test_a_stream_that_cannot_be_used_is_named(command: str, words: str, tmp_path: Path) -> None:
    """Whichever command needs it; it is no defect of the program."""
    done = shell(f"{PROGRAM} {command}", tmp_path)
    assert done.returncode == 2
    assert f"ld-convert: {words}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_gets_no_number_of_a_closed_stream(tmp_path: Path) -> None:
    """What writes to standard output by its number would write into it."""
    done = shell(f"{PROGRAM} -q convert {PAGE} -o c.nt <&- >&-", tmp_path)
    assert done.returncode == 0
    assert run("-q", "convert", PAGE, "-o", str(tmp_path / "d.nt")).exit_code == 0
    assert (tmp_path / "c.nt").read_bytes() == (tmp_path / "d.nt").read_bytes()


def test_a_run_without_room_goes_on_by_the_same_command(pages: Path) -> None:
    """No half file is left; later the output is the one of a run that had room."""
    command = f"{PROGRAM} -q convert pages -j 1 -o c.nt --checkpoint kept --date 2026-01-01"
    done = shell(f"ulimit -f 64; {command}", pages)
    assert done.returncode == 2
    words = ("--checkpoint kept: disk ", "File too large, on standard output, or for temporary")
    assert any(word in done.stderr for word in words)  # whichever file is full first
    assert "Traceback" not in done.stderr
    assert {path.name for path in pages.iterdir()} == {"pages", "kept"}
    assert shell(command, pages).returncode == 0
    assert shell(command.replace("c.nt --checkpoint kept", "d.nt"), pages).returncode == 0
    assert (pages / "c.nt").read_bytes() == (pages / "d.nt").read_bytes()


@pytest.mark.parametrize(
    ("size", "arguments", "words"),
    [
        ("32k", "-o small/c.nt", "No space left on device, on standard output, or for temporary"),
        ("32k", "-o c.nt --report small/r.json", "small/r.json: No space left on device"),
        ("32k,ro", "-o c.nt --rejects small/r", "small/.unfinished.r: Read-only file system"),
        ("32k,ro", "-o c.nt --checkpoint small/k", "--checkpoint small/k: Read-only file system"),
    ],
)
def test_a_full_or_read_only_place_is_named(
    pages: Path, size: str, arguments: str, words: str
) -> None:
    """And nothing is left there under the name of the output."""
    mounts = tiny(pages / "small", f"size={size}")
    command = f"{PROGRAM} -q convert pages -j 1 {arguments}; code=$?; ls -A small; exit $code"
    done = shell(command, pages, mounts=mounts)
    assert done.returncode == 2
    assert words in done.stderr
    assert set(done.stdout.split()) <= {"kept"}


def test_a_full_folder_for_temporary_files_is_named(pages: Path) -> None:
    """TMPDIR holds what a report needs."""
    mounts = tiny(pages / "small", "size=32k")
    command = f"TMPDIR={pages}/small {PROGRAM} -q convert pages -j 1 -o c.nt --report r.json"
    done = shell(command, pages, mounts=mounts)
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert "TMPDIR" in done.stderr
    assert {path.name for path in pages.iterdir()} == {"pages", "small"}


def test_a_working_directory_that_was_deleted_is_told(tmp_path: Path) -> None:
    """By each command that looks for its options there; the version is shown all the same."""
    (tmp_path / "gone").mkdir()
    gone = f"cd gone && rmdir ../gone && {PROGRAM}"
    done = shell(f"{gone} convert {PAGE} -o {tmp_path}/c.nt", tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("ld-convert: the working directory was deleted")
    (tmp_path / "gone").mkdir()
    assert shell(f"{gone} --version", tmp_path).returncode == 0


def test_a_long_path_of_the_folder_for_temporary_files_stops_no_processes(pages: Path) -> None:
    """A socket there could have no name."""
    (pages / ("t" * 120)).mkdir()
    command = f"{PROGRAM} -q convert pages --date 2026-01-01 -o"
    done = shell(f"TMPDIR={pages}/{'t' * 120} {command} c.nt -j 2", pages)
    assert (done.returncode, done.stderr) == (0, "")
    assert shell(f"{command} d.nt -j 1", pages).returncode == 0
    assert (pages / "c.nt").read_bytes() == (pages / "d.nt").read_bytes()


PRESSED = """
import os, signal, sys
class Press:
    def find_spec(self, name, *_):
        if name == "ld_convert.cli":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Press())
from ld_convert.__main__ import main
main()
"""


@pytest.mark.parametrize(("ignored", "status"), [(False, -signal.SIGINT), (True, 0)])
def test_ctrl_c_while_the_program_loads_shows_no_traceback(*, ignored: bool, status: int) -> None:
    """It ends as a program without handlers does; a job that ignores the signal goes on."""
    ignore = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n" if ignored else ""
    done = subprocess.run(
        [sys.executable, "-c", f"{ignore}{PRESSED}", "--version"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status
    assert not done.stderr


@pytest.mark.parametrize("asked", ["4 << 30", "10**300"])
def test_a_smaller_limit_of_memory_that_a_process_has_already_stays(asked: str) -> None:
    """Batch systems set one (`ulimit -v`), and no process may raise its own."""
    done = run_python(
        "import resource as r, sys\nfrom ld_convert.rdf.own_process import bound_memory\n"
        f"r.setrlimit(r.RLIMIT_AS, (2 << 30, 3 << 30))\nbound_memory({asked})\n"
        "print(r.getrlimit(r.RLIMIT_AS) == (2 << 30, 2 << 30))"
    )
    assert done.stdout == "True\n"


def test_time_and_memory_may_be_more_than_the_system_can_count(pages: Path) -> None:
    """It is as if they had no bound."""
    command = f"{PROGRAM} -q convert pages -j 2 -o c.nt --worker-memory 1e300"
    done = shell(f"{command} --page-timeout 1e300", pages)
    assert (done.returncode, done.stderr) == (0, "")
