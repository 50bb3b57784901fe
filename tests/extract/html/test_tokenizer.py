from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ld_convert.extract.html.encoding import decode_page
from ld_convert.extract.html.tokenizer import elements
from tests.support.growth import is_linear

TOKENS = (
    "<|>|/|!|--|<!--|-->|<script |</script>|<script>|<svg>|</svg>|<![CDATA[|]]>|<title>|=|'|\"|"
    "</title>|<style>|<base href=|<meta charset=|<desc>|a|&amp;|&copy|\x00|é| "
)
MARKUP = st.lists(st.sampled_from(TOKENS.split("|")) | st.text(max_size=3), max_size=30).map(
    lambda parts: "".join(parts).encode("utf-8", "replace")
)


def texts(page: bytes, name: str = "script") -> list[bytes]:
    return [page[e.start : e.end] for e in elements(page) if e.name == name]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (b"<script>{}</script>", [b"{}"]),
        (b"<SCRIPT>{}</ScRiPt\n>", [b"{}"]),
        (b"<script\ttype=a\n>{}</script>", [b"{}"]),
        (b"<script/type=a/>{}</script>", [b"{}"]),
        (b"<scripts>{}</scripts>", []),
        (b"<script a='>' b=\"</script>\">{}</script>", [b"{}"]),
        (b"<script a=b'c>{}</script>", [b"{}"]),
        (b"<script a='b'c>{}</script>", [b"{}"]),
        (b'<script =">{}</script>', [b"{}"]),
        (b"<p title='<script>1</script>'><script>2</script>", [b"2"]),
        (b"<p title=<script>1</script>", []),
        (b"<!-- <script>1</script> --><script>2</script>", [b"2"]),
        (b"<!--><script>1</script>-->", [b"1"]),
        (b"<!---><script>1</script>-->", [b"1"]),
        (b"<!----><script>1</script>-->", [b"1"]),
        (b"<!-- --!><script>1</script>", [b"1"]),
        (b"<!-- -- ><script>1</script>", []),
        (b"<!doctype html '><script>1</script>", [b"1"]),
        (b"<?php <script>1</script><script>2</script>", [b"2"]),
        (b"</ <script>1</script>", []),
        (b"</><script>1</script>", [b"1"]),
        (b"a < b <script>1</script>", [b"1"]),
        (b"<textarea><script>1</script></textarea><script>2</script>", [b"2"]),
        (b"<title><script>1</script></title ><script>2</script>", [b"2"]),
        (b"<style><script>1</script></style><script>2</script>", [b"2"]),
        (b"<xmp><script>1</script></xmp><script>2</script>", [b"2"]),
        (b"<iframe srcdoc='<script>0</script>'><script>1</script></iframe>", []),
        (b"<noembed><script>1</script></noembed><script>2</script>", [b"2"]),
        (b"<noframes><script>1</script></noframes><script>2</script>", [b"2"]),
        (b"<plaintext><script>1</script></plaintext><script>2</script>", []),
        (b"<textarea></textareas><script>1</script>", []),
        (b"<template><script>1</script></template>", [b"1"]),
        (b"<noscript><script>1</script></noscript>", [b"1"]),
        (b"<script>1", [b"1"]),
        (b"<script>1</script", [b"1</script"]),
        (b"<script>1</script foo", [b"1"]),
        (b"<script>1</script foo='>'>2", [b"1"]),
        (b"<script>1</scripts></script>", [b"1</scripts>"]),
        (b"<script", []),
        (b"<script type='a", []),
        (b"<script>1<\\/script>2</script>", [b"1<\\/script>2"]),
        (b"<script><!--1</script>2", [b"<!--1"]),
        (b"<script><!--<script>1</script>2</script>3", [b"<!--<script>1</script>2"]),
        (b"<script><!--<script>1--></script>2", [b"<!--<script>1-->"]),
        (b"<script><!--><script>1</script>2</script>", [b"<!--><script>1"]),
        (b"<script><!--<script>1</script>2", [b"<!--<script>1</script>2"]),
        (b"<script><script>1</script>2</script>", [b"<script>1"]),
        (b"<svg><script><![CDATA[</script>]]></script></svg>", [b"<![CDATA[</script>]]>"]),
        (b"<script><![CDATA[</script>]]></script>", [b"<![CDATA["]),
        (b"<svg><script/><script>1</script></svg>", [b"", b"1"]),
        (b"<svg><style><script>1</script></style></svg>", [b"1"]),
        (b"<svg><p><style><script>1</script></style>", []),
        (b"<svg><desc><style><script>1</script></style></desc></svg>", []),
        (b"<svg><![CDATA[<script>1</script>]]></svg>", []),
        (b"<script>1</script><script>2</script>", [b"1", b"2"]),
    ],
)
def test_a_script_is_found_where_a_browser_finds_it(page: bytes, expected: list[bytes]) -> None:
    """The texts of the scripts are those of the HTML Standard's tokenizer."""
    assert texts(page) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        (b"<base HREF=/a>", {"href": "/a"}),
        (b"<base href = '/a'>", {"href": "/a"}),
        (b'<base href="/a"target=b>', {"href": "/a", "target": "b"}),
        (b"<base href=/a href=/b>", {"href": "/a"}),
        (b"<base href='?a=1&amp;b=2'>", {"href": "?a=1&b=2"}),
        (b"<base href='?a=1&copy=2'>", {"href": "?a=1&copy=2"}),
        (b"<base href='?a=1&copyx'>", {"href": "?a=1&copyx"}),
        (b"<base href='&copy;&copy &#65;&#x42;'>", {"href": "\u00a9\u00a9 AB"}),
        (b"<base a b=>", {"a": "", "b": ""}),
        (b"<base a=b/>", {"a": "b/"}),
        ("<base ü='\u00fc'>".encode(), {"ü": "ü"}),
    ],
)
def test_attributes_are_read_as_a_browser_reads_them(tag: bytes, expected: dict[str, str]) -> None:
    """Names are in lower case, references decoded, and the first of two equal names counts."""
    assert [element.attributes for element in elements(tag)] == [expected]


def test_elements_come_in_document_order_with_their_offsets() -> None:
    """The offset is that of the `<`, start and end enclose the text."""
    page = b"<html lang=de><title>T</title><meta name=a><svg><title>no</title></svg><link rel=b>"
    found = [(e.name, e.offset, page[e.start : e.end]) for e in elements(page)]
    assert found == [
        ("html", 0, b""),
        ("title", 14, b"T"),
        ("meta", 30, b""),
        ("link", page.index(b"<link"), b""),
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        b"<",
        b"<!--",
        b"<a b='",
        b"<a b='>",
        b"<a ",
        b"</",
        b"<!",
        b"<script>",
        b"<script><!--",
        b"<!--<script>",
        b"<script><!--<script>",
        b"</script",
        b"<title>",
        b"<svg>",
        b"<svg><desc>",
        b"</svg></desc>",
        b"<svg><script><![CDATA[",
        b"<svg><script>]]",
    ],
)
def test_hostile_markup_takes_no_longer_than_its_size_allows(hostile: bytes) -> None:
    """Four times the input takes less than twelve times as long: not quadratic."""

    def read_markup(size: int) -> None:
        list(elements(hostile * (size // len(hostile))))

    assert is_linear(read_markup, 200_000, 800_000, times=12, least=0.002)


@given(st.binary() | MARKUP)
def test_any_bytes_are_read_without_an_error(data: bytes) -> None:
    """Every element lies within the page and behind the one before."""
    last = 0
    page, _ = decode_page(data)
    for element in elements(page):
        assert last <= element.offset < element.start <= element.end <= len(page)
        assert page[element.offset : element.offset + 1] == b"<"
        last = element.end


def test_a_utf_8_page_comes_back_as_the_same_object() -> None:
    """Offsets in the page are offsets in the capture, with a byte order mark or without."""
    for data in ("<p>é".encode(), "\ufeff<p>é".encode(), b"", b"<meta charset=utf-8>"):
        assert decode_page(data) == (data, [])
        assert decode_page(data)[0] is data


@pytest.mark.parametrize(
    ("data", "declared", "text", "codes"),
    [
        ("é漢".encode("utf-16"), None, "é漢", ["LD251"]),
        (b"\xfe\xff" + "é".encode("utf-16-be"), "utf-8", "é", ["LD251"]),
        (b"<meta charset=iso-8859-1>\xe9\x93", None, "<meta charset=iso-8859-1>é\u201c", ["LD251"]),
        (b"<meta charset='latin1'>\x81", None, "<meta charset='latin1'>\x81", ["LD251"]),
        (b"\xe9", "windows-1252", "é", ["LD251"]),
        (b"\xe9", "ISO-8859-1", "é", ["LD251"]),
        ("Ω".encode("iso8859-7"), "iso-8859-7", "Ω", ["LD251"]),
        ("漢".encode("shift_jis"), "Shift_JIS", "漢", ["LD251"]),
        ("漢".encode("iso2022_jp"), "iso-2022-jp", "漢", ["LD251"]),
        (b"a\xe9b\xff", None, "a\xe9b\xff", ["LD256"]),
        (b"a\xe9b\xff", "utf-8", "a\ufffdb\ufffd", ["LD250"]),
        (b"a\xe9\xef\xbf\xbd", None, "a\ufffd\ufffd", ["LD250"]),
        (b"<meta charset=utf-16>\xe9", None, "<meta charset=utf-16>\ufffd", ["LD250"]),
        ("é".encode(), "iso-8859-1", "é", ["LD252"]),
        (b"a", "rot13", "a", ["LD253"]),
        (b"a", "no-such", "a", ["LD253"]),
        (
            b'<meta http-equiv=Content-Type content="text/html; charset=koi8-r">\xc1',
            None,
            '<meta http-equiv=Content-Type content="text/html; charset=koi8-r">а',
            ["LD251"],
        ),
    ],
)
def test_a_page_is_decoded_by_mark_then_header_then_meta(
    data: bytes, declared: str | None, text: str, codes: list[str]
) -> None:
    """What cannot be read becomes U+FFFD, and every departure from UTF-8 is a problem."""
    page, problems = decode_page(data, declared)
    assert (page.decode(), [problem.code for problem in problems]) == (text, codes)


def test_unreadable_bytes_are_counted_and_the_first_is_placed() -> None:
    """The count leaves out U+FFFD that the page itself writes."""
    _, [problem] = decode_page(b"\xef\xbf\xbd ab \xff\xff", "utf-8")
    assert (problem.values["count"], problem.offset) == (2, 7)
