"""The address that names a page, from the places that state one."""

from __future__ import annotations

import json

import pytest

from ld_convert.extract import extract
from ld_convert.extract.own_address import Route, Stated, on_site, own_address, read_route
from ld_convert.findings.report import Report
from ld_convert.model import Capture, Json, Page
from ld_convert.vocab.addresses import comparable, is_tracking, page_address

SITE = "https://a.example"
RECORD = '{"@context":"https://schema.org/","@type":"Dataset","name":"Tides"}'
SHOWN = f'<script type="application/ld+json">{RECORD}</script>'


def address(
    captured_at: str | None = None,
    *,
    canonical: str | None = None,
    og: str | None = None,
    route: tuple[str, str] | None = None,
    is_payload: bool = False,
) -> str | None:
    """The address chosen among those that are stated."""
    found = Route(*route) if route else None
    return own_address(Stated(captured_at, canonical, og, found, is_payload))


def html(head: str, url: str | None = None) -> Page:
    """What extraction finds in a page with a dataset and this head."""
    text = f"<!DOCTYPE html><head>{head}</head>{SHOWN}"
    return extract(Capture("page.html", text.encode(), "html", url), Report())


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        (f"{SITE}/d/1#files", f"{SITE}/d/1"),
        (f"{SITE}/d/1?utm_source=x&id=5&fbclid=y", f"{SITE}/d/1?id=5"),
        (f"{SITE}/d/1?_rsc=1wtp7", f"{SITE}/d/1"),
        (f"{SITE}/d/index.html", f"{SITE}/d/"),
        (SITE, f"{SITE}/"),
        (f"{SITE}/show?id=2", f"{SITE}/show?id=2"),
        ("ftp://a.example/x", ""),
        ("about:blank", ""),
        ("https://[a/x", ""),
        (f"{SITE}/a b|{{c}}?x=<1>&y=%zz", f"{SITE}/a%20b%7C%7Bc%7D?x=%3C1%3E&y=%25zz"),
        (f"{SITE}/\ufffd", f"{SITE}/%EF%BF%BD"),
        ("https://m\u00fcller.example/stra\u00dfe", "https://m\u00fcller.example/stra\u00dfe"),
        ('https://a.e"x/d', ""),
        ("https://a exa.example/d", ""),
        ("https://a{b}.example/", ""),
    ],
)
def test_what_names_no_other_page_goes(url: str, clean: str) -> None:
    """A fragment, an index file and what tracks the reader are no part of a name."""
    assert page_address(url) == clean


def test_spellings_of_one_page_are_equal_when_compared() -> None:
    """Scheme, www, the last slash and trackers do not make two pages; a query does."""
    one = {
        comparable(f"{start}a.example/d{end}")
        for start in ("http://", "https://www.")
        for end in ("", "/", "?gclid=1", "#x")
    }
    assert one == {"a.example/d"}
    assert comparable(f"{SITE}/d?id=1") != comparable(f"{SITE}/d?id=2")


@pytest.mark.parametrize(("name", "tracks"), [("utm_medium", True), ("id", False), ("utm", False)])
def test_only_the_parameters_of_the_table_track(name: str, tracks: bool) -> None:  # noqa: FBT001
    """A star stands for any letters at the end, and for nothing else."""
    assert is_tracking(name) is tracks


def test_the_root_of_a_site_names_no_page_below_it() -> None:
    """Templates state it for all pages."""
    assert address(f"{SITE}/d/1", canonical=f"{SITE}/") == f"{SITE}/d/1"
    assert address(f"{SITE}/d/1", og=SITE) == f"{SITE}/d/1"
    assert address(og=f"{SITE}/") is None
    assert address(f"{SITE}/", og=f"{SITE}/") == f"{SITE}/"


def test_the_base_of_an_application_names_no_page_with_a_route() -> None:
    """`p` and `c` of Next.js tell both; only the start page is named by the base."""
    base = f"{SITE}/search/"
    assert address(og=base, route=("/search", "/items/one")) == f"{SITE}/search/items/one"
    assert address(og=base, route=("/search", "")) == base
    assert address(canonical=base, og=f"{SITE}/", route=("/search", "")) == base


def test_a_canonical_link_counts_before_og_url_and_the_place_of_the_capture() -> None:
    """So a page that was captured under a query is the page that it says it is."""
    assert address(f"{SITE}/d/1?session=7", canonical="/d/1", og=f"{SITE}/x") == f"{SITE}/d/1"
    assert address(f"{SITE}/d/1?session=7", og=f"{SITE}/d/1") == f"{SITE}/d/1"


def test_an_og_url_above_the_capture_is_a_template_s() -> None:
    """`/d` for each of `/d/1`, `/d/2` would make one page of all."""
    assert address(f"{SITE}/d/1", og=f"{SITE}/d") == f"{SITE}/d/1"


def test_an_address_that_agrees_with_the_route_is_taken_as_it_stands() -> None:
    """A preview host without the base is another address of the same route."""
    preview = "https://preview.example/items/one"
    assert address(og=preview, route=("/search", "/items/one")) == preview


def test_the_route_stands_on_the_host_that_a_page_names() -> None:
    """An og:url of another item does not name the page."""
    other = f"{SITE}/search/items/two"
    assert address(og=other, route=("/search", "/items/one")) == f"{SITE}/search/items/one"
    assert address(route=("/search", "/items/one")) is None


@pytest.mark.parametrize("end", [".txt", "/index.txt", ""])
def test_the_file_of_a_payload_is_the_page(end: str) -> None:
    """A static export of Next.js writes `X.txt` or `X/index.txt` beside the page X."""
    assert address(f"{SITE}/d/1{end}?_rsc=9", is_payload=True) == f"{SITE}/d/1"


def test_an_ending_on_another_site_belongs_to_the_name() -> None:
    """`/d/w.txt` in HTML is another page than `/d/w`."""
    assert address(f"{SITE}/d/w.txt") == f"{SITE}/d/w.txt"
    assert address(f"{SITE}/d/w.txt", route=("/d", "")) == f"{SITE}/d/w.txt"


@pytest.mark.parametrize(
    ("row", "route"),
    [
        (
            b'{"P":null,"b":"B","p":"/search","c":["","items","one"],"f":[]}',
            ("/search", "/items/one"),
        ),
        (b'{"b":"B","p":"","c":["","d","1",""],"f":[]}', ("", "/d/1")),
        (b'{"b":"B","p":"","c":["","d","1?x=2"]}', ("", "/d/1")),
        (b'{"b":"B","p":"","c":["",""]}', ("", "")),
        (b'{"b":"B","f":[]}', None),
        (b'{"p":"","c":["", 5]}', None),
        (b'{"p":"","c":["a', None),
    ],
)
def test_row_0_of_a_payload_states_the_route(row: bytes, route: tuple[str, str] | None) -> None:
    """A trailing slash and a query are no part of it; a broken row states nothing."""
    assert read_route(row) == (Route(*route) if route else None)


def test_a_route_without_a_host_stands_on_its_portal_s_site() -> None:
    """Pages of old builds name no address at all."""
    site = f"{SITE}/search"
    assert on_site(Route("/search", "/items/one"), site) == f"{SITE}/search/items/one"
    assert on_site(Route("", "/items/one"), site) == f"{SITE}/search/items/one"
    assert on_site(Route("/other", "/items/one"), site) is None


def test_a_page_in_html_is_named_by_what_it_says() -> None:
    """The canonical link in its head, else where it was captured."""
    link = '<link rel="canonical" href="https://a.example/d/1?utm_source=mail">'
    assert html(link).url == f"{SITE}/d/1"
    assert html("", f"{SITE}/d/2#top").url == f"{SITE}/d/2"


@pytest.mark.parametrize(
    "words",
    ["location.replace('/d/1')", 'window.location.href = "/d/1";', "location = '/d/1'"],
)
def test_a_script_that_leads_on_makes_a_redirect(words: str) -> None:
    """Its target is known, absolute against the page's own address."""
    text = f"<!DOCTYPE html><title>Moved</title><script>{words}</script>"
    found = extract(Capture("page.html", text.encode(), "html", f"{SITE}/old"), Report())
    assert (found.kind, found.target) == ("redirect", f"{SITE}/d/1")


def test_a_page_with_a_record_is_none_whatever_its_scripts_do() -> None:
    """A record counts more than a line of a script."""
    assert html("<script>location.replace('/d/1')</script>", f"{SITE}/x").kind == "record"


@pytest.mark.parametrize(
    ("nodes", "url"),
    [
        ([{"@type": "WebPage", "@id": f"{SITE}/p/#webpage"}], f"{SITE}/p/"),
        ([{"@type": ["WebPage", "ItemPage"], "url": f"{SITE}/p"}], f"{SITE}/p"),
        (
            [{"@type": "WebPage", "url": f"{SITE}/p"}, {"@type": "WebPage", "url": f"{SITE}/q"}],
            None,
        ),
        ([{"@type": "WebPage", "@id": "#webpage"}], None),
        ([{"@type": "WebPage", "@id": SITE}], None),
        ([{"@type": "WebSite", "@id": f"{SITE}/p"}], None),
        ([{"@type": "Dataset", "isPartOf": {"@type": "WebPage", "url": f"{SITE}/p"}}], None),
    ],
)
def test_the_node_of_the_web_page_names_a_page_that_nothing_else_names(
    nodes: list[Json], url: str | None
) -> None:
    """Only where it is alone, and not inside of another; a canonical link comes before it."""
    graph = {
        "@context": "https://schema.org/",
        "@graph": [*nodes, {"@type": "Dataset", "name": "T"}],
    }
    script = f'<script type="application/ld+json">{json.dumps(graph)}</script>'
    for head, found in (("", url), (f'<link rel="canonical" href="{SITE}/c">', f"{SITE}/c")):
        page = Capture("page.html", f"<head>{head}</head>{script}".encode(), "html", None)
        assert extract(page, Report()).url == found


H = "https://h.example"


@pytest.mark.parametrize(
    ("canonical", "og", "captured", "route", "address"),
    [
        (f"{H}/c", f"{H}/o", f"{H}/x", None, f"{H}/c"),
        ("/c", None, f"{H}/x/y", None, f"{H}/c"),
        ("c", None, f"{H}/x/y", None, f"{H}/x/c"),
        ("/c", None, None, None, None),
        (None, f"{H}/o", f"{H}/x", None, f"{H}/o"),
        (None, "o", f"{H}/x/y", None, f"{H}/x/o"),
        (f"{H}/", f"{H}/o", f"{H}/x", None, f"{H}/o"),
        (f"{H}/?id=1", f"{H}/o", f"{H}/x", None, f"{H}/?id=1"),
        (f"{H}/", f"{H}/", f"{H}/x", None, f"{H}/x"),
        (f"{H}/", None, None, None, None),
        (None, f"{H}/x", f"{H}/x/y", None, f"{H}/x/y"),
        (None, f"{H}/x", f"{H}/x/", None, f"{H}/x"),
        (None, f"{H}/x?q=1", f"{H}/x/y", None, f"{H}/x?q=1"),
        (None, "https://o.example/x", f"{H}/x/y", None, "https://o.example/x"),
        (None, None, f"{H}/x", None, f"{H}/x"),
        (None, None, None, None, None),
        (f"{H}/", None, None, Route("", ""), f"{H}/"),
        (f"{H}/base", None, f"{H}/x", Route("/base", ""), f"{H}/x"),
        (f"{H}/base", f"{H}/x", f"{H}/r", Route("", "/r"), f"{H}/r"),
        (f"{H}/c", None, None, Route("/base", "/r"), f"{H}/c"),
        (f"{H}/c", f"{H}/base/r", None, Route("/base", "/r"), f"{H}/base/r"),
        (f"{H}/", None, None, Route("/base", "/r"), f"{H}/base/r"),
        (f"{H}/base", f"{H}/o", None, Route("/base", "/r"), f"{H}/base/r"),
        (f"{H}/r", None, None, Route("", "/r/s"), f"{H}/r/s"),
        (f"{H}/rs", None, None, Route("", "/r/s"), f"{H}/rs"),
        (None, f"{H}/o?q=1", None, Route("", "/r"), f"{H}/r"),
        (None, None, None, Route("", "/r"), None),
    ],
)
def test_the_most_specific_address_on_which_the_places_agree_names_the_page(
    canonical: str | None,
    og: str | None,
    captured: str | None,
    route: Route | None,
    address: str | None,
) -> None:
    """Roots and folders of the capture name no page below them; a route is put on the host."""
    assert own_address(Stated(captured, canonical, og, route, is_payload=False)) == address


@pytest.mark.parametrize(
    ("captured", "route", "is_payload", "address"),
    [
        (f"{H}/x.txt", None, True, f"{H}/x"),
        (f"{H}/x.txt?q=1", None, True, f"{H}/x?q=1"),
        (f"{H}/x.txt", None, False, f"{H}/x.txt"),
        (f"{H}/x.txt", Route("", "/x"), False, f"{H}/x"),
        (f"{H}/x.txt", Route("", "/y"), False, f"{H}/y"),
    ],
)
def test_the_address_of_a_payload_is_that_of_its_page(
    captured: str, route: Route | None, address: str, *, is_payload: bool
) -> None:
    """Its file ends in `.txt`; another capture's does so only if the route says the same."""
    assert own_address(Stated(captured, None, None, route, is_payload=is_payload)) == address


@pytest.mark.parametrize(
    ("url", "base", "found"),
    [
        (f"{SITE}/p/1", None, f"{SITE}/p/1"),
        (f"{SITE}/p/1", "/sub/", f"{SITE}/sub/"),
        (f"{SITE}/p/1", "https://b.example/", "https://b.example/"),
        (f"{SITE}/p/1", "http://[", f"{SITE}/p/1"),
        (None, "https://b.example/", "https://b.example/"),
        (None, "/sub/", None),
        (None, None, None),
    ],
)
def test_addresses_of_a_description_start_at_the_base_of_its_page(
    url: str | None, base: str | None, found: str | None
) -> None:
    """The page's base element counts, itself resolved against the page; one that is none not."""
    head = f'<base href="{base}">' if base else ""
    assert [fragment.base for fragment in html(head, url).fragments] == [found]
