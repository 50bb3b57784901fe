"""Rows of a flight payload that are cut, recoded or odd."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ld_convert.extract.flight.rows import (
    Measure,
    in_bytes,
    in_characters,
    in_unix_bytes,
    in_unix_characters,
)
from tests.support.flight import decode, problems, text_row


def latin_1(data: bytes) -> bytes:
    """Return UTF-8 that was taken for Latin-1 and saved as UTF-8."""
    return data.decode("latin-1").encode()


def windows_lines(data: bytes) -> bytes:
    """Return bytes as an editor saves them whose lines end in CR LF."""
    return data.replace(b"\n", b"\r\n")


# 1 to 8: rows that state their length


def test_a_text_that_the_payload_cuts_is_kept_as_far_as_it_goes() -> None:
    """One problem tells of the cut, and the rows before it are whole."""
    flight = decode(b'1:{"x":1}\n2:T20,only the beg')
    assert (flight.rows[1].value, flight.rows[2].value) == ({"x": 1}, "only the beg")
    assert problems(flight) == ["LD201"]


def test_a_text_cut_inside_a_character_ends_before_that_character() -> None:
    """No U+FFFD is added where the rest of a character is missing."""
    assert decode("1:T20,né".encode()[:-1]).rows[1].value == "n"


def test_a_cut_text_that_holds_lines_like_rows_is_one_text() -> None:
    """Lines with ids that were met before are not the rows that a wrong length swallowed."""
    flight = decode(b'1:"one"\n2:Tfff,a\n1:{"x":1}\nb\n1:{"x":1}\n')
    assert flight.rows[2].value == 'a\n1:{"x":1}\nb\n1:{"x":1}\n'
    assert (list(flight.rows), problems(flight)) == ([1, 2], ["LD201"])


def test_a_json_row_that_the_payload_cuts_is_left_out() -> None:
    """Half an object is no value; the cut is told, not a JSON error."""
    flight = decode(b'1:{"x":1}\n0:{"y":"$1","z":[1,')
    assert (flight.root, list(flight.rows), problems(flight)) == (None, [1], ["LD201"])


@pytest.mark.parametrize("end", [b"2", b"2:", b"2:T", b"2:T1f"])
def test_a_row_cut_in_its_head_is_one_truncation(end: bytes) -> None:
    """Neither an id alone nor half a length is called garbage."""
    flight = decode(b"1:null\n" + end)
    assert list(flight.rows) == [1]
    assert problems(flight) == ["LD201"]


def test_reading_goes_on_after_a_length_that_is_too_small() -> None:
    """The next line that starts like a row is read as one."""
    flight = decode(b'1:T3,abc and more\n2:{"x":1}\n0:["$2"]\n')
    assert flight.root == [{"x": 1}]
    assert (flight.rows[1].value, problems(flight)) == ("abc", ["LD202"])


def test_a_length_that_swallows_rows_is_cut_back_to_the_first_of_them() -> None:
    """Rows inside the stated length of a text that ends badly are rows after all."""
    flight = decode(b'1:T1c,short text\n2:{"x":1}\n3:{"y":2}\n0:["$1","$2"]\n')
    assert flight.root == ["short text", {"x": 1}]
    assert problems(flight) == ["LD202"]


def test_a_length_beyond_the_end_is_wrong_where_whole_rows_follow() -> None:
    """A payload that ends in good order was not cut."""
    flight = decode(b'1:Tfff,short text\n2:{"x":1}\n0:["$1","$2"]\n')
    assert (flight.root, problems(flight)) == (["short text", {"x": 1}], ["LD202"])


@pytest.mark.parametrize("length", ["zz,", "", "a" * 40 + ","])
def test_a_length_that_is_no_number_costs_its_row_only(length: str) -> None:
    """Letters, nothing and 40 digits are reported, and the next row is read."""
    flight = decode(f'1:T{length}text\n0:{{"x":1}}\n'.encode())
    assert (flight.root, problems(flight)) == ({"x": 1}, ["LD202"])


@pytest.mark.parametrize(
    ("data", "code", "offset", "values"),
    [
        (b"0:1\n1:Tqq,x\n2:1\n", "LD202", 4, {"row": "1", "length": "qq"}),
        (b"1:T" + b"q" * 41 + b",x\n0:1\n", "LD202", 0, {"row": "1", "length": "q" * 40}),
        (b"0:1\nno\n1:1\n", "LD205", 4, {"count": 3, "text": "no\n"}),
        (
            b"0:" + b"[" * 1001 + b"NaN" + b"]" * 1001 + b"\n",
            "LD208",
            2,
            {"row": "0", "depth": 1001},
        ),
        (b'0:1\n1:I"x"\n', "LD206", 7, {"row": "1", "reason": "not a module"}),
        (b"0:1\n1:E\n", "LD216", 7, {"row": "1", "digest": "none"}),
        (b"0:1\n" + b"no" * 21 + b"\n1:1\n", "LD205", 4, {"count": 43, "text": "no" * 20}),
    ],
)
def test_what_is_no_row_is_shown_with_its_first_forty_bytes(
    data: bytes, code: str, offset: int, values: dict[str, object]
) -> None:
    """At its offset, behind a tag that was read; of bytes between two rows their number too."""
    [told] = decode(data).findings
    assert (told.code, told.offset, told.values) == (code, offset, values)


def test_lengths_that_count_characters_are_read_as_such() -> None:
    """A payload that went through Latin-1 counts what are characters now; one warning says so."""
    sent = text_row("1", "Größe") + text_row("2", "naïve é") + b'0:["$1","$2"]\n'
    flight = decode(latin_1(sent))
    assert flight.root == ["Größe".encode().decode("latin-1"), "naïve é".encode().decode("latin-1")]
    assert [(p.code, p.values) for p in flight.findings] == [("LD203", {"unit": "characters"})]


def test_lengths_count_characters_only_where_that_leaves_nothing_over() -> None:
    """One wrong length is better than a line between the rows that belongs to none."""
    flight = decode('1:T3,ééé7:"x"\nno row\n0:"$1"\n'.encode())
    assert list(flight.rows) == [1, 0]
    assert problems(flight) == ["LD202", "LD210"]


@pytest.mark.parametrize(
    ("measure", "data", "length", "end"),
    [
        (in_bytes, b"abc", 4, 5),
        (in_characters, "aéb".encode(), 2, 4),
        (in_characters, "aéb".encode(), 3, 5),
        (in_characters, b"a\xffb", 2, 3),
        (in_characters, b"ab", 2, 3),
        (in_characters, "éé".encode(), 3, 6),
        (in_characters, "é€".encode(), 4, 7),
        (in_unix_bytes, b"a\r\nb", 2, 4),
        (in_unix_bytes, b"a\r\nb", 3, 5),
        (in_unix_bytes, b"\r\n\r\n\r\n", 3, 7),
        (in_unix_bytes, b"a\r\nb", 4, 6),
        (in_unix_characters, "é\r\nb".encode(), 2, 5),
        (in_unix_characters, "\r\né\r\n".encode(), 3, 7),
        (in_unix_characters, b"\xff\r\nb", 3, 5),
        (in_unix_characters, "é\r\nb".encode(), 4, 7),
        (in_unix_characters, b"ab", 3, 4),
    ],
)
def test_a_measure_gives_the_end_of_a_text(
    measure: Measure, data: bytes, length: int, end: int
) -> None:
    """One byte behind the payload where it holds no text of this length; broken bytes count."""
    assert measure(b"," + data, 1, length) == end


def test_lengths_of_a_payload_with_windows_line_ends_are_counted_without_them() -> None:
    r"""Each \r that an editor put before a newline is left out of the count."""
    sent = text_row("1", "a\nb\nc") + text_row("2", "d\ne") + b'0:["$1","$2"]\n'
    flight = decode(windows_lines(sent))
    assert flight.root == ["a\r\nb\r\nc", "d\r\ne"]
    assert problems(flight) == ["LD203"]


@pytest.mark.parametrize(
    "recode", [latin_1, windows_lines, lambda data: windows_lines(latin_1(data))]
)
def test_a_recoded_capture_keeps_all_its_rows(
    shared: Path, recode: Callable[[bytes], bytes]
) -> None:
    """Texts are as long as before, whatever was done to their bytes."""
    data = (shared / "captures" / "harmony-leo.rsc.txt").read_bytes()
    flight = decode(recode(data))
    assert list(flight.rows) == list(decode(data).rows)
    assert problems(flight) == ["LD203"]


def test_a_length_that_ends_inside_a_character_gives_a_replacement() -> None:
    """The row keeps its length, its last character becomes U+FFFD."""
    flight = decode(b'1:T2,a\xc3\n0:["$1"]\n')
    assert (flight.root, problems(flight)) == (["a\ufffd"], ["LD210"])


def test_a_text_that_looks_like_rows_stays_text() -> None:
    """The length decides, not the newline."""
    text = 'a\n1:{"x":1}\n2:"b"\n'
    flight = decode(text_row("1", text) + b'0:"$1"\n')
    assert (flight.root, list(flight.rows), problems(flight)) == (text, [1, 0], [])


@pytest.mark.parametrize("text", ["$5", "$$5", "$", "$undefined", "$$$"])
def test_a_text_that_starts_with_a_dollar_sign_is_unchanged(text: str) -> None:
    """T rows hold no model strings, neither alone, nor referred to, nor in a stream."""
    flight = decode(text_row("1", text) + b'2:R\n0:["$1","$2"]\n' + text_row("2", text) + b"2:C\n")
    assert flight.rows[1].value == text
    assert flight.root == [text, [text]]


# 9 to 11: how rows stand in the payload


@pytest.mark.parametrize(
    "data",
    [
        b'1:{"x":1}\n0:"$1"',
        b'\n\n1:{"x":1}\n\n\n0:"$1"\n\n',
        b'1:{"x":1}\r\n0:"$1"\r\n',
        b'\xef\xbb\xbf1:{"x":1}\n0:"$1"\n',
    ],
)
def test_missing_newline_blank_lines_windows_lines_and_bom_are_accepted(data: bytes) -> None:
    """None of them is a problem, and the content of a row excludes its line end."""
    flight = decode(data)
    row = flight.rows[1]
    assert (flight.root, problems(flight)) == ({"x": 1}, [])
    assert data[row.start : row.end] == b'{"x":1}'


def test_ids_are_numbers_of_any_case_and_size() -> None:
    """Upper case and more than 32 bits refer to the same row as lower case."""
    flight = decode(b'AB:1\n1234567890abc:2\n0:["$ab","$AB","$1234567890ABC"]\n')
    assert (flight.root, problems(flight)) == ([1, 1, 2], [])


def test_ids_that_collide_in_another_case_are_a_duplicate() -> None:
    """`A` and `a` are one id."""
    assert problems(decode(b"A:1\na:2\n")) == ["LD211"]


def test_the_first_of_two_rows_with_one_id_counts() -> None:
    """The second is reported at its own offset."""
    flight = decode(b"0:1\n0:2\n")
    assert (flight.root, [(p.code, p.offset) for p in flight.findings]) == (1, [("LD211", 6)])
