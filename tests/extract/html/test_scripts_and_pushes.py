from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ld_convert.extract.jsontext.lenient import read
from ld_convert.extract.scripts import decoded, flight, head_of
from ld_convert.findings.locate import place
from ld_convert.findings.offsets import line_column, pointer_offset
from ld_convert.findings.report import Report
from ld_convert.model import Decoded, Location, Text
from tests.support.growth import is_linear

DATASET = '{"@context":"https://schema.org","@type":"Dataset"}'
TOKENS = (
    "<script>~<script type=application/ld+json>~</script>~<base href=~>~self.__next_s.push(~[0,~"
    'self.__next_f.push(~[1,"~{"type":"application/ld+json","children":"[1]"~])~[3,~{}~[[0]]~[-1]~'
    '<script type=application/json id=__NUXT_DATA__>~["Map",0]~__APOLLO_STATE__=~__NUXT__=~"P1:[1]"'
    """~window.__remixContext=~{"a":{"__ref":"a"}}~x.streamController.enqueue("[{\\"_0\\":0}]")~'~"~"""
    '<script id=ng-state>~&q;~<script type=application/json data-sveltekit-fetched>~{"body":"[1]"}~'
    "<!--~//~{~}~[~]~,"
)
PARTS = st.lists(
    st.sampled_from([*TOKENS.split("~"), DATASET]) | st.text(max_size=2), max_size=12
).map(lambda parts: "".join(parts).encode("utf-8", "replace"))


def found(page: str | bytes, *, repair: bool = True) -> tuple[list[Decoded], list[str]]:
    data = page if isinstance(page, bytes) else page.encode()
    report = Report()
    values = list(decoded(Text.whole(data), "p", report, repair=repair))
    return values, [finding.code for finding in report.findings]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ('<script type="application/ld+json">', ("script", [])),
        ("<script type=application/ld+json>", ("script", [])),
        ("<SCRIPT TYPE='APPLICATION/LD+JSON'>", ("script", [])),
        ("<script type='Application/LD+Json'>", ("script", [])),
        ("<script type=' application/ld+json\n'>", ("script", [])),
        ("<script type = 'application/ld+json' >", ("script", [])),
        ('<script type="application/ld+json;profile=http://a/b">', ("script", [])),
        ("<script type='application/ld+json ; charset=utf-8'>", ("script", [])),
        ("<script\nid='a>b'\ntype='application/ld+json'>", ("script", [])),
        ("<script nonce=x type='application/ld+json' data-a='</script>'>", ("script", [])),
        ("<script type='application/ld&#43;json'>", ("script", [])),
        ("<script type='application&sol;ld&plus;json'>", ("script", [])),
        ("<script type='application/ld+json' type='text/plain'>", ("script", [])),
        ("<script/type='application/ld+json'/>", ("script", [])),
        ("<template><script type='application/ld+json'>", ("script", [])),
        ("<noscript><script type='application/ld+json'>", ("script", [])),
        ("<svg></svg><script type='application/ld+json'>", ("script", [])),
        ("<script type='application/json'>", ("script", ["LD241"])),
        ("<script type='text/json'>", ("script", ["LD241"])),
        ("<textarea><script type='application/ld+json'>", None),
        ("<title><script type='application/ld+json'>", None),
        ("<style><script type='application/ld+json'>", None),
        ("<!-- <script type='application/ld+json'>", None),
        ("<p title='<script type=application/ld+json>", None),
        ("<script>", None),
        ("<script type='text/javascript'>", None),
        ("<script type='text/plain' type='application/ld+json'>", ("script", ["LD241"])),
        ("<script type='application/ld+jsonp'>", ("script", ["LD241"])),
        ("<script data-type='application/ld+json'>", None),
    ],
)
def test_a_script_is_json_ld_by_its_media_type_alone(
    tag: str, expected: tuple[str, list[str]] | None
) -> None:
    """Parameters, case, spaces and references in the type do not matter (entries 40 and 42)."""
    values, codes = found(f"{tag}{DATASET}</script>")
    assert [(value.kind, codes) for value in values] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('["<\\/script>"]', ["</script>"]),
        ('["\\u003c/script>"]', ["</script>"]),
        ('["<!--<script></script>"]', ["<!--<script></script>"]),
        ('["&lt;&amp;"]', ["&lt;&amp;"]),
    ],
)
def test_the_text_of_a_script_is_taken_as_it_stands(text: str, value: list[str]) -> None:
    """References are not decoded, and the escaped states are followed (entry 39)."""
    [item], codes = found(f"<script type=application/ld+json>{text}</script>")
    assert (item.value, codes) == (value, [])


@pytest.mark.parametrize("end", ["", "</script foo", "</script foo='1'>"])
def test_an_unclosed_script_is_read(end: str) -> None:
    """Its text runs to the end of the page, as in a browser (entry 41)."""
    [item], codes = found(f"<script type=application/ld+json>{DATASET}{end}")
    assert (item.value, codes) == (json.loads(DATASET), [])


def test_cdata_in_svg_is_taken_off() -> None:
    """A script in svg may hold CDATA (entry 40)."""
    page = f"<svg><script type=application/ld+json><![CDATA[{DATASET}]]></script></svg>"
    [item], codes = found(page)
    assert (item.value, codes) == (json.loads(DATASET), ["LD231"])


def test_one_broken_script_does_not_lose_the_others() -> None:
    """The others are read, and the finding names the exact spot."""
    tag = "<script type=application/ld+json>"
    page = f"{tag}[1]</script>\n{tag}\n[1,\n 2 3]</script>{tag}[4]</script>".encode()
    report = Report()
    values = [item.value for item in decoded(Text.whole(page), "p", report)]
    assert values == [[1], [4]]
    [finding] = report.findings
    assert str(finding.place) == "p:4:4"
    assert finding.message == "not JSON: expecting ',' delimiter"


def test_without_repairs_a_comment_around_json_is_an_error() -> None:
    """The W3C tests e014 to e016 want it."""
    page = f"<script type=application/ld+json><!-- {DATASET} --></script>"
    assert found(page, repair=False) == ([], ["LD220"])


def test_the_same_document_three_times_is_three_values() -> None:
    """Merging is the work of another stage (entry 45)."""
    values, codes = found(f"<script type=application/ld+json>{DATASET}</script>" * 3)
    assert len(values) == 3
    assert len({item.location.text for item in values}) == 3
    assert codes == []


def test_ten_thousand_scripts_take_ten_times_as_long_as_a_thousand() -> None:
    """Not thirty times (entry 45)."""

    def read_scripts(count: int) -> None:
        page = Text.whole(f"<script type=application/ld+json>{DATASET}</script>\n".encode() * count)
        assert sum(1 for _ in decoded(page, "p", Report())) == count

    assert is_linear(read_scripts, 1_000, 10_000, times=30, least=0.001)


@pytest.mark.parametrize(
    "page", ["", "<p>Hello", "{}", "%PDF-1.7\x00\x01", "0:{}\n1:T3,abc", "<script></script>"]
)
def test_a_page_without_data_gives_nothing(page: str) -> None:
    """Also a file that is no page at all."""
    assert found(page) == ([], [])
    assert flight(Text.whole(page.encode())) is None


def queue(value: object) -> str:
    return f"<script>(self.__next_s=self.__next_s||[]).push({json.dumps(value)})</script>"


@pytest.mark.parametrize("inside", ["children", "dangerouslySetInnerHTML"])
def test_json_ld_queued_for_the_loader_is_found_and_placed(inside: str) -> None:
    """A `beforeInteractive` script stands in no ld+json element; places lead into the push."""
    text = '{"@type":"Dataset",\n "name":"Größe \\"x\\"", "url":1}'
    said = text if inside == "children" else {"__html": text}
    pushed = queue([0, {"type": "application/ld+json", inside: said}])
    page = Text.whole(f"<p>\n{pushed}".encode())
    [item] = decoded(page, "p", Report())
    assert (item.kind, item.value) == ("next_s", json.loads(text))
    spot = place(Location("p", item.location.text, "/url"))
    line = page.data.split(b"\n")[1]
    assert spot.line == 2
    assert spot.column is not None
    assert line[spot.column - 1 :].startswith(b"1}")


def test_queued_json_ld_with_a_raw_script_end_is_read_beyond_it() -> None:
    """Next.js leaves `</script>` in it unescaped, and the script ends in the middle of a string."""
    text = '{"name":"a </script> b"}'
    script = queue([0, {"type": "application/ld+json", "children": text}])
    values, codes = found(script + f"<script type=application/ld+json>{DATASET}</script>")
    assert [value.value for value in values] == [json.loads(DATASET), json.loads(text)]
    assert codes == ["LD248"]


@pytest.mark.parametrize("end", ["", "</script>", "</script><p>Hello"])
def test_a_queued_text_that_no_later_mark_ends_is_a_warning(end: str) -> None:
    """What was read of it is no description."""
    script = queue([0, {"type": "application/ld+json", "children": DATASET}])
    assert found(script.partition("Dataset")[0] + end) == ([], ["LD242"])


def test_only_json_ld_in_the_queue_is_read() -> None:
    """Code in the queue is no data, and a cut push is a warning."""
    code = queue([0, {"children": "alert(1)"}]) + queue(["/a.js", {}]) + queue([0, None])
    assert found(code) == ([], [])
    assert found("<script>self.__next_s.push([0,{'type'") == ([], ["LD242"])


def pushes(*arguments: object) -> bytes:
    return b"".join(
        b"<script>self.__next_f.push(%s)</script>" % json.dumps(a, ensure_ascii=False).encode()
        for a in arguments
    )


def test_flight_pushes_are_joined_before_anything_else() -> None:
    """A row over three pushes, and base64 that ends within a character (entry 24)."""
    word = "Größe".encode()
    page = Text.whole(
        b"<script>(self.__next_f=self.__next_f||[]).push([0])</script>"
        + pushes([2, None], [2, "form"], [0, "x"], [1, '1:["a'], [1, "\n\\"])
        + pushes([3, base64.b64encode(word[:3]).decode()])
        + pushes([3, base64.b64encode(word[3:]).decode()], [1, '"]\n'])
    )
    text = flight(page)
    assert text is not None
    assert text.data == '1:["a\n\\Größe"]\n'.encode()


@pytest.mark.parametrize(
    "page",
    [
        "<style>%s</style>",
        '<script type="application/json">%s</script>',
        "<p title='%s'>",
        "<textarea>%s</textarea>",
    ],
)
def test_pushes_that_are_no_code_are_no_flight(page: str) -> None:
    """Only what a browser runs, or a loader has hidden, pushes anything."""
    assert flight(Text.whole((page % 'self.__next_f.push([1,"no"])').encode())) is None


def test_each_byte_of_flight_leads_back_to_the_page() -> None:
    """Also behind escapes, and behind characters of several bytes."""
    page = Text.whole(b"<p>\n" + pushes([1, 'é"\n☃x'], [1, "yz"]))
    text = flight(page)
    assert text is not None
    for char in b"xyz":
        _, column = line_column(text, text.data.index(char))
        line = page.data.split(b"\n")[1].decode()
        assert line[column - 1] == chr(char)


def test_words_in_strings_and_comments_are_no_pushes() -> None:
    """A description may speak of pushes (entry 25)."""
    inside = 'self.__next_f.push([1,"no"])'
    page = (
        f"<script>// {inside}\n/* {inside} */ var a = '{inside}', b = `{inside}`;\n"
        f"self.__next_f.push([1,{json.dumps(inside)}]);self.__next_f.push([1,'no']);"
        'self.__next_f.push([1,"yes"])</script>'
        f"<script type=application/ld+json>[{json.dumps(inside)}]</script>"
    )
    report = Report()
    text = flight(Text.whole(page.encode()), "p", report)
    assert text is not None
    assert text.data.decode() == inside + "yes"
    assert [finding.code for finding in report.findings] == ["LD242"]


def test_a_cut_push_is_reported_and_the_others_are_kept() -> None:
    """Nothing is lost in silence (entry 24)."""
    report = Report()
    page = pushes([1, "a"]) + b'<script>self.__next_f.push([1,"b'
    text = flight(Text.whole(page), "p", report)
    assert text is not None
    assert text.data == b"a"
    assert [finding.code for finding in report.findings] == ["LD242"]


def test_hostile_pushes_take_no_longer_than_their_size_allows() -> None:
    """Four times the script takes less than twelve times as long."""
    for unit in ("self.__next_f.push([", "self.__next_f.push([[", '"', "`", "/*", "self.__next_f"):

        def read_pushes(size: int, unit: str = unit) -> None:
            flight(Text.whole(f"<script>__next_f {unit * (size // len(unit))}".encode()))

        assert is_linear(read_pushes, 100_000, 400_000, times=12, least=0.01), unit


@pytest.mark.parametrize(
    ("page", "base"),
    [
        ("<base href=https://a.org/b/>", "https://a.org/b/"),
        ("<base href=' ../c '>", "../c"),
        ("<base href=/c>", "/c"),
        ("<base target=_top><base href=javascript:alert(1)><base href=x><base href=y>", "x"),
        ("<base href=data:,x>", None),
        ("<base href=''>", None),
        ("<base href='HTTP://a.org'>", "HTTP://a.org"),
        ("<!-- <base href=/a> --><base href=/b>", "/b"),
        ("<svg><base href=/a></svg>", None),
    ],
)
def test_the_base_is_the_first_usable_one(page: str, base: str | None) -> None:
    """On the web or relative; scripts and data are no base (entry 41)."""
    text = Text.whole(f"{page}<script type=application/ld+json>{DATASET}</script>".encode())
    assert [item.base for item in decoded(text, "p", Report())] == [base]


def test_the_head_says_where_a_page_lives() -> None:
    """The first statement of each kind counts, references are decoded."""
    page = b"""<html lang=' de '><title>A &amp;
        B</title><title>C</title>
        <link rel="shortlink Canonical" href="/a?b=1&amp;c=2"><link rel=canonical href=/no>
        <link rel=describedby type=application/ld+json href=/m.json title=M><link rel=item>
        <meta property="og:url" content=" https://a.org/ "><meta property=og:url content=no>
        <meta name=DC.title content=T><meta http-equiv=Refresh content="0; URL='/to?a;b'">"""
    head = head_of(Text.whole(page))
    assert (head.title, head.lang, head.base) == ("A & B", "de", None)
    assert (head.canonical, head.og, head.refresh) == ("/a?b=1&c=2", "https://a.org/", "/to?a;b")
    assert head.links[2] == ("describedby", "/m.json", "application/ld+json", "M")
    assert ("DC.title", "T") in head.metas
    assert len(head.metas) == 3


@pytest.mark.parametrize(
    ("content", "url"),
    [
        ("5;url=/a", "/a"),
        (" 0 , /a ", "/a"),
        ('0 url = "/a" x', "/a"),
        ("5", None),
        ("5;", None),
        ("", None),
    ],
)
def test_a_refresh_is_read_as_a_browser_reads_it(content: str, url: str | None) -> None:
    """The word url and the quotation marks are optional."""
    page = f"<meta http-equiv=refresh content='{content}'>"
    assert head_of(Text.whole(page.encode())).refresh == url


def test_settings_of_scripts_are_state_and_their_problems_are_nobodys_record() -> None:
    """Broken JSON without a word of schema.org is passed over; with a context it is a problem."""
    tag = "<script type=application/json>"
    [item], codes = found(f'{tag}{{"a":1}}</script>{tag}{{broken}}</script>')
    assert (item.kind, item.value, codes) == ("state", {"a": 1}, [])
    assert found(f'{tag}{{"@context" broken}}</script>') == ([], ["LD220"])


@given(st.binary() | PARTS)
def test_any_page_is_read_without_an_error(data: bytes) -> None:
    """Every value can be placed in the page."""
    page = Text.whole(data)
    report = Report()
    for item in decoded(page, "p", report):
        assert place(item.location).line is not None
    flight(page, "p", report)
    head_of(page)


@pytest.mark.corpus
def test_in_real_pages_offsets_lead_to_the_json(shared: Path) -> None:
    """The bytes at the place of each value begin a JSON text, which gives the value."""
    pages = sorted([*shared.glob("captures/next/*.html"), *shared.glob("corpus/*/*.html")])
    assert len(pages) > 20
    kinds: list[str] = []
    for path in pages:
        page = Text.whole(path.read_bytes())
        for item in decoded(page, path.name, Report()):
            text = item.location.text
            assert text is not None
            start = pointer_offset(text, "")
            assert text.data[start : start + 1] in (b"{", b"[")
            again = read(text.part(start, len(text.data)), Report(), Location("p"))
            assert again is not None
            assert again.value == item.value
            line, column = line_column(text, start)
            row = page.data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")[line - 1]
            assert row.decode("utf-8", "replace")[column - 1] in "{["
            kinds.append(item.kind)
    assert kinds.count("script") > 50
    assert kinds.count("next_s") >= 2


@pytest.mark.corpus
@pytest.mark.parametrize("version", ["13.4.19", "15.1.0"])
def test_the_joined_pushes_of_a_next_page_are_its_flight_response(
    shared: Path, version: str
) -> None:
    """Byte for byte in 15.1; in 13.4 every line of the response is in the page."""
    folder = shared / "captures/next"
    report = Report()
    text = flight(Text.whole((folder / f"next-{version}.html").read_bytes()), "p", report)
    response = (folder / f"next-{version}.rsc").read_bytes()
    assert text is not None
    assert report.findings == []
    if version == "15.1.0":
        assert text.data == response
    else:
        assert len(text.data) >= len(response)


@pytest.mark.corpus
@pytest.mark.parametrize("version", ["13.4.19", "15.1.0"])
def test_a_next_page_gives_its_three_documents_outside_flight(shared: Path, version: str) -> None:
    """Two elements and one in the loader's queue."""
    page = Text.whole((shared / f"captures/next/next-{version}.html").read_bytes())
    values = list(decoded(page, "p", Report()))
    assert sorted(value.kind for value in values) == ["next_s", "script", "script"]
