"""Web archives: WARC and WACZ."""

from __future__ import annotations

import gzip
import json
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from ld_convert.extract import extract
from ld_convert.findings.report import Report
from ld_convert.read import read
from tests.support.reading import captures, codes, names, packed

PAGE = b"<!DOCTYPE html><title>T</title>"
RECORD: dict[str, Any] = {"@context": "https://schema.org", "@type": "Dataset", "name": "N"}
LINE = json.dumps(RECORD).encode() + b"\n"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\n"


def record(kind: str, block: bytes, size: object = None) -> bytes:
    media = "application/http; msgtype=response" if block.startswith(b"HTTP") else "text/html"
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        "WARC-Date: 2024-05-01T10:00:00Z\r\nWARC-Target-URI: https://a.example/x\r\n"
        f"Content-Type: {media}\r\nContent-Length: {size or len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def response(body: bytes = PAGE, headers: bytes = b"") -> bytes:
    return HEAD + headers + b"\r\n" + body


GOOD = record("response", response())


@pytest.fixture
def warc(file: Path) -> Path:
    pytest.importorskip("fastwarc")
    return file


@pytest.mark.parametrize("members", [False, True])
def test_a_response_record_has_address_date_charset_and_links(warc: Path, *, members: bool) -> None:
    """Plain, and with a gzip member for each record."""
    links = b"Link: <a>; rel=b\r\nLink: <c>; rel=d\r\n"
    parts = [record("warcinfo", b"a: b\r\n"), record("response", response(headers=links))]
    (capture,) = captures(warc, b"".join(gzip.compress(p) if members else p for p in parts))
    assert names([capture]) == ["2 https://a.example/x"]
    assert (capture.kind, capture.data, capture.findings) == ("html", PAGE, ())
    assert (capture.url, capture.modified) == ("https://a.example/x", "2024-05-01T10:00:00Z")
    assert (capture.declared, capture.links) == ("iso-8859-1", ("<a>; rel=b", "<c>; rel=d"))


def test_the_charset_of_the_header_counts_in_extraction(warc: Path) -> None:
    """The page itself names none."""
    script = '<script type="application/ld+json">{"@type":"Dataset","name":"é"}</script>'
    body = PAGE + script.encode("latin-1")
    (capture,) = captures(warc, record("response", response(body)))
    (fragment,) = extract(capture, Report()).fragments
    assert fragment.value["name"] == "é"


def test_resource_records_are_read_and_requests_are_not(warc: Path) -> None:
    """In whatever order the pair stands."""
    request = record("request", b"GET /x HTTP/1.1\r\nHost: a.example\r\n\r\n")
    found = captures(warc, request + GOOD + record("resource", PAGE) + GOOD + request)
    assert [name[0] for name in names(found)] == ["2", "3", "4"]
    assert {capture.data for capture in found} == {PAGE}


def test_revisit_records_are_left_out_with_a_note(warc: Path) -> None:
    """It is an information, not a problem."""
    found = captures(warc, record("revisit", HEAD + b"\r\n") * 2 + GOOD)
    assert len(found) == 1
    assert codes(found) == ["LD133"]


CHUNKS = b"5\r\n%s\r\n1a;x=y\r\n%s\r\n0\r\n\r\n" % (PAGE[:5], PAGE[5:])


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (b"Transfer-Encoding: chunked\r\n", CHUNKS),
        (b"Transfer-Encoding: chunked\r\n", PAGE),
        (b"Content-Encoding: gzip\r\n", gzip.compress(PAGE, mtime=0)),
        (b"Content-Encoding: gzip\r\n", PAGE),
        (b"Content-Encoding: identity, br\r\n", PAGE),
        (
            b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
            b"%x\r\n%s\r\n0\r\n\r\n"
            % (len(gzip.compress(PAGE, mtime=0)), gzip.compress(PAGE, mtime=0)),
        ),
    ],
)
def test_codings_of_a_body_are_undone_where_they_are_there(
    warc: Path, headers: bytes, body: bytes
) -> None:
    """Many crawlers keep the header and store the decoded body."""
    (capture,) = captures(warc, record("response", response(body, headers)))
    assert (capture.data, capture.findings) == (PAGE, ())


@pytest.mark.parametrize(
    ("block", "code"),
    [
        (response(CHUNKS[:-9], b"Transfer-Encoding: chunked\r\n"), "LD132"),
        (response(gzip.compress(PAGE, mtime=0)[:-4], b"Content-Encoding: gzip\r\n"), "LD102"),
        (response(PAGE, b"Content-Length: 900\r\n"), "LD132"),
    ],
)
def test_a_cut_body_is_used_with_a_finding(warc: Path, block: bytes, code: str) -> None:
    """And the record behind it is whole."""
    first, second = captures(warc, record("response", block) + GOOD)
    assert [finding.code for finding in first.findings] == [code]
    assert first.data
    assert PAGE.startswith(first.data)
    assert (second.data, second.findings) == (PAGE, ())


@pytest.mark.parametrize("size", [10, 10_000_000, "x"])
def test_a_wrong_length_spoils_one_record_only(warc: Path, size: object) -> None:
    """Too short, too long and no number: the records before and behind it are read."""
    found = captures(warc, GOOD + record("response", response(), size) + GOOD)
    assert [found[0].data, found[-1].data] == [PAGE, PAGE]
    assert codes(found)


def test_a_record_that_reaches_into_the_next_is_cut_where_that_begins(warc: Path) -> None:
    """Both are whole."""
    found = captures(warc, record("response", response(), 10_000) + GOOD)
    assert [capture.data for capture in found] == [PAGE, PAGE]
    assert codes(found) == ["LD131"]


@pytest.mark.parametrize(
    "between",
    [b"\0" * 500, record("response", response()).replace(b"WARC/1.1", b"WARC/7.7"), b"x\r\n" * 99],
)
def test_bytes_between_records_that_are_none_are_told(warc: Path, between: bytes) -> None:
    """A record may be among them, which is lost."""
    found = captures(warc, GOOD + between + GOOD)
    assert found[0].data == PAGE
    assert codes(found) == ["LD131"]
    told = found[0].findings or found[1].findings
    assert told[0].message.endswith("bytes that are no record")
    assert str(told[0].place).endswith("!1 https://a.example/x")


def test_a_page_that_its_length_cuts_is_told(warc: Path) -> None:
    """The rest of it stands before the next record."""
    found = captures(warc, record("response", response(PAGE * 40), 300) + GOOD)
    assert codes(found) == ["LD131"]


def test_a_page_about_records_is_not_cut(warc: Path) -> None:
    """It is as long as its response says."""
    body = PAGE + b"\r\n\r\n" + GOOD
    block = response(body, b"Content-Length: %d\r\n" % len(body))
    (capture,) = captures(warc, record("response", block))
    assert (capture.data, capture.findings) == (body, ())


def test_a_cut_archive_is_used_up_to_the_cut(warc: Path) -> None:
    """The gzip member is cut, and the record in it."""
    data = gzip.compress(GOOD) + gzip.compress(record("response", response(PAGE * 99)))[:-20]
    first, second = captures(warc, data)
    assert first.data == PAGE
    assert (PAGE * 99).startswith(second.data)
    assert "LD131" in codes([second])


def test_without_the_library_the_extra_is_named(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing else happens."""
    monkeypatch.setitem(sys.modules, "fastwarc", None)
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    (capture,) = captures(file, GOOD)
    assert (capture.kind, codes([capture])) == ("", ["LD130"])


def test_of_a_wacz_only_the_archives_are_read(warc: Path) -> None:
    """Its list of pages and its index are no captures."""
    data = packed(
        ("datapackage.json", b'{"profile": "data-package", "wacz_version": "1.1.1"}'),
        ("archive/data.warc.gz", gzip.compress(GOOD)),
        ("pages/pages.jsonl", LINE * 3),
        ("indexes/index.cdx.gz", gzip.compress(b"com,a)/ 2024")),
    )
    (capture,) = captures(warc, data)
    assert names([capture]) == ["archive/data.warc.gz!1 https://a.example/x"]
    assert capture.data == PAGE


def test_memory_does_not_grow_with_the_number_of_records(warc: Path) -> None:
    """Sixty megabytes of pages are read in less than five."""
    with gzip.open(warc, "wb", 1) as out:
        for number in range(600):
            out.write(record("response", response(PAGE + b"%d " % number * 25_000)))
    tracemalloc.start()
    count = sum(1 for _ in read([str(warc)]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 600
    assert peak < 5_000_000
