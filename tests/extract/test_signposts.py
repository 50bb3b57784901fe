from __future__ import annotations

import pytest

from ld_convert.extract import extract
from ld_convert.extract.signposts import MAX_SHOWN, Signpost, report_signposts, signposts
from ld_convert.findings.report import Report
from ld_convert.model import Capture, Text

RECORD = '<script type="application/ld+json">{"@type":"Dataset","name":"T"}</script>'
STUB = '<meta http-equiv="refresh" content="{}">'
TEXT = "<p>The heights of the tide at the gauge in the harbour, hour by hour.</p>"


def signs(html: str = "", *headers: str) -> list[Signpost]:
    return list(signposts(Text.whole(html.encode()), headers))


def kind(html: str, url: str | None = None) -> str:
    report = Report()
    page = extract(Capture("p.html", html.encode(), "html", url=url), report)
    named = [f.code for f in report.findings if f.code in ("LD261", "LD262", "LD263", "LD264")]
    codes = {"redirect": "LD261", "shell": "LD262", "error": "LD263", "plain": "LD264"}
    assert named == [codes[page.kind]] if page.kind in codes else not named
    return page.kind


@pytest.mark.parametrize(
    "relation",
    ["author", "cite-as", "collection", "describedby", "item", "license", "linkset", "type"],
)
def test_each_relation_of_fair_signposting_is_found(relation: str) -> None:
    """In a link element and in a Link header alike."""
    assert signs(f'<link rel="{relation}" href="/x">') == [Signpost(relation, "/x", "", 0)]
    assert signs("", f'</x>; rel="{relation}"') == [Signpost(relation, "/x", "", None)]


@pytest.mark.parametrize("relation", ["stylesheet", "icon", "next", "preload", "canonical"])
def test_other_relations_are_no_signposts(relation: str) -> None:
    """They lead to parts of the page itself."""
    assert signs(f'<link rel="{relation}" href="/x">', f"</x>; rel={relation}") == []


@pytest.mark.parametrize("kind", ["application/ld+json", "text/turtle", "application/rdf+xml"])
def test_an_alternate_in_rdf_is_a_signpost(kind: str) -> None:
    """With parameters and capitals too."""
    assert signs(f'<link rel=alternate type="{kind.upper()};q=1" href="d">')[0].type == kind


def test_an_alternate_that_is_a_feed_or_a_translation_is_none() -> None:
    """Only descriptions in RDF count."""
    html = '<link rel=alternate type="application/rss+xml" href=f><link rel=alternate href=de>'
    assert signs(html) == []


def test_a_link_header_with_several_links_is_taken_apart() -> None:
    """Commas and semicolons in addresses and in quotes separate nothing (RFC 8288, section 3)."""
    header = (
        '<https://a.example/x?a=1,2;b>; rel="item"; title="one, <two>; rel=type", '
        '<m.xml>;type="application/xml" ; rel = "describedby author",<c>;rel=cite-as'
    )
    assert [(sign.relation, sign.href, sign.type) for sign in signs("", header)] == [
        ("item", "https://a.example/x?a=1,2;b", ""),
        ("describedby", "m.xml", "application/xml"),
        ("author", "m.xml", "application/xml"),
        ("cite-as", "c", ""),
    ]


def test_the_first_of_two_equal_parameters_counts() -> None:
    """RFC 8288, section 3.3, for rel."""
    assert [sign.relation for sign in signs("", "<x>; rel=item; rel=type")] == ["item"]


def test_a_target_given_twice_is_one_signpost() -> None:
    """The header repeats what the page says."""
    assert len(signs('<link rel=item href="/x">', '</x>; rel="item"')) == 1


@pytest.mark.parametrize("header", ["", ",,,", "<x", "x>; rel=item", "<>; rel=item", '<x>; rel="'])
def test_odd_headers_give_nothing(header: str) -> None:
    """A header is never an exception."""
    assert signs("", header) == []


def test_a_hostile_header_is_read_in_no_time() -> None:
    """The patterns do not backtrack over what they have taken."""
    assert signs("", "<x>" + ";" * 200_000) == []
    assert signs("", '<x>;a="' + "\\" * 200_001) == []
    assert signs("", "<x>" + ", " * 100_000) == []


def test_a_signpost_is_a_finding_with_address_and_place() -> None:
    """Shown, never fetched."""
    report = Report()
    html = '\n<link rel="describedby" type="application/xml" href="m.xml">'
    report_signposts(Text.whole(html.encode()), (), "p.html", report)
    (finding,) = report.findings
    assert (finding.code, finding.place.line, finding.place.column) == ("LD272", 2, 1)
    assert "m.xml (describedby, application/xml)" in finding.message


def test_a_signpost_of_a_header_has_no_place_in_the_page_and_may_have_no_type() -> None:
    """It is told of all the same."""
    page, report = Text.whole(b"\n<p>"), Report()
    report_signposts(page, ("<https://a.example/l>; rel=license",), "p.html", report)
    (finding,) = report.findings
    assert (str(finding.place), finding.code) == ("p.html", "LD272")
    assert "https://a.example/l (license)" in finding.message


def test_many_signposts_are_counted_and_not_all_shown() -> None:
    """A dataset can have thousands of items."""
    html = "".join(f'<link rel=item href="{n}">' for n in range(MAX_SHOWN + 7))
    report = Report()
    report_signposts(Text.whole(html.encode()), (), "p.html", report)
    last = report.findings[-1]
    assert len(report.findings) == MAX_SHOWN + 1
    assert last.code == "LD273"
    assert last.message.startswith("7 ")


def test_a_page_with_a_record_is_a_record_whatever_its_title_says() -> None:
    """A real page called Dataset Not Found held one."""
    assert kind("<title>Dataset Not Found</title>" + RECORD + STUB.format("0;url=/x")) == "record"


@pytest.mark.parametrize("content", ["0; url=/x", "0;URL='https://b.example/'", "5, /x", "1 url=x"])
def test_a_page_that_soon_leads_to_another_is_a_redirect(content: str) -> None:
    """In every spelling that browsers read."""
    assert kind(STUB.format(content), url="https://a.example/p") == "redirect"


@pytest.mark.parametrize("content", ["300", "0; url=/p", "300; url=/x", "0; url=#top", "0;url="])
def test_a_page_that_reloads_itself_or_waits_is_no_redirect(content: str) -> None:
    """A dashboard reloads every five minutes."""
    assert kind(STUB.format(content) + TEXT, url="https://a.example/p") == "plain"


def test_a_redirect_stub_may_call_its_target_its_own_address() -> None:
    """Stubs have a canonical link to where they lead."""
    url = "https://a.example/new"
    assert kind(f'<link rel=canonical href="{url}">' + STUB.format(f"0; url={url}")) == "redirect"


@pytest.mark.parametrize(
    "html",
    [
        '<html id="__next_error__"><body></body></html>',
        '<meta name="next-error" content="not-found">' + TEXT,
        '<meta name="prerender-status-code" content="404">' + TEXT,
    ],
)
def test_a_page_that_its_framework_marks_as_an_error_is_one(html: str) -> None:
    """By its marks; its words are not read."""
    assert kind(html) == "error"


def test_a_page_that_only_says_not_found_is_plain() -> None:
    """The words could be about anything."""
    assert kind("<title>404</title><h1>Not found</h1>") == "plain"


def test_a_page_with_text_and_no_data_is_plain() -> None:
    """Scripts beside the text do not matter."""
    assert kind(TEXT) == "plain"
    assert kind(TEXT + "<script src=a.js></script>") == "plain"


@pytest.mark.parametrize(
    "html",
    [
        "<div id=root></div>",
        "<title>Tides of the harbour, a dataset of many years</title><script>run()</script>",
        "<div id=root>Loading...</div><script src=a.js></script>",
        "<noscript>You need to enable JavaScript to run this.</noscript><script>1</script>",
        f"<template>{TEXT}</template><style>p {{ }}</style><script>1</script>",
        f"<!-- {TEXT} --><script>1</script>",
    ],
)
def test_a_page_that_shows_nothing_is_a_shell(html: str) -> None:
    """Titles, scripts, styles, templates, comments and what stands in for scripts are no text."""
    assert kind(html) == "shell"
