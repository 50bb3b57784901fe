from __future__ import annotations

import base64
import gzip
import json
import os
import sys
import tracemalloc
import zipfile
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from ld_convert.extract import extract
from ld_convert.findings.report import Report
from ld_convert.read import read
from ld_convert.read import stream as limits
from tests.support.reading import captures, codes, names, packed

PAGE = b"<!DOCTYPE html><title>T</title>"
RECORD: dict[str, Any] = {"@context": "https://schema.org", "@type": "Dataset", "name": "N"}
LINE = json.dumps(RECORD).encode() + b"\n"


# JSON Lines


def test_each_line_is_a_capture_named_by_its_number(file: Path) -> None:
    """Blank lines count and are no captures; line ends of Windows are no part of a line."""
    found = captures(file, LINE + b"\r\n" + LINE.replace(b"\n", b"\r\n") + LINE.strip())
    assert names(found) == ["1", "3", "4"]
    assert {capture.data for capture in found} == {LINE.strip()}
    assert codes(found) == []


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(RECORD),
        json.dumps(RECORD, indent=1),
        json.dumps([RECORD, RECORD]),
        "[\n" + json.dumps(RECORD) + ",\n" + json.dumps(RECORD) + "\n]",
        '{"a":\n{"b": 2}\n}',
        '{"a": [\n{"b": 2},\n{"b": 3}\n]}',
        "\n\n" + json.dumps(RECORD) + "\n\n",
    ],
)
def test_other_json_is_one_capture(file: Path, text: str) -> None:
    """However it is laid out, and whole."""
    (capture,) = captures(file, text.encode())
    assert (capture.source, capture.kind, capture.data) == (str(file), "json", text.encode())


def test_a_broken_line_is_a_finding_with_its_line_and_the_others_survive(file: Path) -> None:
    """A line that is no JSON at all has no kind; a cut one is left to extraction."""
    found = captures(file, LINE + b"oops\n" + LINE[:-9] + b"\n" + LINE)
    assert [capture.kind for capture in found] == ["json", "", "json", "json"]
    (finding,) = found[1].findings
    assert (finding.code, finding.place.line, finding.place.column) == ("LD113", 2, 1)
    report = Report()
    assert not extract(found[2], report).fragments
    assert {f.place.line for f in report.findings if f.place.line} == {3}
    assert extract(found[3], Report()).fragments


def test_two_broken_lines_after_the_first_do_not_hide_the_others(file: Path) -> None:
    """Nothing can follow a whole object but the next record."""
    assert names(captures(file, LINE + b"{\nnull\n" + LINE)) == ["1", "2", "3", "4"]


def test_a_cut_first_line_does_not_hide_the_others(file: Path) -> None:
    """Two objects in two lines are JSON Lines if either of them is whole."""
    assert names(captures(file, LINE[:-9] + b"\n" + LINE)) == ["1", "2"]


def test_findings_in_a_line_show_the_line_of_the_file(file: Path) -> None:
    """A doubled key in the third line is at line 3, at its column in that line."""
    found = captures(file, LINE * 2 + LINE.replace(b"{", b'{"name": 1, ', 1))
    report = Report()
    extract(found[2], report)
    (finding,) = report.findings
    assert (finding.place.line, finding.place.column) == (3, 67)


def test_a_line_beyond_the_limit_is_left_out_and_the_next_is_read(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may even be the first one."""
    monkeypatch.setattr(limits, "LIMIT_BYTES", 1000)
    found = captures(file, LINE.replace(b"N", b"N" * 2000) + LINE)
    assert [(c.kind, len(c.data)) for c in found] == [("", 0), ("json", len(LINE) - 1)]
    assert codes(found) == ["LD103"]


@pytest.mark.parametrize("packed", [False, True])
def test_memory_does_not_grow_with_the_number_of_lines(file: Path, *, packed: bool) -> None:
    """Twenty megabytes of lines are read in less than three, gzip included."""
    lines = (LINE.replace(b"N", b"%d " % n * 300) for n in range(10_000))
    with gzip.open(file, "wb", 1) if packed else file.open("wb") as out:
        out.writelines(lines)
    tracemalloc.start()
    count = sum(1 for _ in read([str(file)]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 10_000
    assert peak < 3_000_000


def test_damage_at_the_end_travels_with_a_capture_near_it(file: Path) -> None:
    """No capture is made up for it."""
    lines = b"".join(LINE.replace(b"N", os.urandom(300).hex().encode()) for _ in range(900))
    found = captures(file, gzip.compress(lines) + b"garbage")
    assert len(found) == 900
    assert codes(found) == ["LD105"]


# Zip


def test_members_of_a_zip_are_captures_by_name(file: Path) -> None:
    """Sorted, with containers in them opened, and hidden ones left out."""
    data = packed(
        ("b/page.html", PAGE),
        ("a.jsonl", LINE * 2),
        ("c.gz", gzip.compress(PAGE)),
        (".hidden", PAGE),
        ("__MACOSX/b/._page.html", PAGE),
    )
    assert names(captures(file, data)) == ["a.jsonl!1", "a.jsonl!2", "b/page.html", "c.gz"]


def test_a_name_that_climbs_out_of_the_archive_writes_no_file(tmp_path: Path) -> None:
    """Nothing is unpacked under its name; the name is only shown, escaped."""
    folder = tmp_path / "in"
    folder.mkdir()
    data = packed(("../evil", PAGE), ("/etc/evil", PAGE), ("a\nb", PAGE))
    found = captures(folder / "z", data)
    assert names(found) == ["../evil", "/etc/evil", "a\\nb"]
    assert list(tmp_path.rglob("*")) == [folder, folder / "z"]


def test_a_name_of_any_length_is_shown_in_a_thousand_characters(file: Path) -> None:
    """Two that are the same for so long are told apart, and keep being so in another archive."""
    same = "x" * 60_000
    found = names(captures(file, packed((same, PAGE), (f"{same}y", PAGE), ("z" * 1000, PAGE))))
    assert [name[:1001] for name in found] == ["x" * 1000 + "…"] * 2 + ["z" * 1000]
    assert len(set(found)) == 3
    assert max(map(len, found)) == 1017
    assert found[0] in names(captures(file, packed(("a", PAGE), (same, PAGE))))


def test_a_huge_member_is_refused_and_the_others_are_read(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its ratio, or by its size."""
    monkeypatch.setattr(limits, "FREE_BYTES", 100_000)
    monkeypatch.setattr(limits, "LIMIT_BYTES", 8_000_000)
    noise = os.urandom(8_000_000)
    found = captures(file, packed(("a", bytes(9_000_000)), ("b", PAGE + noise), ("c", PAGE)))
    assert [[f.code for f in c.findings] for c in found] == [["LD104"], ["LD103"], []]
    assert [capture.kind for capture in found] == ["", "", "html"]


def test_an_archive_of_many_small_bombs_stops_at_its_ratio(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nine megabytes in an archive of ten kilobytes: the fourth member and the rest are left."""
    monkeypatch.setattr("ld_convert.read.FREE_IN_ALL_BYTES", 1_000_000)
    found = captures(file, packed(*((name, PAGE + bytes(1_500_000)) for name in "abcdef")))
    assert [[f.code for f in c.findings] for c in found] == [[], [], [], ["LD104"]]


def test_members_that_cannot_be_opened_are_findings(file: Path) -> None:
    """A password, and a checksum that does not fit; the third is fine."""
    data = bytearray(packed(("a", PAGE), ("b", PAGE), ("c", PAGE)))
    table = data.index(b"PK\x01\x02")
    data[table + 8] |= 1  # general purpose bit 0: encrypted
    second = data.index(b"PK\x01\x02", table + 4)
    data[second + 16] ^= 0xFF  # CRC-32
    local = data.index(b"PK\x03\x04", 4)
    data[local + 14] ^= 0xFF
    found = captures(file, bytes(data))
    assert [[f.code for f in c.findings] for c in found] == [["LD111"], ["LD111"], []]


def test_a_cut_zip_is_a_finding(file: Path) -> None:
    """Its table of contents is gone."""
    assert codes(captures(file, packed(("a", PAGE))[:-10])) == ["LD110"]


def test_an_empty_zip_is_a_finding(file: Path) -> None:
    """Nothing is not silently nothing."""
    assert codes(captures(file, packed())) == ["LD112"]


def test_a_zip_on_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Although a zip is read from its end."""
    data = packed(("a", PAGE), ("b.zip", packed(("c", PAGE))))
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(data)))
    assert [capture.source for capture in read(["-"])] == ["-!a", "-!b.zip!c"]


def test_members_of_one_name_are_told_apart(file: Path) -> None:
    """An archive may hold a name twice."""
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = packed(("a", PAGE), ("a", PAGE))
    assert names(captures(file, data)) == ["a", "a (2)"]


def test_a_member_has_its_own_date_without_a_zone_unless_it_is_known(file: Path) -> None:
    """A zip date is local time of nobody knows where; the extra field 0x5455 is in UTC."""
    known = zipfile.ZipInfo("a", (2024, 5, 1, 12, 0, 0))
    known.extra = b"UT\x05\x00\x01" + (1_700_000_000).to_bytes(4, "little")
    local, unknown = zipfile.ZipInfo("b", (2024, 5, 1, 12, 0, 0)), zipfile.ZipInfo("c")
    found = captures(file, packed((known, PAGE), (local, PAGE), (unknown, PAGE)))
    assert [capture.modified for capture in found[:2]] == [
        "2023-11-14T22:13:20Z",
        "2024-05-01T12:00:00",
    ]
    assert found[2].modified == captures(file.with_name("g"), PAGE)[0].modified


# HAR


def entry(text: Any, mime: str = "text/html", url: str = "https://a.example/x", **more: Any) -> Any:
    body = {"mimeType": mime, "text": text, **more}
    response = {"status": 200, "headers": [{"name": "link", "value": "<b>; rel=c"}]}
    return {
        "startedDateTime": "2024-05-01T12:00:00.123+02:00",
        "request": {"method": "GET", "url": url},
        "response": {**response, "content": body},
    }


def session(*entries: Any) -> bytes:
    log = {"version": "1.2", "creator": {"name": "test"}, "pages": [], "entries": list(entries)}
    return json.dumps({"log": log}).encode()


def test_a_response_has_its_address_date_and_links(file: Path) -> None:
    """The date is turned into UTC."""
    (capture,) = captures(file, session(entry(PAGE.decode())))
    assert names([capture]) == ["1 https://a.example/x"]
    assert (capture.kind, capture.url, capture.data) == ("html", "https://a.example/x", PAGE)
    assert capture.modified == "2024-05-01T10:00:00Z"
    assert capture.links == ("<b>; rel=c",)


def test_only_pages_and_payloads_of_a_session_are_captures(file: Path) -> None:
    """Scripts hold pieces of pages; what is left out is counted once."""
    flight = '0:{"a":1}\n'
    found = captures(
        file,
        session(
            entry("var a = '<body >'", "application/javascript"),
            entry(flight, "text/x-component"),
            entry("iVBORw0KGgo=", "image/png", encoding="base64"),
            entry(LINE.decode(), "application/ld+json"),
            entry("", "text/html"),
            {"request": 5},
            None,
        ),
    )
    assert [(c.source.partition("!")[2][0], c.kind) for c in found] == [
        ("2", "flight"),
        ("4", "json"),
    ]
    assert codes(found) == ["LD122"]
    assert found[1].findings[0].message.startswith("left out 5 responses")


@pytest.mark.parametrize(
    "log",
    [
        {"version": "1.2", "_cache": {"entries": []}},
        {"version": "1.2", "pages": [{"entries": [1, 2]}]},
        {"browser": {"name": "b"}, "version": "1.2"},
        {"comment": "saved by hand", "version": "1.2"},
        {"_tool": 1, "version": "1.2"},
    ],
)
def test_the_entries_are_those_of_the_log_itself(file: Path, log: dict[str, Any]) -> None:
    """Whatever member the log begins with, and whatever other parts call theirs."""
    text = json.dumps({"log": {**log, "entries": [entry(PAGE.decode())]}})
    (capture,) = captures(file, text.encode())
    assert (capture.data, capture.findings) == (PAGE, ())


def test_a_number_of_any_length_spoils_no_entry(file: Path) -> None:
    """Python makes no integer of more than 4,300 digits."""
    text = session(entry(PAGE.decode()), entry(PAGE.decode())).decode()
    found = captures(file, text.replace('"request"', f'"time": {"9" * 5_000}, "request"').encode())
    assert [capture.data for capture in found] == [PAGE, PAGE]
    assert not codes(found)


def test_a_body_in_base64_has_the_charset_of_its_header(file: Path) -> None:
    """A text has been decoded by the browser already, whatever its header says."""
    data = "<title>é</title>".encode("latin-1")
    coded = entry(base64.b64encode(data).decode(), "text/html; charset=latin1", encoding="base64")
    plain = entry("<title>é</title>", "text/html; charset=latin1")
    found = captures(file, session(coded, plain, entry("a", encoding="base64")))
    assert [(c.data, c.declared) for c in found] == [
        (data, "latin1"),
        ("<title>é</title>".encode(), "utf-8"),
    ]
    assert sorted(codes(found)) == ["LD121", "LD122"]


def test_a_cut_session_is_used_up_to_the_cut(file: Path) -> None:
    """Two of three responses are there."""
    found = captures(file, session(*[entry(PAGE.decode())] * 3)[:-100])
    assert len(found) == 2
    assert codes(found) == ["LD120"]


def test_json_that_only_begins_like_a_session_is_json(file: Path) -> None:
    """A record may have a property of the name log."""
    (capture,) = captures(file, b'{"log": {"version": "1"}, "@type": "Dataset"}')
    assert (capture.kind, capture.source) == ("json", str(file))
