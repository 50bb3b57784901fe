"""Hostile and tricky pages, from the file to what is found in it."""

from __future__ import annotations

import base64
import gzip
import json
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from ld_convert import Finding
from ld_convert.extract import extract
from ld_convert.findings.report import Report
from ld_convert.model import Json, Page
from ld_convert.read import read
from tests.support.cli import run

RECORD = '{"@context": "https://schema.org/", "@type": "Dataset", "name": "Tides"}'
OTHER = RECORD.replace("Tides", "Winds")


class Seen(NamedTuple):
    """What a file held, and what was said about it."""

    page: Page
    findings: list[Finding]

    @property
    def values(self) -> list[Json]:
        """The fragments' values."""
        return [fragment.value for fragment in self.page.fragments]

    @property
    def names(self) -> list[str]:
        """The names of all things described, in the order of the page."""
        lists = [value if isinstance(value, list) else [value] for value in self.values]
        return [str(item["name"]) for items in lists for item in items]

    @property
    def codes(self) -> list[str]:
        """The codes of the findings, in their order."""
        return [finding.code for finding in self.findings]

    def message(self, code: str) -> str:
        """The message of the one finding that has a code."""
        (found,) = [finding.message for finding in self.findings if finding.code == code]
        return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def see(folder: Path, content: str | bytes, name: str = "page.html", **options: bool) -> Seen:
    """Write a file, read it and extract from it."""
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    report = Report()
    (capture,) = read([str(file)])
    report.findings += capture.findings
    page = extract(capture, report, **options)
    return Seen(page, report.findings)


def script(text: str, kind: str = "application/ld+json") -> str:
    return f'<script type="{kind}">{text}</script>'


def push(text: str) -> str:
    return f"<script>self.__next_f.push([1,{json.dumps(text)}])</script>"


# Flight in pages


def test_a_row_may_span_three_pushes_and_a_character_two(folder: Path) -> None:
    """Pushes are joined as bytes before rows are read (entry 24)."""
    row = ('1:["$","p",null,' + RECORD.replace("Tides", "Größe") + "]\n").encode()
    at = row.index("ö".encode()) + 1  # in the middle of the character
    middle = base64.b64encode(row[20:at]).decode()
    rest = base64.b64encode(row[at:]).decode()
    pushes = push(row[:20].decode()) + "".join(
        f'<script>self.__next_f.push([3,"{part}"])</script>' for part in (middle, rest)
    )
    assert see(folder, "<html>" + pushes).names == ["Größe"]


def test_a_cut_push_leaves_the_rows_of_the_others(folder: Path) -> None:
    """The cut is a finding (entry 24)."""
    whole, cut = push(f"1:{RECORD}\n"), push(f"2:{OTHER}\n")
    seen = see(folder, f"<html>{whole}{cut[: len(cut) // 2]}")
    assert seen.names == ["Tides"]
    assert "LD242" in seen.codes


def test_a_push_of_no_json_is_a_warning_and_its_words_in_a_text_are_nothing(folder: Path) -> None:
    """Only calls in scripts count, and only data in them (entry 25)."""
    said = RECORD.replace("Tides", "how self.__next_f.push(x) works")
    page = f"<script>self.__next_f.push(window.data)</script>{push(f'1:{RECORD}' + chr(10))}"
    seen = see(folder, f"<html>{page}{script(said)}<p>self.__next_f.push([1,'2:{{}}'])")
    assert seen.names == ["how self.__next_f.push(x) works", "Tides"]
    assert seen.codes == ["LD242"]


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.json", "a"])
@pytest.mark.parametrize("content", [f"1:{RECORD}\n", f"<html>{script(RECORD)}", RECORD])
def test_what_a_file_is_follows_from_its_content(folder: Path, name: str, content: str) -> None:
    """A payload saved as .html and a page saved as .json are what they are (entry 26)."""
    assert see(folder, content, name).names == ["Tides"]


# JSON


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("content", [f"<!doctype html><html>{script(RECORD)}", RECORD])
def test_a_byte_order_mark_says_the_encoding(folder: Path, encoding: str, content: str) -> None:
    """Pages and documents in UTF-16 are read (entry 27)."""
    seen = see(folder, content.replace("Tides", "Größe 漢").encode(encoding))
    assert seen.names == ["Größe 漢"]
    assert not {"LD250", "LD229"} & set(seen.codes)


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", "LATIN1"])
def test_the_encoding_that_a_page_names_is_used(folder: Path, label: str) -> None:
    """Browsers read Latin 1 as Windows-1252, with the Euro sign (entry 27)."""
    page = f'<html><meta charset="{label}">{script(RECORD.replace("Tides", "Größe €"))}'
    assert see(folder, page.encode("cp1252")).names == ["Größe €"]


def test_bytes_that_are_not_utf_8_are_counted(folder: Path) -> None:
    """What is not UTF-8 in a page that says so becomes U+FFFD, with a warning (entry 27)."""
    page = f"<html><meta charset=utf-8>{script(RECORD.replace('Tides', 'Größe €'))}"
    seen = see(folder, page.encode("cp1252"))
    assert seen.names == ["Gr\ufffd\ufffde \ufffd"]
    assert "3" in seen.message("LD250")


def test_nul_is_kept_warned_about_and_escaped_in_n_triples(folder: Path) -> None:
    """Control characters reach the output as escapes (entry 28)."""
    name = "a\\u0000b\\u0001c"
    seen = see(folder, script(RECORD.replace("Tides", name)))
    assert seen.names == ["a\x00b\x01c"]
    assert seen.codes == ["LD227"]
    file = str(folder / "page.html")
    result = run("-q", "convert", file, "-f", "nt", "--fail-on", "never")
    assert '"a\\u0000b\\u0001c"' in result.stdout
    assert "\x00" not in result.stdout


def test_half_characters_become_u_fffd_with_a_warning(folder: Path) -> None:
    """A lone surrogate never reaches a writer (entry 29)."""
    seen = see(folder, script(RECORD.replace("Tides", "a\\ud83d b\\uDE00\\uD83D\\uDE00")))
    assert seen.names == ["a\ufffd b\ufffd\U0001f600"]
    assert "2 halves" in seen.message("LD225")


def test_of_two_equal_keys_the_last_wins_and_both_are_named(folder: Path) -> None:
    """As in JSON readers, with a warning (entry 30)."""
    seen = see(folder, script(RECORD[:-1] + ', "name": "Winds"}'))
    assert seen.names == ["Winds"]
    assert "Tides" in seen.message("LD222")
    assert "Winds" in seen.message("LD222")


DEEP = ["[" * 100_000, '{"a":' * 100_000, "[" * 100_000 + "]" * 100_000]


@pytest.mark.parametrize("text", DEEP, ids=["lists", "objects", "closed"])
def test_a_hundred_thousand_levels_are_a_finding(folder: Path, text: str) -> None:
    """Nothing recurses, and the other scripts of the page are read (entry 31)."""
    seen = see(folder, "<html>" + script(text) + script(RECORD))
    assert seen.names == ["Tides"]
    assert seen.codes == ["LD224"]
    assert see(folder, text, "deep.json").codes[:1] == ["LD224"]


def test_a_hundred_thousand_levels_by_references_are_a_finding(folder: Path) -> None:
    """Rows of a payload that lead each to the next nest as deep as JSON may not (entry 31)."""
    rows = "".join(f'{i:x}:["${i + 1:x}"]\n' for i in range(1, 100_000))
    seen = see(folder, f"{rows}0:{RECORD}\n186a0:{OTHER}\n")
    assert {"Tides", "Winds"} == set(seen.names)


def timed(folder: Path, content: str) -> float:
    """Processor time to read a page and to extract from it, the best of three."""
    times = []
    for _ in range(3):
        start = time.process_time()
        assert see(folder, content).names == ["Tides"]
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize("form", ["image", "keys", "line", "distributions", "flight"])
def test_ten_times_the_size_takes_no_longer_than_its_size_allows(folder: Path, form: str) -> None:
    """Long values, many keys, one long line and many items are read in linear time (32)."""

    def page(size: int) -> str:
        keys = ",".join(f'"k{i}":"v{i}"' for i in range(size))
        items = ",".join(f'{{"@type":"DataDownload","name":"part {i}"}}' for i in range(size))
        value = {
            "image": f'{RECORD[:-1]},"image":"data:image/png;base64,{"A" * size * 100}"}}',
            "keys": RECORD[:-1] + "," + keys + "}",
            "line": RECORD[:-1] + ',"text":"' + "word <b> \\n" * size + '"}',
            "distributions": f'{RECORD[:-1]},"distribution":[{items}]}}',
            "flight": RECORD,
        }[form]
        rows = "".join(f'{i:x}:["$","p",null,{{"a":"$1"}}]\n' for i in range(2, size))
        return push(f"1:{value}\n{rows}") if form == "flight" else "<html>" + script(value)

    small, large = timed(folder, page(1_000)), timed(folder, page(10_000))
    assert large < 30 * small + 0.2


def test_a_million_values_in_a_document_are_all_kept(folder: Path) -> None:
    """There is no limit but the size of a file (entry 32)."""
    seen = see(folder, f'{RECORD[:-1]}, "variableMeasured": [{"1," * 1_100_000}1]}}', "a.json")
    assert len(seen.values[0]["variableMeasured"]) == 1_100_001
    assert seen.codes == []


def test_references_that_multiply_are_cut_with_a_finding(folder: Path) -> None:
    """Thirty rows that each hold the next twice would be 2**30 values (entries 14 and 32)."""
    rows = "".join(f'{i:x}:["${i + 1:x}","${i + 1:x}"]\n' for i in range(1, 30))
    seen = see(folder, f'{rows}1e:{{}}\n0:{RECORD[:-1]},"about":"$1"}}\n')
    assert seen.names == ["Tides"]
    assert "left out" in seen.message("LD255")


def test_records_that_nest_by_references_are_cut_with_a_finding(folder: Path) -> None:
    """Each row is a part of the row before, 20,000 deep (entries 14 and 31)."""
    rows = "".join(
        f'{i:x}:{{"@type":"Dataset","name":"part {i}","hasPart":"${i + 1:x}"}}\n'
        for i in range(1, 20_000)
    )
    seen = see(folder, f"{rows}4e20:{RECORD}\n")
    assert "part 1" in seen.names
    assert seen.codes == ["LD255"]


@pytest.mark.parametrize(
    ("number", "value", "code"),
    [
        ("1e400", "1e400", "LD226"),
        ("-1e400", "-1e400", "LD226"),
        ("NaN", None, "LD226"),
        ("Infinity", None, "LD226"),
        ("123456789012345678901234567890", 123456789012345678901234567890, None),
        ("-0", 0, None),
        ("0.1", 0.1, None),
    ],
)
def test_numbers_are_exact_or_are_no_numbers(
    folder: Path, number: str, value: Json, code: str | None
) -> None:
    """No infinity and no rounded integer reaches the graph (entry 33)."""
    seen = see(folder, script(f'{RECORD[:-1]}, "version": {number}}}'))
    assert seen.values[0]["version"] == value
    assert seen.codes == ([code] if code else [])


def test_a_number_with_leading_zeros_is_a_text_of_its_digits(folder: Path) -> None:
    """007 may be a name, so it is no 7: a text in doubt (entry 33), which the finding says."""
    seen = see(folder, "<html>" + script(f'{RECORD[:-1]}, "version": 007}}') + script(OTHER))
    assert seen.names == ["Tides", "Winds"]
    assert seen.values[0]["version"] == "007"
    assert seen.codes == ["LD276"]


def test_repairs_of_one_script_leave_the_others_alone(folder: Path) -> None:
    """Each repaired script is found with its findings, a hopeless one is an error (entry 34)."""
    broken = [
        RECORD[:-1] + ",}",
        RECORD + ";",
        "/* c */" + RECORD,
        "// <![CDATA[\n" + RECORD + "\n// ]]>",
        "<!-- " + RECORD + " -->",
        RECORD.replace('"', "&quot;"),
        RECORD.replace("Tides", "Ti\n\tdes"),
        RECORD.replace("Tides", "C:\\x"),
        f"var x = {RECORD};",
        RECORD + OTHER,
        RECORD.replace('"', "'"),
    ]
    for text in broken[:-1]:
        seen = see(folder, "<html>" + script(text) + script(OTHER.replace("Winds", "next")))
        assert seen.names[-1] == "next", text
        assert len(seen.names) >= 2, text
        assert all("LD230" <= code <= "LD239" for code in seen.codes), text
        assert seen.codes, text
    hopeless = see(folder, "<html>" + script(broken[-1]) + script(OTHER))
    assert (hopeless.names, hopeless.codes) == (["Winds"], ["LD220"])


def test_without_repairs_a_trailing_comma_is_an_error(folder: Path) -> None:
    """--no-repair reads JSON alone (entry 34)."""
    page = "<html>" + script(RECORD[:-1] + ",}") + script(OTHER)
    assert see(folder, page).names == ["Tides", "Winds"]
    strict = see(folder, page, repair=False)
    assert (strict.names, strict.codes) == (["Winds"], ["LD220"])
    document = see(folder, RECORD[:-1] + ",}", "a.json", repair=False)
    assert document.names == []
    file = str(folder / "page.html")
    assert run("extract", file, "--no-repair").stdout.count("\n") == 1
    assert run("extract", file).stdout.count("\n") == 2


@pytest.mark.parametrize("name", ["page.html", "page.json"])
def test_a_cut_text_is_an_error_and_is_used_in_part_only_on_request(
    folder: Path, name: str
) -> None:
    """--partial keeps the members before the cut, and says so (entry 35)."""
    text = RECORD[:-1] + ', "description": "a long te'
    content = text if name == "page.json" else f'<script type="application/ld+json">{text}'
    assert see(folder, content, name).names == []
    assert "LD220" in see(folder, content, name).codes
    seen = see(folder, content, name, partial=True)
    assert seen.values == [json.loads(RECORD)]
    assert seen.codes == ["LD240"]
    result = run("convert", "--partial", str(folder / name))
    assert 'title "Tides"' in result.stdout
    assert "LD240" in result.stderr


@pytest.mark.parametrize("text", ["", "  ", "null", '"text"', "[]", "{}"])
def test_a_script_that_says_nothing_is_information(folder: Path, text: str) -> None:
    """Neither data nor a fault (entry 36)."""
    seen = see(folder, "<html>" + script(text) + script(RECORD))
    assert seen.names == ["Tides"]
    assert seen.codes == ["LD221"]


@pytest.mark.parametrize("left", ["{{title}}", "${x}", "undefined"])
def test_what_a_template_left_unfilled_is_a_warning(folder: Path, left: str) -> None:
    """The value is kept as it stands (entry 37)."""
    seen = see(folder, script(RECORD.replace("Tides", left)))
    assert seen.names == [left]
    assert left in seen.message("LD228")


def test_gzip_under_html_is_opened(folder: Path) -> None:
    """Several members and bytes behind them do no harm (entry 38)."""
    half, rest = script(RECORD)[:40].encode(), script(RECORD)[40:].encode()
    assert see(folder, gzip.compress(half) + gzip.compress(rest)).names == ["Tides"]
    assert see(folder, gzip.compress(half + rest) + b"\0\0garbage").names == ["Tides"]


def test_a_gzip_bomb_is_a_finding(folder: Path) -> None:
    """Reading stops at a limit that the message names (entry 38)."""
    bomb = gzip.compress(b" " * 300_000_000, 1)
    seen = see(folder, bomb)
    assert seen.names == []
    assert "LD103" in seen.codes


# HTML


@pytest.mark.parametrize("end", ["<\\/script>", "\\u003c/script>", "<!--<script></script>"])
def test_the_end_of_a_script_within_json_is_text(folder: Path, end: str) -> None:
    """Escaped by JSON, or in the double-escaped state of the tokenizer (entry 39)."""
    seen = see(folder, "<html>" + script(RECORD.replace("Tides", end)) + script(OTHER))
    assert seen.names == [json.loads(f'"{end}"'), "Winds"]


@pytest.mark.parametrize(
    "around",
    [
        "<textarea>{}</textarea>",
        "<title>{}</title>",
        "<!-- {} -->",
        "<iframe srcdoc='{}'></iframe>",
    ],
)
def test_a_script_in_text_or_in_a_comment_is_none(folder: Path, around: str) -> None:
    """Only elements count (entry 40)."""
    assert see(folder, "<html>" + around.format(script(RECORD)) + script(OTHER)).names == ["Winds"]


@pytest.mark.parametrize(
    "page",
    [
        f"<html><template>{script(RECORD)}</template>",
        f"<html><noscript>{script(RECORD)}</noscript>",
        f'<html><svg><script type="application/ld+json"><![CDATA[{RECORD}]]></script></svg>',
    ],
)
def test_a_script_in_a_template_noscript_or_svg_is_one(folder: Path, page: str) -> None:
    """The publisher put it there, whether or not a browser looks at it (entry 40)."""
    assert see(folder, page).names == ["Tides"]


@pytest.mark.parametrize("end", ["", "</script foo>", "</SCRIPT\n>", "</script/>"])
def test_a_script_ends_where_html_says(folder: Path, end: str) -> None:
    """Unclosed at the end of the page, or with an odd end tag; html and head may lack (41)."""
    assert see(folder, f'<script type="application/ld+json">{RECORD}{end}').names == ["Tides"]


def test_the_first_base_that_can_be_one_counts(folder: Path) -> None:
    """Five bases, of which two are no addresses, one is relative (entry 41)."""
    bases = ["javascript:alert(1)", "data:,x", "/sets/", "https://b.example/", "https://c.example/"]
    page = "<html><link rel=canonical href='https://harbour.example/p/1'>"
    page += "".join(f'<base href="{base}">' for base in bases) + script(RECORD)
    (fragment,) = see(folder, page).page.fragments
    assert fragment.base == "https://harbour.example/sets/"


@pytest.mark.parametrize(
    "kind",
    [
        "application/ld+json;profile=x",
        "APPLICATION/LD+JSON",
        " application/ld+json ; charset=utf-8",
    ],
)
def test_a_media_type_has_parameters_case_and_spaces(folder: Path, kind: str) -> None:
    """None of them makes another type (entry 42)."""
    seen = see(folder, "<html>" + script(RECORD, kind))
    assert (seen.names, seen.codes) == (["Tides"], [])


def test_json_ld_in_a_script_of_json_is_found_and_flagged(folder: Path) -> None:
    """Search engines do not read it (entry 42)."""
    seen = see(folder, "<html>" + script(RECORD, "application/json"))
    assert (seen.names, seen.codes) == (["Tides"], ["LD241"])


def test_one_document_in_three_places_is_one_with_three_origins(folder: Path) -> None:
    """Equal things are merged, whatever holds them (entry 45)."""
    spaced = RECORD.replace(": ", ":\n")
    seen = see(folder, "<html>" + script(RECORD) + script(spaced) + push(f"1:{RECORD}\n"))
    (fragment,) = seen.page.fragments
    assert [origin.kind for origin in fragment.origins] == ["script", "script", "flight"]
    assert len({origin.location.text for origin in fragment.origins}) == 3


def test_ten_thousand_scripts_are_ten_thousand_records(folder: Path) -> None:
    """Every one is found, with its own place (entry 45)."""
    page = "".join(script(RECORD.replace("Tides", f"set {i}")) for i in range(10_000))
    assert see(folder, "<html>" + page).names == [f"set {i}" for i in range(10_000)]
