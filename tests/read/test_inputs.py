from __future__ import annotations

import codecs
import gzip
import os
import socket
import sys
import tarfile
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from ld_convert.extract import extract
from ld_convert.findings.report import Report
from ld_convert.read import read
from ld_convert.read import stream as limits
from ld_convert.read.sniff import kind_of

PAGE = b"<!DOCTYPE html><title>T</title>"
DATASET = b'{"@context": "https://schema.org", "@type": "Dataset", "name": "N"}'


def codes(path: Path) -> list[str]:
    return [finding.code for capture in read([str(path)]) for finding in capture.findings]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("page.html", b'0:{"a":1}\n', "flight"),
        ("payload.txt", b'1:I[1,[],""]\n0:["b",null]\n', "flight"),
        ("record.json", b"\n<html><body></body></html>", "html"),
        ("page.rsc", b"\xef\xbb\xbf" + DATASET, "json"),
        ("archive.zip", PAGE, "html"),
        ("pages.warc.gz", DATASET, "json"),
        ("page.html", gzip.compress(DATASET, mtime=0), "json"),
    ],
)
def test_the_kind_follows_from_the_content_and_not_from_the_name(
    tmp_path: Path, name: str, data: bytes, kind: str
) -> None:
    """A payload saved under a page's name is read as what it is, and the other way round."""
    (tmp_path / name).write_bytes(data)
    (capture,) = read([str(tmp_path / name)])
    assert (capture.kind, capture.findings) == (kind, ())


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n", b"Hello"])
def test_content_of_no_known_kind_is_named(tmp_path: Path, data: bytes) -> None:
    """The capture keeps its bytes and has no kind."""
    (tmp_path / "x").write_bytes(data)
    (capture,) = read([str(tmp_path / "x")])
    assert (capture.kind, capture.data) == ("", data)
    assert [finding.code for finding in capture.findings] == ["LD101"]


def test_standard_input_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name is a hyphen, and it has no date."""
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(PAGE)))
    (capture,) = read(["-"])
    assert (capture.source, capture.data) == ("-", PAGE)
    assert capture.modified is not None, "a record needs a date, and no file has one"


def test_a_file_named_hyphen_in_a_directory_is_a_file(tmp_path: Path) -> None:
    """Only the bare word means standard input."""
    (tmp_path / "-").write_bytes(PAGE)
    assert [capture.data for capture in read([str(tmp_path)])] == [PAGE]


def test_a_file_has_its_date_in_utc(tmp_path: Path) -> None:
    """For a capture, when it was written is when it was made."""
    (tmp_path / "a").write_bytes(PAGE)
    os.utime(tmp_path / "a", (0, 1_700_000_000))
    assert next(read([str(tmp_path)])).modified == "2023-11-14T22:13:20Z"


def test_an_input_that_is_not_there_stops_before_anything_is_read(tmp_path: Path) -> None:
    """The first input is fine, and is not read either."""
    (tmp_path / "a").write_bytes(PAGE)
    with pytest.raises(FileNotFoundError, match="nowhere"):
        read([str(tmp_path / "a"), str(tmp_path / "nowhere*")])


@pytest.mark.parametrize("path", ["/dev/zero", "loop", "pipe", "dangling"])
def test_what_is_no_regular_file_is_refused_by_name(tmp_path: Path, path: str) -> None:
    """A device never ends, a pipe waits, and a link may lead to itself or nowhere."""
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "dangling").symlink_to("gone")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match=path):
        read([str(tmp_path / path)])


def test_special_files_of_a_directory_are_findings_and_the_rest_is_read(tmp_path: Path) -> None:
    """Nothing hangs, and each is named with its kind."""
    (tmp_path / "a").write_bytes(PAGE)
    os.mkfifo(tmp_path / "b")
    (tmp_path / "c").symlink_to("/dev/zero")
    (tmp_path / "d").symlink_to("d")
    (tmp_path / "e").symlink_to("gone")
    here = Path.cwd()
    os.chdir(tmp_path)  # the path of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("f")
    finally:
        os.chdir(here)
    found = [(c.kind, [f.code for f in c.findings]) for c in read([str(tmp_path)])]
    special, unreadable = ("", ["LD108"]), ("", ["LD109"])
    assert found == [("html", []), special, special, unreadable, unreadable, special]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_files_and_directories_without_permission_are_findings(tmp_path: Path) -> None:
    """The readable file beside them is read."""
    (tmp_path / "a").write_bytes(PAGE)
    (tmp_path / "b").write_bytes(PAGE)
    (tmp_path / "c").mkdir()
    for name in ("b", "c"):
        (tmp_path / name).chmod(0)
    found = [[finding.code for finding in capture.findings] for capture in read([str(tmp_path)])]
    (tmp_path / "c").chmod(0o700)
    assert found == [[], ["LD109"], ["LD109"]]


def test_a_file_that_vanishes_during_the_run_is_a_finding(tmp_path: Path) -> None:
    """The others are still read."""
    for name in "abc":
        (tmp_path / name).write_bytes(PAGE)
    captures = read([str(tmp_path)])
    (tmp_path / "b").unlink()
    assert [[f.code for f in c.findings] for c in captures] == [[], ["LD109"], []]


def test_links_to_directories_are_followed_and_loops_end(tmp_path: Path) -> None:
    """Each directory is read once, however many links lead to it."""
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "a").write_bytes(PAGE)
    (tmp_path / "in" / "deep" / "up").symlink_to(tmp_path / "in")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "b").write_bytes(PAGE)
    (tmp_path / "in" / "link").symlink_to(tmp_path / "elsewhere")
    names = [capture.source for capture in read([str(tmp_path / "in")])]
    assert names == [str(tmp_path / "in" / "deep" / "a"), str(tmp_path / "in" / "link" / "b")]


def test_hidden_files_and_directories_are_left_out(tmp_path: Path) -> None:
    """What a tool keeps under a dot is no capture."""
    (tmp_path / ".git").mkdir()
    for name in (".hidden", ".git/config", "a"):
        (tmp_path / name).write_bytes(PAGE)
    assert [capture.source for capture in read([str(tmp_path)])] == [str(tmp_path / "a")]


def test_odd_names_are_read_and_shown_escaped(tmp_path: Path) -> None:
    """No name breaks a line of a report, colours a terminal or stops a file being written."""
    for name in (b"a\nb", b"c\xff", b"d\x1b[31m", "e\u202e".encode()):
        Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name))).write_bytes(PAGE)  # noqa: PTH118
    names = [Path(capture.source).name for capture in read([str(tmp_path)])]
    assert sorted(names) == ["a\\nb", "c\\udcff", "d\\x1b[31m", "e\\u202e"]
    assert all(capture.data == PAGE for capture in read([str(tmp_path)]))


def test_members_of_gzip_are_joined(tmp_path: Path) -> None:
    """RFC 1952, section 2.2; zeros behind them are padding."""
    (tmp_path / "a").write_bytes(gzip.compress(PAGE) + gzip.compress(b"<p>") + bytes(9))
    (capture,) = read([str(tmp_path / "a")])
    assert (capture.data, capture.findings) == (PAGE + b"<p>", ())


def test_what_a_cut_gzip_file_holds_is_used(tmp_path: Path) -> None:
    """One finding, and the text up to the cut."""
    text = PAGE + os.urandom(50_000).hex().encode()
    (tmp_path / "a").write_bytes(gzip.compress(text)[:-20_000])
    (capture,) = read([str(tmp_path / "a")])
    assert capture.kind == "html"
    assert text.startswith(capture.data)
    assert len(capture.data) > 10_000
    assert [finding.code for finding in capture.findings] == ["LD102"]


def test_garbage_behind_gzip_is_reported_and_the_page_is_used(tmp_path: Path) -> None:
    """The page before it is whole."""
    (tmp_path / "a").write_bytes(gzip.compress(PAGE) + b"garbage")
    (capture,) = read([str(tmp_path / "a")])
    assert capture.data == PAGE
    assert [finding.code for finding in capture.findings] == ["LD105"]


def test_a_gzip_bomb_stops_at_its_ratio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four megabytes of blanks in four kilobytes; most of it is not read."""
    monkeypatch.setattr(limits, "FREE_BYTES", 500_000)
    (tmp_path / "a").write_bytes(gzip.compress(PAGE + b" " * 4_000_000))
    (capture,) = read([str(tmp_path / "a")])
    assert [finding.code for finding in capture.findings] == ["LD104"]
    assert len(capture.data) < 3_000_000


def test_a_page_beyond_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not held either: nothing of it is in the capture."""
    monkeypatch.setattr(limits, "LIMIT_BYTES", 1000)
    (tmp_path / "a").write_bytes(PAGE + b"." * 1000)
    (capture,) = read([str(tmp_path / "a")])
    assert (capture.kind, capture.data) == ("", b"")
    assert [finding.code for finding in capture.findings] == ["LD103"]


def test_gzip_in_gzip_is_opened_up_to_a_depth(tmp_path: Path) -> None:
    """A file that was compressed twice by mistake is read, one that never ends is not."""
    twice, often = gzip.compress(gzip.compress(PAGE)), PAGE
    for _ in range(9):
        often = gzip.compress(often)
    (tmp_path / "a").write_bytes(twice)
    (tmp_path / "b").write_bytes(often)
    assert next(read([str(tmp_path / "a")])).data == PAGE
    assert codes(tmp_path / "b") == ["LD107"]


@pytest.mark.parametrize("name", ["zstd", "lz4"])
def test_compression_that_needs_a_library_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """It is recognised by its first bytes, with or without the library."""
    monkeypatch.setitem(sys.modules, "fastwarc", None)
    monkeypatch.setitem(sys.modules, "fastwarc.stream_io", None)
    start = {"zstd": b"\x28\xb5\x2f\xfd", "lz4": b"\x04\x22\x4d\x18"}[name]
    (tmp_path / "a").write_bytes(start + bytes(20))
    (capture,) = read([str(tmp_path / "a")])
    assert [finding.code for finding in capture.findings] == ["LD106"]


@pytest.mark.parametrize("writer", ["ZstdWriter", "Lz4Writer", "BrotliWriter"])
def test_compression_that_needs_a_library_is_opened_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writer: str
) -> None:
    """Brotli has no mark of its own, so data of no known kind are tried."""
    stream_io = pytest.importorskip("fastwarc.stream_io")
    packed = BytesIO()
    sink = getattr(stream_io, writer)(packed)
    sink.write(PAGE * 50)
    sink.close()
    (tmp_path / "a").write_bytes(packed.getvalue())
    (capture,) = read([str(tmp_path / "a")])
    assert (capture.data, capture.findings) == (PAGE * 50, ())
    monkeypatch.setitem(sys.modules, "fastwarc.stream_io", None)
    assert codes(tmp_path / "a") == ["LD106"]


@pytest.mark.parametrize("count", [3, 10_000])
def test_equal_scripts_of_a_page_are_one_fragment_with_several_origins(
    tmp_path: Path, count: int
) -> None:
    """Each copy is an origin, however many there are."""
    script = b'<script type="application/ld+json">%s</script>\n'
    (tmp_path / "a").write_bytes(PAGE + script % DATASET * count)
    (capture,) = read([str(tmp_path / "a")])
    (fragment,) = extract(capture, Report()).fragments
    assert len(fragment.origins) == count


def test_a_page_that_speaks_of_containers_is_a_page() -> None:
    """Their marks count at the very start only."""
    assert kind_of(PAGE + b"WARC/1.0 PK\x03\x04") == "html"


def test_the_files_of_a_directory_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    """Though no list of them all is made: `a.html` before `a/b.html`, `a-b` before both."""
    names = ["a/b.html", "a/b/c.html", "a.html", "a-b/z.html", "a0.html", "b/é.html", "b/a.html"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"<html></html>")
    found = [capture.source for capture in read([str(tmp_path)])]
    assert found == sorted(str(tmp_path / name) for name in names)


def test_a_tar_archive_is_told_and_not_read_as_one_page(tmp_path: Path) -> None:
    """Its pages would be scripts of the first one, with that one's address."""
    (tmp_path / "p.html").write_bytes(PAGE)
    with tarfile.open(tmp_path / "x", "w") as archive:
        archive.add(tmp_path / "p.html", "../p.html")
    (capture,) = read([str(tmp_path / "x")])
    assert capture.kind == ""
    assert [finding.code for finding in capture.findings] == ["LD101"]
    assert "a tar archive" in capture.findings[0].message


def test_a_second_byte_order_mark_hides_nothing(tmp_path: Path) -> None:
    """A program that adds one to each file adds it to files that have one, too."""
    (tmp_path / "x").write_bytes(codecs.BOM_UTF8 * 2 + b'{"name": "Tides"}')
    (capture,) = read([str(tmp_path / "x")])
    assert capture.kind == "json"
