from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from ld_convert.run.output import document, partial_name
from ld_convert.run.whole_file import whole_file
from ld_convert.settings import UsageError
from tests.support.cli import run, run_python


def test_a_name_that_ends_in_gz_is_compressed_without_a_time(
    captures: Path, tmp_path: Path
) -> None:
    """Two files are equal, and hold what the plain one holds."""
    page = str(captures / "tide-gauge.html")
    for name in ("a.nt.gz", "b.nt.gz", "c.nt"):
        assert run("-q", "convert", page, "-o", str(tmp_path / name)).exit_code == 0
    first, second, plain = ((tmp_path / n).read_bytes() for n in ("a.nt.gz", "b.nt.gz", "c.nt"))
    assert first == second
    assert gzip.decompress(first) == plain
    assert first[4:8] == bytes(4)


def test_a_document_that_breaks_off_leaves_the_old_one(tmp_path: Path) -> None:
    """And nothing beside it."""
    path = tmp_path / "c.nt"
    path.write_text("old")

    def fill() -> None:
        with document(str(path), lambda: b"") as write:
            write(b"new")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fill()
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("c.nt", "old")]


def test_what_is_done_when_the_user_breaks_off_has_another_name(tmp_path: Path) -> None:
    """It is a whole document, and nobody takes it for the complete one."""

    def fill() -> None:
        path = str(tmp_path / "c.nt.gz")
        with document(path, lambda: b" end", partial_name(path)) as write:
            write(b"part")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill()
    (file,) = tmp_path.iterdir()
    assert file.name == "c.partial.nt.gz"
    assert gzip.decompress(file.read_bytes()) == b"part end"


@pytest.mark.parametrize(
    ("path", "partial"),
    [("c.ttl", "c.partial.ttl"), ("a.b/c", "a.b/c.partial"), (".c.ttl", ".c.partial.ttl")],
)
def test_the_partial_name_keeps_folder_and_ending(path: str, partial: str) -> None:
    """The ending says what the file holds."""
    assert partial_name(path) == partial


def test_a_file_that_another_process_writes_is_a_mistake_of_the_user(tmp_path: Path) -> None:
    """Two runs into one file would mix."""
    with whole_file(str(tmp_path / "c.nt")) as first:
        first.write(b"first")
        script = f"from ld_convert.run.whole_file import create; create({str(tmp_path / 'c.nt')!r})"
        done = run_python(script)
        assert "another process is writing it" in done.stderr
    assert (tmp_path / "c.nt").read_bytes() == b"first"


def test_what_a_killed_run_left_is_used_again(tmp_path: Path) -> None:
    """Kills do not fill the disk."""
    script = (
        "import os; from ld_convert.run.whole_file import create\n"
        f"create({str(tmp_path / 'c.nt')!r}).write(b'x' * 1000000); os.kill(os.getpid(), 9)"
    )
    run_python(script)
    assert len(list(tmp_path.iterdir())) == 1
    with whole_file(str(tmp_path / "c.nt")) as stream:
        stream.write(b"new")
    assert [(f.name, f.read_bytes()) for f in tmp_path.iterdir()] == [("c.nt", b"new")]


def test_a_link_stays_a_link_and_a_device_stays_a_device(captures: Path, tmp_path: Path) -> None:
    """What is no plain file is not replaced by one."""
    (tmp_path / "link.nt").symlink_to(tmp_path / "real.nt")
    page = str(captures / "tide-gauge.html")
    assert run("-q", "convert", page, "-o", str(tmp_path / "link.nt")).exit_code == 0
    assert (tmp_path / "link.nt").is_symlink()
    assert (tmp_path / "real.nt").stat().st_size > 0
    assert run("-q", "convert", page, "-o", os.devnull).exit_code == 0
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("option", ["-o", "--rejects"])
def test_an_output_in_no_directory_is_named_before_anything_is_converted(
    captures: Path, tmp_path: Path, option: str
) -> None:
    """An hour's work is not lost for a wrong name."""
    with pytest.raises(UsageError, match="there is no directory"):
        run("convert", str(captures), option, str(tmp_path / "nowhere" / "c.nt"))


def test_a_run_without_anything_to_write_says_so_and_leaves_the_old_file(tmp_path: Path) -> None:
    """An old catalogue is not taken for the new one. A catalogue without datasets is written."""
    out, page = tmp_path / "c.ttl", tmp_path / "p.html"
    out.write_text("old")
    page.write_text("<title>x</title><p>hello</p>")
    told = run("convert", str(page), "-o", str(out), "-j", "1").stderr
    assert told.splitlines()[-1].startswith(f"{out}: not written, since no page describes")
    assert out.read_text() == "old"
    page.write_text('{"@context": "https://schema.org/", "@type": "DataCatalog", "name": "x"}')
    assert "not written" not in run("convert", str(page), "-o", str(out), "-j", "1").stderr
    assert "dcat:Catalog" in out.read_text()
