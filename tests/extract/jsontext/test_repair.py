from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ld_convert.extract.jsontext.edits import Edit
from ld_convert.extract.jsontext.lenient import MISSING, read, read_json
from ld_convert.extract.jsontext.repairs import cut
from ld_convert.findings.offsets import line_column, pointer_offset
from ld_convert.findings.report import Report
from ld_convert.model import Json, Location, Text
from tests.support.growth import is_linear

HOSTILE = st.lists(
    st.sampled_from(
        [
            "{",
            "}",
            "[",
            "]",
            '"',
            ":",
            ",",
            "\\",
            "'",
            "/*",
            "*/",
            "//",
            "\n",
            "a",
            "1",
            "NaN",
            ";",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "&quot;",
            "x=",
            "\ufeff",
            "\\ud83d",
            '"a":',
            "{{a}}",
        ]
    ),
    max_size=25,
).map(lambda parts: "".join(parts).encode())


def result(data: bytes, *, repair: bool = True, partial: bool = False) -> tuple[Json, list[str]]:
    """Return the value and `code line:column` of each finding."""
    text, report = Text.whole(data), Report()
    value = read_json(text, report, Location("p", text), repair=repair, partial=partial)
    return value, [f"{f.code} {f.place.line}:{f.place.column}" for f in report.findings]


@pytest.mark.parametrize(
    ("data", "value", "findings"),
    [
        (b'\xef\xbb\xbf{"a":1}', {"a": 1}, ["LD230 1:1"]),
        (b'<!--\n{"a":1}\n-->', {"a": 1}, ["LD231 1:1"]),
        (b'<!-- a remark -->\n{"a":1}', {"a": 1}, ["LD231 1:1"]),
        (b'//<![CDATA[\n{"a":1}\n//]]>', {"a": 1}, ["LD231 1:1"]),
        (b"/*<![CDATA[*/[[1]]/*]]>*/", [[1]], ["LD231 1:1"]),
        (b"<![CDATA[[1]]]>", [1], ["LD231 1:1"]),
        (b'<!--//--><![CDATA[//><!--\n{"a":1}\n//--><!]]>', {"a": 1}, ["LD231 1:1"]),
        (b'{"a":1};\n;', {"a": 1}, ["LD232 1:8"]),
        (b'{"a":"x\r\ny\t\x01"}', {"a": "x\r\ny\t\x01"}, ["LD233 1:8"]),
        (b'{"a":"\b\x0b\f\x7f"}', {"a": "\b\x0b\f\x7f"}, ["LD233 1:7"]),
        (b'{\n"a":1,//c\n/*"*/"b":"//"}', {"a": 1, "b": "//"}, ["LD234 2:7"]),
        (b'// title\n{"a":1}', {"a": 1}, ["LD234 1:1"]),
        (b'{"a":[1,],"b":",]",\n}', {"a": [1], "b": ",]"}, ["LD235 1:8"]),
        (
            b'{"a":[,1,,{"b":2},,],,"c":", ,"}',
            {"a": [1, {"b": 2}], "c": ", ,"},
            ["LD275 1:7", "LD235 1:18"],
        ),
        (b'{"a": ,"b":\n}', {"a": None, "b": None}, ["LD276 1:5"]),
        (
            b'{"a":[True,None, undefined,false],"b":"None"}',
            {"a": [True, None, None, False], "b": "None"},
            ["LD276 1:7"],
        ),
        (b'{"a":[+1.50,-.5,5.,1e5,-0]}', {"a": [1.5, -0.5, 5.0, 1e5, 0]}, ["LD276 1:7"]),
        (b'{"a":007}', {"a": "007"}, ["LD276 1:6"]),
        (b'{"a":[1]} ]\n}', {"a": [1]}, ["LD277 1:10"]),
        (b'{"a":"it\\\'s C:\\data \\u12 \\n"}', {"a": "it's C:\\data \\u12 \n"}, ["LD236 1:9"]),
        (b'{"a":"b\\\nc"}', {"a": "bc"}, ["LD236 1:8"]),
        (b'{"a":1}\n{"b":2}', [{"a": 1}, {"b": 2}], ["LD237 1:8"]),
        (b'{"a":1},[{"b":2}]', [{"a": 1}, [{"b": 2}]], ["LD237 1:8"]),
        (rb'"{\"a\":\"b \ud83d\ude00\"}"', {"a": "b \U0001f600"}, ["LD257 1:1"]),
        ('\u200b{"a":\u00a0"b\u00a0c"}'.encode(), {"a": "b\u00a0c"}, ["LD258 1:1"]),
        (b"{&quot;a&quot;:&quot;b &amp;amp; c&quot;}", {"a": "b &amp; c"}, ["LD238 1:2"]),
        (b"[{&#34;a&#34;:&#34;&lt;p&gt;&#34;}]", [{"a": "<p>"}], ["LD238 1:3"]),
        (b'var x = {"a":1};', {"a": 1}, ["LD232 1:16", "LD239 1:1"]),
        (b'window["ld"] = [1]', [1], ["LD239 1:1"]),
        (b'<!--{"a":[1,],};-->', {"a": [1]}, ["LD231 1:1", "LD232 1:16", "LD235 1:12"]),
        (b"{&quot;a&quot;:[1,],}", {"a": [1]}, ["LD238 1:2", "LD235 1:18"]),
        (b"[-9223372036854775809]", [-9223372036854775809], []),
    ],
)
def test_a_repair_keeps_every_value_and_is_reported_at_its_spot(
    data: bytes, value: Json, findings: list[str]
) -> None:
    """The value is the one meant, and the findings name each repair (entry 34)."""
    assert result(data) == (value, findings)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<!-- [1] -->", "comment marks"),
        (b"//<![CDATA[\n[1]\n//]]>", "CDATA marks"),
        (b"<!-- a --> [1]", "remarks in HTML"),
    ],
)
def test_a_finding_names_the_marks_that_were_removed(data: bytes, words: str) -> None:
    """Around the JSON or before it."""
    text, report = Text.whole(data), Report()
    assert read_json(text, report, Location("p", text)) == [1]
    assert words in report.findings[0].message


@pytest.mark.parametrize(
    "data",
    [b'\xef\xbb\xbf{"a":1}', b'<!-- {"a":1} -->', b'{"a":1,}', b'{"a":1};', b"[NaN]", b'["\t"]'],
)
def test_without_repairs_only_json_is_json(data: bytes) -> None:
    """The W3C tests of JSON-LD in HTML want an error for these (e014 to e017)."""
    value, findings = result(data, repair=False)
    assert value is MISSING
    assert [finding[:5] for finding in findings] == ["LD220"]


@pytest.mark.parametrize(
    ("data", "finding"),
    [
        (b"{'a':1}", "LD220 1:2"),
        (b'{"a":1 "b":2}', "LD220 1:8"),
        (b'{"a":1,\n"b" 2}', "LD220 2:5"),
        ('{"é":x}'.encode(), "LD220 1:6"),
        (b'{"a":1-2}', "LD220 1:7"),
        (b'{"a":1},"b":2}', "LD220 1:8"),
        (b'{"a":2020-01-02}', "LD220 1:10"),
        (b'{"a":[1,2,{"b":"c","d', "LD220 1:20"),
        (b"undefined", "LD220 1:1"),
    ],
)
def test_a_text_that_would_need_guessing_is_an_error_at_its_exact_place(
    data: bytes, finding: str
) -> None:
    """Missing quotes and commas are not guessed, and a cut text is not closed (entry 35)."""
    assert result(data) == (MISSING, [finding])


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b'{"a":[1,2,{"b":"c","d', {"a": [1, 2, {"b": "c"}]}),
        (b'{"a":1,"n":"x","k":12', {"a": 1, "n": "x"}),
        (b'{"a":{"b":1},"c', {"a": {"b": 1}}),
        (b'[{"a":"x"},{"a":"y', [{"a": "x"}]),
        (b'{"a":[1,[2],[3],"b","c', {"a": [1, [2], [3], "b"]}),
        (b'{"a":{"b":{"c":"x"},"d":{"e":"y"},"f', {"a": {"b": {"c": "x"}, "d": {"e": "y"}}}),
        (b'[[1,{"a":[2]},{"b":[3],"c":["x","y', [[1, {"a": [2]}, {"b": [3], "c": ["x"]}]]),
    ],
)
def test_a_cut_text_is_closed_on_request_behind_its_last_complete_member(
    data: bytes, value: Json
) -> None:
    """A number at the cut may be incomplete and is left out."""
    found, findings = result(data, partial=True)
    assert found == value
    assert [finding[:5] for finding in findings] == ["LD240"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "an empty text"),
        (b"\xef\xbb\xbf", "an empty text"),
        (b" \n", "an empty text"),
        (b"null", "a lone null"),
        (b'"text"', "a lone string"),
        (b'" "', "a lone string"),
        (b'"{a"', "a lone string"),
        (b"5", "a lone 5"),
        (b"true", "a lone true"),
        (b"[]", "an empty list"),
        (b"{}", "an empty object"),
    ],
)
def test_a_text_that_describes_nothing_is_information(data: bytes, words: str) -> None:
    """No value, and no warning either (entry 36); what there is is named."""
    text, report = Text.whole(data), Report()
    assert read_json(text, report, Location("p", text)) is MISSING
    told = report.findings[-1]
    assert (told.code, told.place.line, told.place.column) == ("LD221", 1, 1)
    assert [f.code for f in report.findings[:-1]] == ["LD230"] * data.startswith(b"\xef")
    assert words in told.message


@pytest.mark.parametrize(
    ("data", "value", "findings"),
    [
        (b'{"a":NaN,"b":-Infinity}', {"a": None, "b": None}, ["LD226 1:6", "LD226 1:14"]),
        (b'{"a":1e400}', {"a": "1e400"}, ["LD226 1:6"]),
        (b"[123456789012345678901234567890]", [123456789012345678901234567890], []),
        (b"[18446744073709551616,-0]", [18446744073709551616, 0], []),
        (b"[" + b"9" * 5000 + b"]", ["9" * 5000], ["LD226 1:2"]),
    ],
)
def test_numbers_are_exact_or_are_not_numbers(
    data: bytes, value: Json, findings: list[str]
) -> None:
    """No infinity, no rounded integer (entry 33)."""
    assert result(data) == (value, findings)


@pytest.mark.parametrize(
    ("data", "value", "findings"),
    [
        (b'["\\ud83d","\\uDE00\\ud83d\\ude00"]', ["\ufffd", "\ufffd😀"], ["LD225 1:3"]),
        (b'["\\\\ud83d"]', ["\\ud83d"], []),
        (
            rb'"[\"\\ud83d\",\"\ud83d\"]"',
            ["\ufffd", "\ufffd"],
            ["LD225 1:17", "LD257 1:1", "LD225 1:5"],
        ),
        (b'["\xed\xa0\xbd","\xff"]', ["\ufffd", "\ufffd"], ["LD229 1:3"]),
        (b'["\\u0000"]', ["\x00"], ["LD227 1:3"]),
        (b'["\\u0000","\\u0000"]', ["\x00", "\x00"], ["LD227 1:3"]),
        (b'["\\\\u0000"]', ["\\u0000"], []),
        (b'["\x00"]', ["\x00"], ["LD233 1:3", "LD227 1:3"]),
    ],
)
def test_odd_characters_are_kept_or_become_u_fffd(
    data: bytes, value: Json, findings: list[str]
) -> None:
    """NUL is kept with a warning (entry 28), half characters cannot be (entry 29)."""
    assert result(data) == (value, findings)


def test_duplicate_keys_are_reported_with_both_values() -> None:
    """The last one counts, as in every JSON reader (entry 30)."""
    text, report = Text.whole(b'{"n":1,"b":{"n":3},"n" : [2],"c":"\\":"}'), Report()
    assert read_json(text, report, Location("p", text)) == {"n": [2], "b": {"n": 3}, "c": '":'}
    [finding] = report.findings
    assert finding.code == "LD222"
    assert "the key n twice" in finding.message
    assert "with 1 and with [...]" in finding.message
    assert finding.place.column == 20


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (b'"' + b"x" * 40 + b'"', "x" * 40),
        (b'"' + b"x" * 41 + b'"', "x" * 37 + "..."),
        (b'"caf\\u00e9"', "caf\u00e9"),
        (b"true", "True"),
        (b"1.50", "1.5"),
        (b"NaN", "NaN"),
        (b"1e999", "1e999"),
        (b"{}", "{...}"),
        (b"[1, 2]", "[...]"),
    ],
)
def test_the_values_of_a_duplicate_key_are_shown_in_forty_characters(
    value: bytes, shown: str
) -> None:
    """Texts without their marks, lists and objects without what they hold."""
    text, report = Text.whole(b'{"n": %b, "n": [0, %b], "m": 0, "n": 2}' % (value, value)), Report()
    read_json(text, report, Location("p", text))
    told = [finding.message for finding in report.findings if finding.code == "LD222"]
    assert [f"with {shown} and with [...]" in told[0], "with [...] and with 2" in told[1]] == [
        True
    ] * 2


def test_many_duplicate_keys_end_in_a_count() -> None:
    """A thousand duplicates are twenty findings and a sum."""
    _, findings = result(b'{"a":0' + b',"a":1' * 1000 + b"}")
    assert len(findings) == 21
    assert findings[-1][:5] == "LD223"


def test_unfilled_templates_are_a_warning() -> None:
    """The values are kept as they stand (entry 37)."""
    value, findings = result(b'{"a":"{{t}} ${x}","b":"undefined"}')
    assert value == {"a": "{{t}} ${x}", "b": "undefined"}
    assert findings == ["LD228 1:7", "LD228 1:13", "LD228 1:24"]
    assert result(b'{"a":{{t}}}')[1] == ["LD220 1:7", "LD228 1:6"]


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 100_000,
        b"[" * 401 + b"]" * 401,
        b"{&quot;a&quot;:" + b"&#91;" * 100_000,
    ],
)
def test_depth_is_bounded(data: bytes) -> None:
    """No RecursionError, one finding (entry 31)."""
    value, findings = result(data)
    assert value is MISSING
    assert [finding[:5] for finding in findings] == ["LD224"]


def test_four_hundred_levels_are_read() -> None:
    """The bound itself is allowed, however many lists stand beside each other."""
    assert result(b"[" * 400 + b"1" + b"]" * 400)[1] == []
    assert result(b"[[]," + b"[" * 399 + b'"["' + b"]" * 400)[1] == []


@pytest.mark.parametrize(
    "unit",
    [
        b'"',
        b'\\"',
        b"/*",
        b"//",
        b",",
        b", ",
        b"{}",
        b";",
        b"&quot;",
        b"<!--",
        b"\\",
        b'"\\"',
        b"]]>",
    ],
)
@pytest.mark.parametrize("start", [b"[", b'["', b"{&quot;", b"x"])
def test_broken_text_takes_no_longer_than_its_size_allows(start: bytes, unit: bytes) -> None:
    """Four times the text takes less than twelve times as long: not quadratic."""

    def read_broken(size: int) -> None:
        result(start + unit * (size // len(unit)))

    assert is_linear(read_broken, 40_000, 160_000, times=12, least=0.005)


def test_pointers_into_a_repaired_text_lead_to_the_page() -> None:
    """A comment with brackets and quotes does not lead astray."""
    page = Text.whole(b'<script>\n/* {" */ {"a":1, // ]\n  "b":[1,\n2,]};</script>')
    text = page.part(8, page.data.index(b"</script>"))
    reading = read(text, Report(), Location("p", text))
    assert reading is not None
    assert reading.value == {"a": 1, "b": [1, 2]}
    assert line_column(reading.text, pointer_offset(reading.text, "/b/1")) == (4, 1)


@pytest.mark.parametrize(
    ("page", "pointer"),
    [
        ('\ufeff{"a":7}', "/a"),
        ('<!-- r -->\n{"a":7}', "/a"),
        ('//<![CDATA[\n{"a":7}\n//]]>', "/a"),
        ('{"b":"x\ty","a":7};', "/a"),
        ('{"b":1,/*c*/"a":7}', "/a"),
        ('{"b":[1,],"a":7}', "/a"),
        ('{"b":"it\\\'s","a":7}', "/a"),
        ('{"b":1}\n{"a":7}', "/1/a"),
        ('"{\\"b\\":\\"\\ud83d\\ude00\\",\\"a\\":7}"', "/a"),
        ('\u200b{"b":1,\u00a0"a":7}', "/a"),
        ("{&quot;b&quot;:1,&quot;a&quot;:7}", "/a"),
        ('var x = {"a":7}', "/a"),
        ('x=[{"b":1,},{"a":7}] ;', "/1/a"),
    ],
)
def test_each_repair_keeps_the_place_of_every_value(page: str, pointer: str) -> None:
    """What is removed, added or put in the place of other bytes moves no value."""
    text = Text.whole(page.encode())
    reading = read(text, Report(), Location("p", text))
    assert reading is not None
    line, column = line_column(reading.text, pointer_offset(reading.text, pointer))
    assert page.split("\n")[line - 1][column - 1 :].startswith("7")


@given(st.binary() | HOSTILE)
def test_any_bytes_give_a_list_an_object_or_nothing(data: bytes) -> None:
    """Nothing raises, and nothing is missing without a finding."""
    for partial in (False, True):
        value, findings = result(data, partial=partial)
        assert (value is MISSING) or isinstance(value, (list, dict))
        assert findings or value is not MISSING


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (b'{"a": 1, "b": 2', b'{"a": 1}'),
        (b'{"a": "x", "b": "y', b'{"a": "x"}'),
        (b'{"a": "x"', b'{"a": "x"}'),
        (b'{"a": [1, 2', b'{"a": [1]}'),
        (b'{"a": [1, {"b": "c"', b'{"a": [1, {"b": "c"}]}'),
        (b'["a", "b", "c', b'["a", "b"]'),
        (b'["a", "b"', b'["a", "b"]'),
        (b'["a", "', b'["a"]'),
        (b'{"a": {"b": 1}, "c"', b'{"a": {"b": 1}}'),
        (b'{"a": {"b": 1}, "c":', b'{"a": {"b": 1}}'),
        (b'{"a": [1, 2]', b'{"a": [1, 2]}'),
        (b'{"a', None),
        (b'{"a": 1', None),
        (b"", None),
    ],
)
def test_a_cut_text_is_closed_behind_its_last_whole_member(
    text: bytes, whole: bytes | None
) -> None:
    """A key without a value, half a text and a number that may go on are left out."""
    edit = cut(text)
    assert (None if edit is None else text[: edit.start] + edit.new) == whole
    assert edit is None or edit == Edit(edit.start, len(text), edit.new)
