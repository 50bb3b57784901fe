"""Character references in the strings of JSON."""

from __future__ import annotations

import json

import pytest

from ld_convert.extract import extract
from ld_convert.extract.character_references import (
    decode_references,
    decoded,
    has_references,
)
from ld_convert.findings.report import Report
from ld_convert.model import Capture, Json, Page

RECORD = {
    "@context": "https://schema.org/",
    "@type": "Dataset",
    "@id": "https://a.example/d?x=1&amp;y=2",
    "name": "Tides &amp; surges",
    "distribution": [{"@type": "DataDownload", "contentUrl": "/get?file=1&#038;fmt=csv"}],
}
PLAIN = {
    **RECORD,
    "@id": "https://a.example/d?x=1&y=2",
    "name": "Tides & surges",
    "distribution": [{"@type": "DataDownload", "contentUrl": "/get?file=1&fmt=csv"}],
}


def found(page: str, kind: str = "html", *, repair: bool = True) -> tuple[Page, Report]:
    report = Report()
    return extract(Capture("page", page.encode(), kind), report, repair=repair), report


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Tides &amp; surges", "Tides & surges"),
        ("5 &lt; x &#8211; &#x20AC;&nbsp;3", "5 < x \u2013 \u20ac\u00a03"),
        ("O&#039;Neill &quot;north&quot;", 'O\'Neill "north"'),
        ("AT&T, R&D; &unknown; &copy", "AT&T, R&D; &unknown; &copy"),
        ("&#0; &#xD800; &#1114112; &#128;", "&#0; &#xD800; &#1114112; &#128;"),
        ("<p>a &amp; b</p>", "<p>a &amp; b</p>"),
        ("&lt;p&gt;a &amp;amp; b&lt;/p&gt;", "&lt;p&gt;a &amp;amp; b&lt;/p&gt;"),
        ("https://a.example/?a=1&amp;b=2&copy;=3", "https://a.example/?a=1&b=2&copy;=3"),
        ("https://a.example/?a=1&AMP;b=2&#x26;c=3&#38;d", "https://a.example/?a=1&b=2&c=3&d"),
        ("/get?a=1&amp;lt=2", "/get?a=1&lt=2"),
        ("mailto:a&amp;b@a.example", "mailto:a&b@a.example"),
        ("eau/caf&eacute;", "eau/caf\u00e9"),
        ("caf&eacute;?", "caf\u00e9?"),
        ("eau/caf&eacute; ou th&eacute;?", "eau/caf\u00e9 ou th\u00e9?"),
    ],
)
def test_references_are_decoded_once_and_html_stays_html(text: str, wanted: str) -> None:
    """In an address only the ampersand is decoded; what is no reference stays as it is."""
    assert decoded(text) == wanted


def script(value: Json) -> str:
    return f"<script type='application/ld+json'>{json.dumps(value)}</script>"


def test_all_strings_of_a_page_are_decoded_alike() -> None:
    """The name, the address and the @id come out plain, with one finding at the first of them."""
    page, report = found(script(RECORD))
    assert [fragment.value for fragment in page.fragments] == [PLAIN]
    (finding,) = (finding for finding in report.findings if finding.code == "LD249")
    assert "3 strings" in finding.message
    assert finding.place.pointer == "/@id"


def test_a_record_with_references_and_one_without_are_one() -> None:
    """A page often holds its record escaped in a script and plain in its state."""
    page, _ = found(script(RECORD) + script(PLAIN))
    (fragment,) = page.fragments
    assert len(fragment.origins) == 2


def test_a_json_document_is_decoded_as_a_script_is() -> None:
    """The kind of capture makes no difference."""
    page, _ = found(json.dumps(RECORD), "json")
    assert [fragment.value for fragment in page.fragments] == [PLAIN]


def test_without_repairs_the_strings_stay_as_the_page_has_them() -> None:
    """To decode is a repair like others."""
    page, report = found(script(RECORD), repair=False)
    assert [fragment.value for fragment in page.fragments] == [RECORD]
    assert report.findings == []


@pytest.mark.parametrize(
    ("data", "may_hold"),
    [
        (b"a &amp; b", True), (b"&#39;", True), (b"&#x27;", True), (b"&#X27;", True),
        (b"a & b;", False), (b"&;", False), (b"&#;", False), (b"&#12345678;", False),
        (b"&a;", False), (b"&ab;", True), (b"amp;", False), (b"", False),
    ],
)  # fmt: skip
def test_a_reference_is_an_ampersand_a_name_or_a_number_and_a_semicolon(
    data: bytes, *, may_hold: bool
) -> None:
    """HTML Standard, 13.1.4: a text without one is not read again."""
    assert has_references(data) is may_hold


def test_each_changed_string_is_named_by_its_pointer() -> None:
    """In the order of the text; keys and contexts stay, and the first reference is shown."""
    value: Json = {
        "@context": {"a&amp;": "x&amp;"},
        "b/c": ["1", "&lt;2", {"@context": "&amp;", "d": "&amp; &gt;"}],
        "e": {"f": "g", "h&amp;": "i&eacute;"},
        "j": ["<b>&amp;</b>", 5, None],
    }
    assert decode_references(value) == (
        ["/b~1c/1", "/b~1c/2/@context", "/b~1c/2/d", "/e/h&amp;"], "&lt;"
    )  # fmt: skip
    assert value == {
        "@context": {"a&amp;": "x&amp;"},
        "b/c": ["1", "<2", {"@context": "&", "d": "& >"}],
        "e": {"f": "g", "h&amp;": "i\u00e9"},
        "j": ["<b>&amp;</b>", 5, None],
    }
    assert decode_references(["a", {}]) == ([], "")
