"""What the elements of a head state, and how attributes are read, case by case."""

from __future__ import annotations

from dataclasses import fields

import pytest

from ld_convert.extract.html.attributes import FEW, attributes_of
from ld_convert.extract.html.head import Link, head_of, markup_words
from ld_convert.model import Text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a=\"1\" B=2 c='3' d", {"a": "1", "b": "2", "c": "3", "d": ""}),
        ('a="" b=""', {"a": "", "b": ""}),
        ("A=1 a=2", {"a": "1"}),
        ('a="&amp;"', {"a": "&"}),
        ('a="&quot;&#x27;&#39;&lt;&gt;"', {"a": "\"''<>"}),
        ('a="x&copy=1&copy;&unknown;"', {"a": "x&copy=1\u00a9&unknown;"}),
        ('a="&#233;&#xe9;"', {"a": "\u00e9\u00e9"}),
        ('a="&amp;lt;"', {"a": "&lt;"}),
        ('a="' + "&quot;" * (FEW + 1) + '"', {"a": '"' * (FEW + 1)}),
        ('a="' + "&#x27;&#39;&lt;&gt;&quot;&amp;" * FEW + '"', {"a": "''<>\"&" * FEW}),
        ('a="' + "&quot;&amp;lt;" * FEW + '"', {"a": '"&lt;' * FEW}),
        ('a="' + "&eacute;&lt;" * FEW + '"', {"a": "\u00e9<" * FEW}),
        ("", {}),
    ],
)
def test_an_attribute_is_read_as_browsers_read_it(text: str, found: dict[str, str]) -> None:
    """HTML Standard, 13.2.5: the first of two counts, and references are decoded once."""
    data = f"<p {text}>".encode()
    assert attributes_of(data, 2, len(data) - 1) == found


def said(html: str) -> dict[str, object]:
    """What a head states, without what it does not."""
    found = head_of(Text.whole(html.encode()))
    stated = {field.name: getattr(found, field.name) for field in fields(found)}
    return {key: value for key, value in stated.items() if value}


@pytest.mark.parametrize(
    ("html", "states"),
    [
        ('<base href=" http://a/ "><base href="http://b/">', {"base": "http://a/"}),
        ('<base href="/x/">', {"base": "/x/"}),
        ('<base href="javascript:x"><base href="  "><base>', {}),
        ("<title> A  &amp; B </title><title>C</title>", {"title": "A & B"}),
        ("<title> </title><title>C</title>", {"title": "C"}),
        ('<html lang=" de "><html lang="en">', {"lang": "de"}),
        ('<html lang="">', {}),
        ('<meta property="og:url" content=" http://a/1 ">',
         {"og": "http://a/1", "metas": (("og:url", " http://a/1 "),)}),
        ('<meta name="OG:URL" content="http://a/1"><meta name="og:url" content="http://a/2">',
         {"og": "http://a/1", "metas": (("OG:URL", "http://a/1"), ("og:url", "http://a/2"))}),
        ('<meta itemprop="x" content="">', {"metas": (("x", ""),)}),
        ('<meta name="a" property="b" content="c">', {"metas": (("a", "c"),)}),
        ('<meta name="a"><meta content="c">', {}),
        ('<meta http-equiv=" Refresh " content="0; url=/x">', {"refresh": "/x"}),
        ('<meta http-equiv="refresh" content="5;URL=\'/x\' y">', {"refresh": "/x"}),
        ('<meta http-equiv="refresh" content=" 0 ; /x ">', {"refresh": "/x"}),
        ('<meta http-equiv="refresh" content="5">', {}),
        ('<meta http-equiv="refresh" content="0;url=">', {}),
        ('<meta http-equiv="refresh">', {}),
        ('<link rel=" Canonical  next" href=" /c " type="t" title="T">',
         {"canonical": "/c", "links": (Link("canonical next", "/c", "t", "T"),)}),
        ('<link href="/x"><link rel="canonical" href=" ">', {"links": (Link("", "/x", "", ""),)}),
        ('<link rel="notcanonical" href="/x">', {"links": (Link("notcanonical", "/x", "", ""),)}),
    ],
)  # fmt: skip
def test_of_repeated_statements_the_first_counts(html: str, states: dict[str, object]) -> None:
    """Ends are trimmed, and what states nothing is passed over."""
    assert said(f"<!DOCTYPE html>{html}") == states


def test_markup_is_known_by_its_attribute_whatever_its_case() -> None:
    """Microdata by itemscope, RDFa by typeof."""
    assert markup_words(Text.whole(b"<p ItemScope>")) == {b"itemscope"}
    assert markup_words(Text.whole(b"<p TYPEOF=x itemscope>")) == {b"itemscope", b"typeof"}
    assert markup_words(Text.whole(b"<p>")) == frozenset()
