"""What a page says about itself: where it leads, and that it is an error or holds nothing."""

from __future__ import annotations

import pytest

from ld_convert.extract import extract
from ld_convert.findings.report import Report
from ld_convert.model import Capture, Page

HERE = "https://a.example/p"
WORDS = "<p>" + "word " * 20


def page(data: str, kind: str = "html") -> Page:
    return extract(Capture("p", data.encode(), kind, url=HERE), Report())


@pytest.mark.parametrize(
    "script",
    [
        'location.href="/x"',
        "window.location = '/x';",
        "top.location.assign(`/x`)",
        ' document.location.replace( "https://a.example/x" ) ',
        'run(); self.location="/x"',
        'location="/x"' + " " * 191,
    ],
)
def test_a_short_script_that_sets_the_location_sends_the_reader_there(script: str) -> None:
    """In each way of JavaScript; the address is resolved against that of the page."""
    found = page(f"<script>{script}</script>{WORDS}")
    assert (found.kind, found.target) == ("redirect", "https://a.example/x")


@pytest.mark.parametrize(
    "script",
    ['location="/x"' + " " * 200, "location=target", 'location.hash="/x"', 'relocation("/x")'],
)
def test_other_scripts_send_the_reader_nowhere(script: str) -> None:
    """A long one may wait for a click, and an address may be made only when it runs."""
    found = page(f"<script>{script}</script>{WORDS}")
    assert (found.kind, found.target) == ("plain", "")


@pytest.mark.parametrize(
    ("content", "kind", "target"),
    [
        ("10; url=/x", "redirect", "https://a.example/x"),
        ("11; url=/x", "plain", ""),
        ("; url=/x", "redirect", "https://a.example/x"),
        ("0; url=/p#top", "plain", ""),
        ("0; url=/p?q", "redirect", "https://a.example/p?q"),
    ],
)
def test_a_refresh_within_ten_seconds_leads_to_another_page(
    content: str, kind: str, target: str
) -> None:
    """After that the page is there to be read; a fragment is a part of the page itself."""
    found = page(f'<meta http-equiv=Refresh content="{content}">{WORDS}')
    assert (found.kind, found.target) == (kind, target)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("", "shell"),
        ("x", "plain"),
        ("<script></script>" + 39 * "x", "shell"),
        ("<script></script>" + 40 * "x", "plain"),
    ],
)
def test_a_page_with_scripts_is_plain_from_forty_characters_on(body: str, kind: str) -> None:
    """Without scripts nothing fills the page, and one character is a text."""
    assert page(body).kind == kind


@pytest.mark.parametrize(
    ("digest", "kind", "target"),
    [
        ("NEXT_REDIRECT;replace;/x;307;", "redirect", "https://a.example/x"),
        ("NEXT_REDIRECT;push;/x", "redirect", "https://a.example/x"),
        ("NEXT_REDIRECT;push", "redirect", ""),
        ("NEXT_HTTP_ERROR_FALLBACK;404", "error", ""),
        ("3141592", "shell", ""),
    ],
)
def test_the_digest_of_a_row_tells_redirects_and_missing_pages(
    digest: str, kind: str, target: str
) -> None:
    """Next.js hands them to the browser as errors; the digest of any other says nothing."""
    found = page(f'1:E{{"digest":"{digest}"}}\n0:["$L1"]\n', "flight")
    assert (found.kind, found.target) == (kind, target)


def element(name: str, **properties: str) -> str:
    told = ",".join(f'"{key}":"{text}"' for key, text in properties.items())
    return f'["$","{name}",null,{{{told}}}]'


OG, OTHER_OG = (element("meta", property="og:url", content=f"{HERE}/{n}") for n in "12")
LINK, OTHER_LINK = (element("link", rel="canonical", href=f"{HERE}/{n}") for n in "34")


@pytest.mark.parametrize(
    ("elements", "url"),
    [
        ([OG, OTHER_OG], f"{HERE}/1"),
        ([OG, LINK, OTHER_LINK], f"{HERE}/3"),
        ([element("link", rel="icon", href="/i"), LINK], f"{HERE}/3"),
        ([element("meta", property="og:title", content="/t"), OG], f"{HERE}/1"),
        ([element("link", rel="icon", href="/i")], HERE),
    ],
)
def test_a_payload_states_its_address_as_a_page_does(elements: list[str], url: str) -> None:
    """By a canonical link, else by og:url; of several the first counts."""
    found = page(f"0:[{','.join(elements)}]\n", "flight")
    assert found.url == url


def test_a_script_in_a_payload_sends_the_reader_on_too() -> None:
    """It stands in the markup of an element."""
    markup = r'{"dangerouslySetInnerHTML":{"__html":"location.href=\"/x\""}}'
    found = page(f'0:["$","script",null,{markup}]\n', "flight")
    assert (found.kind, found.target) == ("redirect", "https://a.example/x")
